import type { MarkedAlarm, Verdict } from '../../keywords/precision.ts';
import type { Level } from '../../keywords/screening.ts';

/** A student's line as far as marking needs it, and where it is shown. */
export type MarkedLine = {
  readonly id: string;
  readonly at: Date;
  readonly text: string;
  readonly level: Level;
  /** Each rule that matched, once. */
  readonly rules: readonly string[];
  readonly caseIds: readonly string[];
};

export type NewMark = {
  readonly heardId: string;
  readonly verdict: Verdict;
  readonly expected: Exclude<Level, 'none'> | null;
  readonly level: Level;
  readonly rules: readonly string[];
  readonly heardAt: Date;
  readonly staffId: string;
  readonly now: Date;
};

/** A sentence that may leave the program: nothing in it leads back to anybody. */
export type Example = {
  readonly id: string;
  readonly text: string;
  readonly level: Level;
  /** The day of the student's written consent, as 2026-11-23. */
  readonly consentOn: string;
  readonly writtenBy: string;
  readonly at: Date;
};

/** What people say of alarms. */
export interface MarkStore {
  line(heardId: string): Promise<MarkedLine | null>;
  lineOfReview(itemId: string): Promise<MarkedLine | null>;
  /** The last word holds. */
  put(mark: NewMark): Promise<void>;
  marks(since: Date): Promise<MarkedAlarm[]>;
  /** How many lines were heard at each level since then, none left out. */
  heard(since: Date): Promise<{ readonly level: Level; readonly count: number }[]>;
  /** `writtenBy` is a staff id here; a name where it is read. The same id twice is one. */
  addExample(example: Example): Promise<void>;
  examples(): Promise<Example[]>;
  removeExample(id: string): Promise<boolean>;
}
