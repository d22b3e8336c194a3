/**
 * Where words are kept while no database can be reached: sealed, synced, and taken over once when it is back. Its file is
 * the one exception to "a row first".
 */
import type { Incoming } from '../core/channel.ts';
import type { Language } from '../core/language.ts';

/** `ordinary` is whatever calls nobody. */
export type SpoolLevel = 'ordinary' | 'high' | 'imminent';

export type NewRecord = {
  readonly incoming: Incoming;
  readonly level: SpoolLevel;
  /** When it was written, by this machine's clock, in ms since the epoch. */
  readonly atMs: number;
  /** What the student is told at once; null where nothing is. */
  readonly answer: string | null;
  /** Of the page that it was written on; null where nobody knows it. */
  readonly language: Language | null;
};

/** Whether the answer of the fault reached the student; unsure when the program died while it was under way. */
export type Told = 'yes' | 'no' | 'unsure';

export type SpoolRecord = NewRecord & {
  /** Follows from channel, bot and update key: the same update again is the same record. */
  readonly id: string;
  readonly told: Told;
};

/** `memory`: the disk takes nothing, so it is lost with the process; it is written as soon as the disk takes it. */
export type Kept = 'disk' | 'memory' | 'known';

export type TakenOver = {
  readonly taken: number;
  /** Records that the database did not take this time. */
  readonly left: number;
  /** Lines that nobody can read any more; their file is put aside. */
  readonly damaged: number;
};

export interface Spool {
  idOf(incoming: Pick<Incoming, 'channel' | 'bot' | 'updateKey'>): string;
  /** What a process before this one kept, and how far it got with it. Never rejects. */
  findEarlier(id: string): Promise<SpoolRecord | null>;
  /** Resolves once the record is sealed and synced. Never rejects. */
  put(record: NewRecord): Promise<Kept>;
  /** Notes whether the answer reached the student; losing this note costs a marked repeat. Never rejects. */
  noteTold(id: string, told: Exclude<Told, 'unsure'>): Promise<void>;
  /** What waits, in the order in which it came. */
  waiting(): Promise<readonly SpoolRecord[]>;
  /** Whether there is anything to take over; asks the disk. */
  isEmpty(): Promise<boolean>;
  /**
   * Hands each record on once, in order, and marks it done. `store` must be harmless when the same record comes again:
   * between storing and marking the program may die.
   */
  takeOver(store: (record: SpoolRecord) => Promise<void>): Promise<TakenOver>;
}
