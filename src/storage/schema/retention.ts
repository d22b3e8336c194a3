import type { Generated } from 'kysely';

export type PastSessionTable = {
  id: Generated<string>;
  staff_id: string;
  during: string;
  status: 'booked' | 'attended' | 'no-show';
  signed: boolean;
};

type Mark = 1 | 2 | 3 | 4 | 5;

export type PastEvaluationTable = {
  id: Generated<string>;
  staff_id: string;
  on_date: string;
  heard: Mark;
  fit: Mark;
  helped: Mark;
};

export type PastLedTable = {
  date_id: string;
  staff_id: string;
  starts_at: Date;
  ends_at: Date;
};

export type AuditCutTable = {
  seq: number;
  mac: Buffer;
  removed: number;
  at: Date;
  seal: Buffer;
};
