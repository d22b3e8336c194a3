import type { Generated } from 'kysely';

import type { ChangeCause, ChangeKind, ChangeStatus } from '../../booking/change-offer.ts';
import type { ReminderKind } from '../../booking/reminder.ts';

export type AppointmentReminderTable = {
  id: string;
  appointment_id: string;
  kind: ReminderKind;
  starts_at: Date;
  due_at: Date;
  settled_at: Date | null;
  outcome: 'sent' | 'dropped' | null;
  answer: 'coming' | 'cancelled' | null;
  answered_at: Date | null;
};

export type DaySheetTable = { date: string; made_at: Date };

export type CounsellorAbsenceTable = {
  id: string;
  staff_id: string;
  during: string;
  made_by: string;
  made_at: Date;
};

export type ChangeOfferTable = {
  id: string;
  appointment_id: string;
  address_id: string;
  starts_at: Date;
  kind: ChangeKind;
  cause: ChangeCause;
  absence_id: string | null;
  line_sealed: Buffer | null;
  made_by: string;
  made_at: Date;
  status: ChangeStatus;
  told_with: Generated<string | null>;
  told_at: Date | null;
  reminded_at: Date | null;
  expires_at: Date;
  next_at: Date | null;
  settled_at: Date | null;
  settled_by: string | null;
  new_appointment_id: string | null;
};

export type ChangeOfferSlotTable = {
  offer_id: string;
  place: number;
  page: number;
  slot: string;
  starts_at: Date;
  ends_at: Date;
  counsellor: string;
};
