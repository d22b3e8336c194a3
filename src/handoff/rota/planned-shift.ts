import type { Duty } from './rota.ts';

/** A time of somebody by name, as files carry it. */
export type PlannedShift = {
  readonly name: string;
  readonly duty: Duty;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Whom they stand in for, who is not on then; null for nobody. */
  readonly insteadOf: string | null;
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
    /** No staff member has the name of whom they stand in for. */
    | 'instead-name'
    | 'same-person'
    /** Whom they stand in for is on for some of it only. */
    | 'part'
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

/** What the description of an event says of whom they stand in for. */
export const sayInstead = (name: string): string => `代替 ${name}`;

/** The name in a line of its own, as `sayInstead` writes it; null where there is none. */
export function readInstead(description: string): string | null {
  for (const line of description.split(/\r\n|\r|\n/u)) {
    const found = /^(?:代替|instead of)[\s:：]+(.+)$/iu.exec(line.trim());
    if (found?.[1] !== undefined) return found[1].trim();
  }
  return null;
}
