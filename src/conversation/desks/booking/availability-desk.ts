import type { Actor } from '../../../access/can.ts';
import type { AvailabilityRule, Leave, Room } from '../../../booking/availability-store.ts';
import type { CounsellorProfile, ProfileProblem, ProfileText } from '../../../booking/counsellor-profile.ts';
import type { Caps } from '../../../booking/count-sessions.ts';
import type { BookingFault, TableKind } from '../../../booking/import-tables.ts';
import type {
  FieldProblem,
  LeaveField,
  LeaveText,
  RuleField,
  RuleText,
} from '../../../booking/read-availability.ts';
import type { RoomProblem, RoomText } from '../../../booking/read-room.ts';

export type CounsellorView = {
  readonly staffId: string;
  readonly name: string;
  readonly profile: CounsellorProfile;
  readonly rules: readonly AvailabilityRule[];
  /** Each with how many booked appointments lie in it; null for whoever learns nothing of appointments. */
  readonly leaves: readonly (Leave & { readonly booked: number | null })[];
  /** The viewer may look at these appointments one by one. */
  readonly showsAppointments: boolean;
  readonly mayChange: boolean;
};

export type AvailabilityView = {
  readonly now: Date;
  /** Those whose hours the actor may see. */
  readonly counsellors: readonly CounsellorView[];
  readonly rooms: readonly Room[];
  readonly caps: Caps;
  readonly sampleCalendar: boolean;
  /** Rooms, files, everybody's hours. */
  readonly mayArrange: boolean;
};

type Saved<Problem> =
  | { readonly ok: true; readonly booked: number }
  | { readonly ok: false; readonly code: 'forbidden' | 'stale' }
  | { readonly ok: false; readonly code: 'wrong'; readonly problems: readonly Problem[] };

export type SaveRule = Saved<FieldProblem<RuleField>>;
export type SaveLeave = Saved<FieldProblem<LeaveField>>;
export type SaveProfile = Saved<ProfileProblem>;
export type SaveRoom = Saved<RoomProblem | { readonly field: 'name'; readonly code: 'name-taken' }>;

export type TableImport =
  | { readonly ok: true; readonly added: number; readonly known: number; readonly lines: readonly string[] }
  | { readonly ok: false; readonly code: 'forbidden' }
  | { readonly ok: false; readonly code: 'faults'; readonly faults: readonly BookingFault[] };

/** When counsellors can be booked; authorised and audited behind it. No appointment is moved or cancelled here. */
export interface AvailabilityDesk {
  view(actor: Actor): Promise<AvailabilityView | null>;
  /** In place of `oldId`, if that is not null; the same new id twice is one rule. */
  saveRule(actor: Actor, newId: string, oldId: string | null, text: RuleText): Promise<SaveRule>;
  /** False for what is not there or not theirs. */
  endRule(actor: Actor, id: string): Promise<boolean>;
  /** `booked`: how many booked appointments lie in it and stay as they are; 0 for whoever learns nothing of them. */
  addLeave(actor: Actor, id: string, text: LeaveText): Promise<SaveLeave>;
  endLeave(actor: Actor, id: string): Promise<boolean>;
  saveRoom(actor: Actor, id: string, text: RoomText): Promise<SaveRoom>;
  saveProfile(actor: Actor, staffId: string, text: ProfileText): Promise<SaveProfile>;
  /** All of a CSV table or nothing of it; with `dryRun` nothing in any case. */
  import(actor: Actor, kind: TableKind, text: string, dryRun: boolean): Promise<TableImport>;
}
