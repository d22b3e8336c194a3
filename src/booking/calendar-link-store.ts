import type { Slot } from './slot.ts';

export type CalendarEntryOfLink = {
  readonly appointmentId: string;
  readonly slot: Pick<Slot, 'startAt' | 'endAt'>;
  readonly cancelled: boolean;
  readonly addressId: string;
};

/** Links to the calendar file of one appointment. The secret is kept only as a keyed hash. */
export interface CalendarLinkStore {
  make(link: { secret: string; appointmentId: string; addressId: string; now: Date }): Promise<void>;
  /** What the file shows; null for an unknown or revoked link, and from a day after the end on. */
  find(secret: string, now: Date): Promise<CalendarEntryOfLink | null>;
  /** Ends all links that this person was given. */
  revokeAll(contactId: string, now: Date): Promise<void>;
}
