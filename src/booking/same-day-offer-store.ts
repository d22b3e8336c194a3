import type { TimeRange } from './slot.ts';

/** A time that is held for a student in a hand-off; `staffId` offered it. */
export type SameDayOffer = {
  readonly appointmentId: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly expiresAt: Date;
};

/** With what it was: for whom, where they were told of it, and whose time. */
export type OfferedTime = SameDayOffer &
  TimeRange & {
    readonly contactId: string;
    readonly addressId: string;
    readonly counsellor: string;
  };

/** `waiting` for an answer, or run out without one. */
export type OfferState = OfferedTime & { readonly state: 'waiting' | 'lapsed' };

/** `now` is always the database's time as the caller read it. */
export interface SameDayOfferStore {
  /** Notes what was held; the same time twice is one offer. */
  note(offer: SameDayOffer, now: Date): Promise<void>;
  /** Those whose time has run out and of which nobody has made an end, the first one first. */
  overdue(now: Date, limit: number): Promise<Pick<OfferedTime, 'appointmentId' | 'addressId'>[]>;
  /**
   * Makes an end of one that has run out, once, whoever else is at it; answers it where nobody answered it. The address must
   * be locked before, as by a turn of theirs.
   */
  settle(appointmentId: string, now: Date): Promise<OfferedTime | null>;
  /** The last one of a case, while it waits and when it ran out unanswered; null once it was answered, and for none. */
  lastOf(caseId: string, now: Date): Promise<OfferState | null>;
}
