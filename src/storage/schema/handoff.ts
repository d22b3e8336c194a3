import type { Generated, GeneratedAlways } from 'kysely';

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
  unanswered_since: Date | null;
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

export type NotifierDigestTable = {
  name: string;
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
