import type { Generated } from 'kysely';

export type CounsellingFileTable = { contact_id: string; data_key_id: string; made_at: Date };

export type SessionVisitTable = {
  appointment_id: string;
  checked_in_at: Date | null;
  checked_in_by: string | null;
  asked_at: Date | null;
};

export type AttendanceChangeTable = {
  id: string;
  seq: Generated<number>;
  appointment_id: string;
  attendance: 'attended' | 'no-show';
  staff_id: string;
  at: Date;
};

export type SessionRecordTable = {
  id: string;
  appointment_id: string;
  version: number;
  status: 'draft' | 'signed';
  staff_id: string;
  body_sealed: Buffer;
  changed_at: Date;
  signed_at: Date | null;
};

export type SupervisionTable = {
  id: string;
  supervisor_id: string;
  counsellor_id: string;
  valid_from: string;
  valid_to: string | null;
  made_by: string;
  made_at: Date;
};

export type SessionSeriesTable = {
  id: string;
  contact_id: string;
  address_id: string;
  staff_id: string;
  every_weeks: 1 | 2;
  status: 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'ended';
  offered_at: Date;
  expires_at: Date;
  settled_at: Date | null;
};

type ReferralStatus = 'proposed' | 'approved' | 'refused' | 'sent' | 'answered' | 'withdrawn';

export type ReferralTable = {
  id: string;
  contact_id: string;
  appointment_id: string;
  staff_id: string;
  outside: boolean;
  status: ReferralStatus;
  body_sealed: Buffer;
  made_at: Date;
  changed_at: Date;
};

export type ReferralEventTable = {
  id: string;
  seq: Generated<number>;
  referral_id: string;
  kind: ReferralStatus;
  staff_id: string;
  at: Date;
};

export type ReferralLookTable = {
  id: string;
  referral_id: string;
  staff_id: string;
  opened_at: Date;
  expires_at: Date;
  ground: string;
  reason_sealed: Buffer;
};

export type VisitorEvaluationTable = {
  appointment_id: string;
  contact_id: string;
  staff_id: string;
  status: 'planned' | 'asked' | 'done' | 'skipped' | 'dropped';
  ask_at: Date;
  answers_sealed: Buffer | null;
  done_at: Date | null;
};
