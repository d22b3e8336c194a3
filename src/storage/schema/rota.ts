import type { Generated, JSONColumnType } from 'kysely';
import type { Calendar } from '../../core/calendar.ts';

type DayKind = 'all' | 'workdays' | 'holidays';

/** A rule is never changed: it ends, and another one begins. */
type Life = {
  made_by: string | null;
  made_at: Date;
  ended_by: string | null;
  ended_at: Date | null;
};

/** What stood here before rules had a life has none. */
export type RotaShiftTable = Omit<Life, 'made_at' | 'made_by'> & {
  id: string;
  staff_id: string;
  duty: 'duty' | 'backup';
  weekday: number;
  from_minute: number;
  to_minute: number;
  days: Generated<DayKind>;
  valid_from: string | null;
  valid_to: string | null;
  sample: Generated<boolean>;
  made_by: string | null;
  made_at: Date | null;
};

export type RotaRotationTable = Life & {
  id: string;
  name: string;
  duty: 'duty' | 'backup';
  members: string[];
  period_days: number;
  hand_over_weekday: number;
  hand_over_minute: number;
  from_minute: number;
  to_minute: number;
  days: DayKind;
  valid_from: string;
  valid_to: string | null;
};

export type RotaStintTable = Life & {
  id: string;
  kind: 'single' | 'override';
  duty: 'duty' | 'backup';
  staff_id: string;
  instead_of: string | null;
  starts_at: Date;
  ends_at: Date;
};

export type RotaSwapTable = {
  id: string;
  duty: 'duty' | 'backup';
  from_staff_id: string;
  to_staff_id: string;
  starts_at: Date;
  ends_at: Date;
  status: 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'expired';
  offered_by: string | null;
  offered_at: Date;
  settled_by: string | null;
  settled_at: Date | null;
};

export type RotaCalendarTable = {
  id: number;
  body: JSONColumnType<Calendar>;
  read_at: Date;
};

export type RotaFileTable = {
  id: number;
  body: string;
  taken_at: Date;
};

export type RotaTaskTable = {
  name: 'gaps' | 'gap-watch' | 'changes' | 'starts' | 'swaps' | 'quiet-cases';
  due_at: Date | null;
  known_gaps: JSONColumnType<KnownGapsJson> | null;
};

export type KnownGapsJson = {
  readonly until: string;
  readonly gaps: readonly { readonly startsAt: string; readonly endsAt: string }[];
};

export type ShiftNoticeTable = {
  staff_id: string;
  ends_at: Date;
  case_id: Generated<string | null>;
  kind: 'soon' | 'stays';
  told_at: Date;
};

export type HandOverTable = {
  id: string;
  case_id: string;
  from_staff_id: string;
  to_staff_id: string;
  note_sealed: Buffer | null;
  at: Date;
};
