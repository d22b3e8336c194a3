import type { Series } from './series.ts';

/** A time as it is kept for a student. */
export type SeriesTime = {
  readonly appointmentId: string;
  /** Somebody else than the series' own where the student moved it to them. */
  readonly staffId: string;
  readonly counsellor: string;
  readonly startAt: Date;
  readonly endAt: Date;
  /** Campus and room; null online. */
  readonly room: string | null;
  readonly status: 'held' | 'booked' | 'attended' | 'no-show' | 'cancelled';
};

export type KeptSeries = Series & {
  readonly counsellor: string;
  readonly times: readonly SeriesTime[];
};

/** Sessions that a counsellor has at most, for whoever has no caps of their own; null is no limit. */
export type SessionCaps = { readonly daily: number | null; readonly weekly: number | null };

/** `Slot` is the calendar's: what of it is kept is the calendar's matter. */
export interface SeriesStore<Slot> {
  /** Keeps every time for the contact until the offer ends, or none; one offer at a time stands open. */
  offer(input: {
    readonly series: Omit<Series, 'status'>;
    readonly slots: readonly { readonly id: string; readonly slot: Slot }[];
    readonly now: Date;
    /** Appointments that a contact may have ahead; a series counts as one. */
    readonly upcomingLimit: number;
    readonly caps: SessionCaps;
  }): Promise<
    | { readonly outcome: 'offered' | 'limit' | 'offered-before' }
    | { readonly outcome: 'taken'; readonly taken: readonly Date[] }
  >;
  find(id: string): Promise<KeptSeries | null>;
  ofContact(contactId: string, staffId: string): Promise<KeptSeries[]>;
  /**
   * Books every time of an offer or none, as the exclusion constraints hold them; answering it twice is once.
   * `expired`: it is no offer any more. `gone`: one of its times is no longer kept, was closed, or would be more than the
   * counsellor's caps; the offer is for the caller to close. `limit`: the contact has as many ahead as they may, booked
   * since; the offer stands.
   */
  accept(
    id: string,
    contactId: string,
    now: Date,
    limits: { readonly upcomingLimit: number; readonly caps: SessionCaps },
  ): Promise<'accepted' | 'already' | 'expired' | 'gone' | 'limit'>;
  /** Gives up the times of an offer; null when it was none any more. */
  close(id: string, as: 'declined' | 'withdrawn' | 'expired', now: Date): Promise<KeptSeries | null>;
  /**
   * Answers what lies ahead of it with its counsellor and is booked, for whoever calls that off in the same transaction;
   * null when it had ended.
   */
  end(id: string, now: Date): Promise<SeriesTime[] | null>;
  /** What is offered to this contact and nobody has answered yet. */
  offeredTo(contactId: string): Promise<KeptSeries[]>;
  /** What this counsellor offers and nobody has answered yet. */
  offeredBy(staffId: string): Promise<string[]>;
  /** Offers whose time is over. */
  overdue(now: Date, limit: number): Promise<string[]>;
}
