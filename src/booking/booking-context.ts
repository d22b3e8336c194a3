import type { IdSource } from '../core/ids.ts';
import type { Appointment, AppointmentStore } from './appointment-store.ts';
import type { Caps } from './count-sessions.ts';
import type { StandingRules } from './decide-standing.ts';
import type { WishStore } from './wish-store.ts';

export type BookingSettings = StandingRules & {
  /** Days that can be booked, today included. */
  readonly daysAhead: number;
  readonly holdMinutes: number;
  /** How long a slot is held for a first visit, and while something is still asked before it can be confirmed. */
  readonly firstVisitHoldMinutes: number;
  /** A slot that starts sooner than this is not offered. */
  readonly leastNoticeMinutes: number;
  /** Minutes before the start up to which an appointment may be cancelled. */
  readonly noticePeriodMinutes: number;
  /** Booked appointments that a contact may have ahead at the same time. */
  readonly upcomingLimit: number;
  /** Sessions of a counsellor, unless their profile says otherwise; null is no limit. */
  readonly caps: Caps;
  /** How many urgent slots a day keeps for hand-offs, and how soon such a slot may start. */
  readonly urgent: {
    readonly perDay: number;
    readonly leastNoticeMinutes: number;
    /** How long a slot is held for somebody in a hand-off, who may have to read the consent first. */
    readonly holdMinutes?: number;
  };
};

/** Who asks, when, and by which rules. */
export type BookingContext = {
  readonly store: AppointmentStore;
  readonly ids: IdSource;
  readonly settings: BookingSettings;
  readonly contactId: string;
  readonly addressId: string;
  /** The address was joined to this person by a link, which proves little. */
  readonly joinedLater: boolean;
  /** For a hand-off of the same day: urgent slots too. */
  readonly urgent?: boolean;
  /** Staff book for them: what they missed and the term keep nothing from them, and the notice is that of a hand-off. */
  readonly byStaff?: boolean;
  /** The database's time. */
  readonly now: Date;
  /** Left out where a time was found otherwise than by wishes. */
  readonly wishes?: WishStore;
  /**
   * Promises what is free to those who wait, in the transaction of whoever takes or frees a time: nobody else gets it, or is
   * shown it, before they were thought of. Left out where nothing is taken, or what is taken was promised to them.
   */
  readonly lineFirst?: () => Promise<void>;
  /** Whether the centre cannot keep this time itself; left out where nobody is told how late they are. */
  readonly cannotKeep?: (one: Appointment) => Promise<boolean>;
  /**
   * Whether something is still asked of them before they can confirm: a consent, who they are, the form. Left out where
   * nothing is.
   */
  readonly isAskedFirst?: () => Promise<boolean>;
};
