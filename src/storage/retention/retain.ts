import type { Session } from '../database.ts';

/** What goes at its time, class by class. */
export const RETAINED = ['counselling', 'cases', 'audit', 'people', 'roster', 'figures'] as const;
export type RetainedName = (typeof RETAINED)[number];

/** One class that is deleted when its time is over. */
export interface Retained {
  readonly name: RetainedName;
  /** How many would go if it were `at` and nothing else happened until then: people, cases, rows. */
  count(session: Session, at: Date): Promise<number>;
  /**
   * Deletes some of what is due, within the transaction of the caller; answers how many, 0 when nothing is left to do.
   * Run twice it deletes nothing more.
   */
  forget(session: Session, now: Date): Promise<number>;
}
