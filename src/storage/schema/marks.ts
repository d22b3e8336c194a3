import type { Level } from '../../keywords/screening.ts';

export type ScreeningMarkTable = {
  heard_id: string;
  verdict: 'right' | 'wrong' | 'missed';
  level: Level;
  expected: Exclude<Level, 'none'> | null;
  rules: string[];
  heard_at: Date;
  marked_by: string;
  marked_at: Date;
};

export type ScreeningExampleTable = {
  id: string;
  text: string;
  level: Level;
  /** As text: a day has no time zone. */
  consent_on: string;
  written_by: string;
  at: Date;
};
