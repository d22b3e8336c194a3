import type { Duty, Stint } from './rota.ts';

/** A single shift of somebody by name, as files carry it. */
export type PlannedShift = {
  readonly name: string;
  readonly duty: Duty;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** Where something in a file is wrong; both count from 1. */
export type ImportFault = {
  readonly line: number;
  readonly column: number;
  readonly code:
    | 'empty'
    | 'not-csv'
    | 'not-ics'
    | 'header'
    | 'columns'
    | 'name'
    | 'duty'
    | 'time'
    | 'order'
    | 'past'
    /** A swap or an override has put somebody else in their place. */
    | 'given-away'
    | 'too-long'
    | 'repeats'
    | 'zone'
    | 'too-many';
  /** What stood there, at most 40 characters. */
  readonly found: string;
};

export const DUTY_WORDS: Readonly<Record<Duty, string>> = { duty: '值班', backup: '后备' };

export function readDutyWord(text: string): Duty | null {
  const word = text.trim().toLowerCase();
  if (word === '值班' || word === 'duty') return 'duty';
  return word === '后备' || word === 'backup' ? 'backup' : null;
}

export const toPlanned = (
  { duty, startsAt, endsAt, staffId }: Stint,
  nameOf: (staffId: string) => string,
): PlannedShift => ({ name: nameOf(staffId), duty, startsAt, endsAt });
