/**
 * What an appointment is called in calendars. A time that is moved is another appointment and the same entry, so that the
 * entry that somebody has in their phone moves too.
 */
export type CalendarIdentity = {
  /** The appointment that was booked first. */
  readonly firstId: string;
  /** How often it was moved since. */
  readonly moves: number;
};

export type CalendarEntryOfLink = CalendarIdentity & {
  readonly startAt: Date;
  readonly endAt: Date;
  readonly cancelled: boolean;
};

export type CalendarOfLink = {
  readonly addressId: string;
  readonly entries: readonly CalendarEntryOfLink[];
};

export type NewCalendarLink = {
  readonly secret: string;
  readonly appointmentId: string;
  /** It shows all times of the series of that appointment, each where it was moved to. */
  readonly wholeSeries?: boolean;
  readonly addressId: string;
  readonly now: Date;
};

/** Links to the calendar file of one appointment, or of one series. The secret is kept only as a keyed hash. */
export interface CalendarLinkStore {
  make(link: NewCalendarLink): Promise<void>;
  /** What the file shows; null for an unknown or revoked link, and from a day after the last end on. */
  find(secret: string, now: Date): Promise<CalendarOfLink | null>;
  /** By appointment; whatever is unknown is left out. */
  identify(appointmentIds: readonly string[]): Promise<ReadonlyMap<string, CalendarIdentity>>;
  /** Ends all links that this person was given. */
  revokeAll(contactId: string, now: Date): Promise<void>;
}
