import type { TimeRange } from './slot.ts';

export type CalendarFeed = { readonly id: string; readonly staffId: string; readonly madeAt: Date };

/** A time at which a counsellor is taken, and by nobody knows whom. */
export type FeedTime = TimeRange & {
  /** Stays the same while the appointment does, and leads back to nothing. */
  readonly uid: string;
};

/** Addresses under which calendar programs read when a counsellor is taken. One a counsellor. */
export interface CalendarFeedStore {
  of(staffId: string): Promise<CalendarFeed | null>;
  /** Makes a new one; the one before, if there was one, is revoked by that. Only a hash of the secret is kept. */
  make(feed: {
    readonly id: string;
    readonly staffId: string;
    readonly secret: string;
    readonly now: Date;
  }): Promise<void>;
  revoke(staffId: string, now: Date): Promise<boolean>;
  /** Null alike for what never was, what was revoked, and whoever works here no more. */
  find(secret: string): Promise<CalendarFeed | null>;
  /** Booked times that overlap the two, by start. */
  times(feed: CalendarFeed, from: Date, to: Date): Promise<FeedTime[]>;
}
