import type { GeneratedAlways } from 'kysely';

type RegisterClass = 'ordinary' | 'serious' | 'major-crisis';

export type ClosingTable = {
  id: string;
  case_id: string;
  staff_id: string;
  outcome: RegisterClass | 'false-alarm';
  at: Date;
};

export type InformedPartyTable = {
  id: string;
  closing_id: string | null;
  party: string;
  informed_at: Date;
  staff_id: string;
  ground: string;
  detail_sealed: Buffer | null;
  case_id: string | null;
  noted_by: string | null;
  noted_at: Date | null;
};

export type RegisterEntryTable = {
  id: string;
  contact_id: string;
  case_id: string;
  class: RegisterClass;
  owner_id: string | null;
  entered_at: Date;
  left_at: Date | null;
};

export type RegisterChangeTable = {
  id: string;
  seq: GeneratedAlways<number>;
  entry_id: string;
  kind: 'entered' | 'raised' | 'reclassed' | 'assigned' | 'ownerless' | 'left';
  class: RegisterClass | null;
  owner_id: string | null;
  case_id: string | null;
  staff_id: string | null;
  reason_sealed: Buffer | null;
  at: Date;
};

export type FollowUpTable = {
  id: string;
  entry_id: string;
  case_id: string;
  /** A day of the centre's calendar; written as text. */
  due_on: string;
  made_at: Date;
  made_by: string;
  wake_at: Date | null;
  reminded_at: Date | null;
  escalated_at: Date | null;
  greet_at: Date | null;
  outcome: 'reached' | 'not-reached' | 'taken-up' | 'dropped' | null;
  note_sealed: Buffer | null;
  settled_by: string | null;
  settled_at: Date | null;
};

export type CrisisReportTable = {
  id: string;
  case_id: string;
  /** The return that began the time of which it tells; null for the first. */
  resumption_id: string | null;
  number: number | null;
  status: 'draft' | 'issued';
  version: number;
  body_sealed: Buffer;
  body_hash: string | null;
  changed_by: string;
  changed_at: Date;
  issued_by: string | null;
  issued_at: Date | null;
};

export type CrisisReportSupplementTable = {
  id: string;
  report_id: string;
  number: number;
  body_sealed: Buffer;
  body_hash: string;
  staff_id: string;
  at: Date;
};
