import type { HandoffCase } from './case.ts';

/** Coming back to a closed case, and leaving an open one. */
export interface ReturnStore {
  /** The case of this person, or that they reported, that was closed last, if that was after `since`; locked. */
  lastClosed(contactId: string, since: Date): Promise<HandoffCase | null>;
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
  /** The page at this address was closed; it counts as left once it is not back by then. */
  pageClosed(addressId: string, dueAt: Date): Promise<void>;
  pageBack(addressId: string): Promise<void>;
  dueDepartures(now: Date, limit: number): Promise<string[]>;
  /** Takes what is due; answers whose it is, or null where it was not due. */
  takeDeparture(addressId: string, now: Date): Promise<{ readonly contactId: string } | null>;
}
