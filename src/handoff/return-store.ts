import type { HandoffCase } from './case.ts';
import type { CaseReturn } from './closing/case-times.ts';

/** What somebody may come back to: their own, and what they told of somebody else. */
export type ClosedCases = { readonly own: HandoffCase | null; readonly reported: HandoffCase | null };

/** Coming back to a closed case, and leaving an open one. */
export interface ReturnStore {
  /** The cases of this person, and those that they reported, that were closed last, if that was after `since`; locked. */
  lastClosed(contactId: string, since: Date): Promise<ClosedCases>;
  /**
   * Opens it again: for `ownerId`, who owes a word from now on, or for everybody. How it had ended is kept. Null where
   * it is not closed, or its person has another open case.
   */
  resume(input: {
    id: string;
    caseId: string;
    ownerId: string | null;
    addressId: string;
    channel: HandoffCase['channel'];
    now: Date;
  }): Promise<HandoffCase | null>;
  /** Earliest first. */
  ofCase(caseId: string): Promise<CaseReturn[]>;
  /** The page at this address was closed; it counts as left once it is not back by then. */
  pageClosed(addressId: string, dueAt: Date): Promise<void>;
  pageBack(addressId: string): Promise<void>;
  dueDepartures(now: Date, limit: number): Promise<string[]>;
  /** Takes what is due; answers whose it is, or null where it was not due. */
  takeDeparture(addressId: string, now: Date): Promise<{ readonly contactId: string } | null>;
}
