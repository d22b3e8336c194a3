import type { Generated, GeneratedAlways } from 'kysely';

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
  kind: 'text' | 'edit' | 'choice' | 'unscreenable' | 'recalled';
  body_sealed: Buffer;
  level: 'none' | 'concern' | 'high' | 'imminent';
  screening_sealed: Buffer | null;
  at: Date;
  message: Generated<string | null>;
  calls_person: Generated<boolean>;
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
  held_for: 'quota' | null;
  stale_at: Generated<Date | null>;
};

export type BotListeningTable = {
  channel: string;
  bot: string;
  until: Date;
};

export type BotLoginTable = {
  channel: string;
  bot: string;
  data_key_id: string;
  code_sealed: Buffer;
  at: Date;
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
