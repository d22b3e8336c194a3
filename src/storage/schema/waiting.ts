import type { GeneratedAlways } from 'kysely';

export type CaseQuestionTable = {
  case_id: string;
  topic: string;
  asked_at: Date;
  settled_at: Date | null;
  how: 'answered' | 'skipped' | null;
  answer_sealed: Buffer | null;
};

export type CaseAnswerBeforeTable = {
  seq: GeneratedAlways<number>;
  case_id: string;
  topic: string;
  said_at: Date;
  answer_sealed: Buffer;
};

export type CaseFactTable = {
  id: string;
  case_id: string;
  field: 'name' | 'phone' | 'college';
  value_sealed: Buffer;
  staff_id: string;
  at: Date;
};

export type CaseResumptionTable = {
  id: string;
  case_id: string;
  at: Date;
  closed_at: Date;
  outcome: string;
  outcome_note_sealed: Buffer | null;
  owner_id: string | null;
};

export type PageDepartureTable = {
  address_id: string;
  due_at: Date;
};

export type BreakGlassTable = {
  id: string;
  case_id: string;
  staff_id: string;
  what: 'words' | 'identity';
  opened_at: Date;
  expires_at: Date;
  ground: string | null;
  reason_sealed: Buffer | null;
  reason_at: Date | null;
  reason_due_at: Date | null;
  remind_at: Date | null;
  overdue_told_at: Date | null;
};

export type CaseReportTable = {
  case_id: string;
  reporter_contact_id: string;
  at: Date;
};

export type CaseLinkTable = {
  id: string;
  case_id: string;
  other_case_id: string;
  staff_id: string;
  at: Date;
  unlinked_at: Date | null;
};
