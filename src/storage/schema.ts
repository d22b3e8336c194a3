import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';

/**
 * The tables of `migrations/`, as Kysely reads them. A `bigint` fits a JavaScript number here (sequence numbers)
 * and is parsed as one; a `tstzrange` is written and read as text.
 */
type Json = JSONColumnType<object | unknown[]>;

export type ClockTable = {
  only_row: Generated<boolean>;
  offset_ms: Generated<number>;
};

export type ChangeTable = {
  seq: GeneratedAlways<number>;
  topic: string;
  at: Generated<Date>;
};

export type OverrideTable = {
  id: string;
  area: string;
  key: string;
  version: number;
  value: Json | null;
  staff_id: string | null;
  at: Date;
};

export type LeaseTable = {
  name: string;
  holder: string;
  epoch: number;
  expires_at: Date;
};

export type PartStateTable = {
  name: string;
  state: 'starting' | 'ready' | 'degraded' | 'stopped';
  code: string | null;
  told_at: Date;
};

export type DataKeyTable = {
  id: string;
  kid: string;
  wrapped: Buffer | null;
  made_at: Date;
  destroyed_at: Date | null;
};

export type ContactTable = {
  id: string;
  made_at: Date;
};

export type AddressTable = {
  id: string;
  contact_id: string;
  data_key_id: string;
  channel: 'web' | 'telegram' | 'wechat';
  bot: string;
  account_hash: Buffer;
  account_sealed: Buffer;
  language: Generated<'zh' | 'en'>;
  speaks_as: Generated<'student' | 'staff'>;
  reachable: Generated<boolean>;
  opted_out_at: Date | null;
  flow_sealed: Buffer | null;
  made_at: Date;
  last_heard_at: Date;
};

export type ConsentTable = {
  id: string;
  contact_id: string;
  address_id: string;
  purpose: 'service' | 'health-data';
  version: string;
  given: boolean;
  at: Date;
};

export type WebSessionTable = {
  address_id: string;
  token_hash: Buffer;
  pin_hash: string | null;
  pin_failures: Generated<number>;
  pin_locked_until: Date | null;
  hidden_at: Date | null;
  fresh_at: Date | null;
  last_seen_at: Date;
};

export type StaffMemberTable = {
  id: string;
  name: string;
  roles: string[];
  sample: Generated<boolean>;
  made_at: Date;
  disabled_at: Date | null;
};

export type StaffAddressTable = {
  id: string;
  staff_id: string;
  address_id: string | null;
  channel: 'telegram' | 'wechat';
  account_hash: Buffer;
  code_hash: Buffer | null;
  code_expires_at: Date | null;
  on_call_when_active: Generated<boolean>;
  made_at: Date;
  active_at: Date | null;
  revoked_at: Date | null;
};

export type SignInLinkTable = {
  token_hash: Buffer;
  staff_id: string;
  made_at: Date;
  expires_at: Date;
  used_at: Date | null;
};

export type StaffSessionTable = {
  id: string;
  staff_id: string;
  token_hash: Buffer;
  csrf: string;
  made_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  ended_at: Date | null;
};

export type RotaShiftTable = {
  id: string;
  staff_id: string;
  duty: 'duty' | 'backup';
  weekday: number;
  from_minute: number;
  to_minute: number;
  sample: Generated<boolean>;
};

export type OnCallTable = {
  id: string;
  staff_id: string;
  since: Date;
  until: Date | null;
};

export type IncomingTable = {
  id: string;
  seq: GeneratedAlways<number>;
  address_id: string;
  channel: string;
  bot: string;
  update_key: string;
  body_sealed: Buffer;
  at: Date;
  status: Generated<'stored' | 'done' | 'failed'>;
  attempts: Generated<number>;
  try_at: Date;
  error_code: string | null;
  done_at: Date | null;
};

export type HeardTable = {
  id: string;
  seq: GeneratedAlways<number>;
  address_id: string;
  case_id: string | null;
  kind: 'text' | 'edit' | 'choice' | 'unscreenable';
  body_sealed: Buffer;
  level: 'none' | 'concern' | 'high' | 'imminent';
  screening_sealed: Buffer | null;
  at: Date;
};

export type OutgoingTable = {
  id: string;
  seq: GeneratedAlways<number>;
  address_id: string;
  case_id: string | null;
  author_staff_id: string | null;
  lane: 'crisis' | 'conversation' | 'reminder' | 'campaign';
  dedupe_key: string;
  body_sealed: Buffer;
  not_before: Date;
  status: Generated<'due' | 'sending' | 'sent' | 'failed' | 'unknown'>;
  attempts: Generated<number>;
  marked_repeat: Generated<boolean>;
  claimed_by: string | null;
  claimed_at: Date | null;
  external_id: string | null;
  error_code: string | null;
  at: Date;
  sent_at: Date | null;
};

export type ReviewItemTable = {
  id: string;
  heard_id: string;
  address_id: string;
  reason: 'concern' | 'unscreenable' | 'failed';
  at: Date;
  reviewed_by: string | null;
  reviewed_at: Date | null;
};

export type HandoffCaseTable = {
  id: string;
  number: GeneratedAlways<number>;
  data_key_id: string;
  contact_id: string;
  address_id: string;
  channel: 'web' | 'telegram' | 'wechat';
  level: 'high' | 'imminent';
  status: 'open' | 'acknowledged' | 'following-up' | 'closed';
  known_contact: boolean;
  owner_id: string | null;
  opened_at: Date;
  level_since: Date;
  acknowledged_at: Date | null;
  contacted_at: Date | null;
  closed_at: Date | null;
  outcome: 'ordinary' | 'serious' | 'major-crisis' | 'false-alarm' | null;
  outcome_note_sealed: Buffer | null;
  step: Generated<number>;
  wake_at: Date | null;
  tell_at: Date | null;
  tell_count: Generated<number>;
};

export type PageTable = {
  id: string;
  case_id: string;
  staff_id: string;
  step: number;
  reason: 'waiting' | 'raised' | 'silent-owner' | 'no-responder';
  at: Date;
  told_at: Date | null;
};

export type DigestTable = {
  staff_id: string;
  due_at: Date | null;
  last_at: Date | null;
};

export type CaseEventTable = {
  id: string;
  seq: GeneratedAlways<number>;
  case_id: string;
  kind:
    | 'opened'
    | 'raised'
    | 'paged'
    | 'acknowledged'
    | 'contacted'
    | 'silent-owner'
    | 'closed'
    | 'resumed'
    | 'left';
  staff_id: string | null;
  level: string | null;
  at: Date;
};

export type RoomTable = {
  id: string;
  name: string;
  sample: Generated<boolean>;
};

export type AvailabilityRuleTable = {
  id: string;
  staff_id: string;
  room_id: string;
  weekday: number;
  from_minute: number;
  to_minute: number;
  session_minutes: number;
  valid_from: string;
  valid_to: string | null;
  sample: Generated<boolean>;
};

export type AvailabilityExceptionTable = {
  id: string;
  staff_id: string;
  during: string;
};

export type AppointmentTable = {
  id: string;
  contact_id: string;
  address_id: string;
  staff_id: string;
  room_id: string;
  during: string;
  status: 'held' | 'booked' | 'attended' | 'no-show' | 'cancelled';
  held_until: Date | null;
  made_at: Date;
  booked_at: Date | null;
  cancelled_at: Date | null;
};

export type AuditEntryTable = {
  id: string;
  at: Date;
  actor: string;
  action: string;
  resource: string;
  purpose: string;
  allowed: boolean;
};

export type AuditChainTable = {
  seq: number;
  entry_id: string;
  previous_mac: Buffer;
  mac: Buffer;
};

export type Schema = {
  clock: ClockTable;
  change: ChangeTable;
  override: OverrideTable;
  lease: LeaseTable;
  part_state: PartStateTable;
  data_key: DataKeyTable;
  contact: ContactTable;
  address: AddressTable;
  consent: ConsentTable;
  web_session: WebSessionTable;
  staff_member: StaffMemberTable;
  staff_address: StaffAddressTable;
  sign_in_link: SignInLinkTable;
  staff_session: StaffSessionTable;
  rota_shift: RotaShiftTable;
  on_call: OnCallTable;
  incoming: IncomingTable;
  heard: HeardTable;
  outgoing: OutgoingTable;
  review_item: ReviewItemTable;
  handoff_case: HandoffCaseTable;
  page: PageTable;
  digest: DigestTable;
  case_event: CaseEventTable;
  room: RoomTable;
  availability_rule: AvailabilityRuleTable;
  availability_exception: AvailabilityExceptionTable;
  appointment: AppointmentTable;
  audit_entry: AuditEntryTable;
  audit_chain: AuditChainTable;
};
