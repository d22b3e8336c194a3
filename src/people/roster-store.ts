import type { RosterDetail, RosterPerson } from './roster-file.ts';

/** What becomes of a column of those who are there: how many get something, something else, or nothing any more. */
export type RosterColumnChange = {
  readonly column: 'name' | RosterDetail;
  readonly filled: number;
  readonly changed: number;
  readonly cleared: number;
};

/** What a table would do. */
export type RosterComparison = {
  /** How many of its people are there already. */
  readonly known: number;
  /** Columns in which nothing changes are left out. */
  readonly columns: readonly RosterColumnChange[];
};

/** 名册: who studies here. Numbers are found by a keyed hash; they, names, mailboxes and telephones are sealed. */
export interface RosterStore {
  /**
   * Adds people and takes over what has changed of those who are there; who is left out stays, and so does every detail
   * that is not among `details` (all of them, where these are left out).
   */
  save(people: readonly RosterPerson[], now: Date, details?: readonly RosterDetail[]): Promise<void>;
  /** What `save` would change. */
  compare(people: readonly RosterPerson[], details: readonly RosterDetail[]): Promise<RosterComparison>;
  /**
   * Notes that these left: a year later they are forgotten, unless an import names them again. Whoever left before keeps
   * their day. `unknown`: nobody of the roster has such a number.
   */
  leave(numbers: readonly string[], now: Date): Promise<{ readonly left: number; readonly unknown: number }>;
  /** What `leave` would answer. */
  wouldLeave(numbers: readonly string[]): Promise<{ readonly left: number; readonly unknown: number }>;
  hasAny(): Promise<boolean>;
  /** How many there are, and when the last came in. */
  summary(): Promise<{ readonly people: number; readonly importedAt: Date | null }>;
}
