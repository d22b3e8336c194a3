import type { Generated, GeneratedAlways } from 'kysely';
import type { ChannelName } from '../../core/channel.ts';

export type ContactTable = {
  id: string;
  made_at: Date;
};

export type AddressTable = {
  id: string;
  contact_id: string;
  data_key_id: string;
  channel: ChannelName;
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
  purpose: 'service' | 'health-data' | 'greeting' | 'counselling';
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
  channel: Exclude<ChannelName, 'web' | 'sink'>;
  bot: string | null;
  account_hash: Buffer;
  code_hash: Buffer | null;
  code_expires_at: Date | null;
  code_tries: Generated<number>;
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

export type OnCallTable = {
  id: string;
  staff_id: string;
  since: Date;
  until: Date | null;
};

export type ContinueLinkTable = {
  token_hash: Buffer;
  address_id: string;
  made_at: Date;
  expires_at: Date;
  used_at: Date | null;
};

export type AddressJoinTable = {
  id: string;
  from_address_id: string;
  to_address_id: string;
  at: Date;
  undone_at: Date | null;
};

export type MoveCodeTable = {
  code_hash: Buffer;
  address_id: string;
  made_at: Date;
  expires_at: Date;
  used_at: Date | null;
};

export type MoveTryTable = {
  id: GeneratedAlways<number>;
  browser_hash: Buffer;
  at: Date;
};
