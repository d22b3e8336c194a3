import type { Generated, GeneratedAlways } from 'kysely';

export type RosterEntryTable = {
  id: string;
  number_hash: Buffer;
  person_hash: Buffer;
  data_key_id: string;
  name_sealed: Buffer;
  mailbox_sealed: Buffer | null;
  number_sealed: Generated<Buffer | null>;
  phone_sealed: Generated<Buffer | null>;
  college: string;
  grade: string;
  imported_at: Date;
  left_at: Generated<Date | null>;
};

export type IdentityClaimTable = {
  id: string;
  contact_id: string;
  address_id: string;
  number_hash: Buffer;
  person_hash: Buffer;
  at: Date;
  settled_at: Date | null;
};

export type IdentityTryTable = {
  id: GeneratedAlways<number>;
  /** A slip counts against codes that were handed over, and not among the tries of a day. */
  kind: 'claim' | 'code' | 'slip';
  address_id: string;
  number_hash: Buffer | null;
  person_hash: Generated<Buffer | null>;
  at: Date;
};

export type IdentityCodeTable = {
  id: string;
  number_hash: Buffer;
  person_hash: Buffer;
  code_hash: Buffer;
  way: 'mail' | 'desk';
  address_id: string | null;
  staff_id: string | null;
  made_at: Date;
  expires_at: Date;
  used_at: Date | null;
};

export type IdentityBindingTable = {
  id: string;
  contact_id: string;
  address_id: string;
  number_hash: Buffer;
  way: 'mail' | 'desk';
  bound_at: Date;
  ended_at: Date | null;
};

export type IdentityRequestTable = {
  id: string;
  contact_id: string;
  address_id: string;
  number_hash: Buffer;
  way: 'mail' | 'desk';
  at: Date;
  outcome: 'approved' | 'refused' | null;
  decided_by: string | null;
  decided_at: Date | null;
};

export type IntakeFormTable = {
  id: string;
  contact_id: string;
  address_id: string;
  begun_at: Date;
  finished_at: Date | null;
};

export type IntakeAnswerTable = {
  form_id: string;
  field: string;
  value_sealed: Buffer;
  at: Date;
};
