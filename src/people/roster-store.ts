import type { RosterPerson } from './roster-file.ts';

/** 名册: who studies here. Numbers are found by a keyed hash; they, names, mailboxes and telephones are sealed. */
export interface RosterStore {
  /** Adds people and takes over what has changed of those who are there; who is left out stays. */
  save(people: readonly RosterPerson[], now: Date): Promise<void>;
  /** How many of these are there already. */
  countKnown(people: readonly RosterPerson[]): Promise<number>;
  hasAny(): Promise<boolean>;
  /** How many there are, and when the last came in. */
  summary(): Promise<{ readonly people: number; readonly importedAt: Date | null }>;
}
