import type { Generated, GeneratedAlways } from 'kysely';
import type { Stuck } from '../../handoff/canary/canary-store.ts';

export type CanaryRunTable = {
  id: string;
  begun_at: Date;
  address_id: string;
  case_id: Generated<string | null>;
  outgoing_id: Generated<string | null>;
  opened_at: Generated<Date | null>;
  called_at: Generated<Date | null>;
  sent_at: Generated<Date | null>;
  acknowledged_at: Generated<Date | null>;
  ended_at: Generated<Date | null>;
  result: Generated<'ok' | 'missed' | null>;
  code: Generated<Stuck | null>;
};

export type DrillPlanTable = {
  id: number;
  kind: 'off' | 'fixed' | 'random';
  weekday: number;
  minute: number;
  with_desk: boolean;
  with_groups: boolean;
  next_at: Date | null;
  changed_by: string | null;
  changed_at: Date | null;
};

export type DrillTable = {
  id: string;
  number: GeneratedAlways<number>;
  status: 'open' | 'acknowledged' | 'ended';
  begun_at: Date;
  begun_by: string | null;
  with_desk: boolean;
  with_groups: boolean;
  step: Generated<number>;
  wake_at: Date | null;
  owner_id: Generated<string | null>;
  acknowledged_at: Generated<Date | null>;
  first_words_at: Generated<Date | null>;
  ended_at: Generated<Date | null>;
  result: Generated<'done' | 'missed' | 'stopped' | 'real' | null>;
  ended_by: Generated<string | null>;
};

export type DrillPageTable = {
  seq: GeneratedAlways<number>;
  drill_id: string;
  staff_id: string;
  step: number;
  at: Date;
};
