import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';

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

export type AlarmTable = {
  id: string;
  part: string;
  code: string | null;
  raised_at: Date;
  told_at: Date;
  cleared_at: Date | null;
};

export type PartStateTable = {
  since: Date | null;
  ready_at: Date | null;
  name: string;
  url: string | null;
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
