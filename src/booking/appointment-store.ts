import type { Calendar } from '../core/calendar.ts';
import type { Result } from '../core/result.ts';
import type { AwayTime, BusyTime } from './compute-slots.ts';
import type { Caps, StaffCaps } from './count-sessions.ts';
import type { RoomHours } from './open-days.ts';
import type { Opening, Slot, TimeRange } from './slot.ts';

/** `held` is a slot hold that waits for its confirmation until `heldUntil`; `cancelled` is also a hold given up. */
export type AppointmentStatus = 'held' | 'booked' | 'attended' | 'no-show' | 'cancelled';

export type Appointment = {
  readonly id: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly slot: Slot;
  readonly status: AppointmentStatus;
  readonly heldUntil: Date | null;
  /** Where the counsellor is online; left out on site, and where they have not said it. */
  readonly onlineAddress?: string;
  /** What was agreed on together with others. */
  readonly seriesId?: string;
  /** Their counsellor does not come then: it stands until they choose, and keeps them from nothing. */
  readonly closed?: true;
  /** Staff asked for another time, and wait for the answer: whoever gives this one up is not late. */
  readonly asked?: true;
  /** Their counsellor has taken leave then, and perhaps nobody has told them: whoever gives it up is not late. */
  readonly inLeave?: true;
  /** Called off when the notice period had begun. */
  readonly cancelledLate?: true;
};

export type Availability = {
  readonly rules: readonly Opening[];
  readonly away: readonly AwayTime[];
  readonly roomHours: readonly RoomHours[];
  /** Of counsellors who have caps of their own. */
  readonly caps: readonly StaffCaps[];
  /** Terms, holidays and make-up days, as every process has them. */
  readonly calendar: Calendar;
};

/** A time that somebody has, or that is promised to somebody who waits; what ran out is not among them. */
export type Occupied = BusyTime & {
  readonly contactId: string;
  readonly status: AppointmentStatus | 'offered';
  /** Held for them by their counsellor, with others: no hold of their own takes its place. */
  readonly inSeries?: true;
};

/** Appointments that start within a stretch of time and were not called off in time: so many a contact may have. */
export type TermLimit = { readonly counted: TimeRange; readonly limit: number };

export type HoldOrder = {
  /** Of the appointment that the hold may become. */
  readonly id: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly slot: Slot;
  readonly now: Date;
  readonly heldUntil: Date;
  /** Booked appointments that a contact may have ahead at the same time. */
  readonly upcomingLimit: number;
  /** Left out where no limit of a term holds for them. */
  readonly term?: TermLimit;
  /** The centre's, for counsellors without caps of their own; left out: none. */
  readonly caps?: Caps;
  /** Kept for a hand-off: no cap holds, neither the centre's nor the counsellor's own. */
  readonly beyondCaps?: true;
  /** The appointment that this slot is to take the place of: it does not count. */
  readonly insteadOf?: string;
};

export type Confirmation = {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly now: Date;
  readonly upcomingLimit: number;
  /** As of {@link HoldOrder}. */
  readonly term?: TermLimit;
  readonly caps?: Caps;
};

export type Cancellation = {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly now: Date;
  /** Minutes before the start up to which it may be cancelled, that moment included. */
  readonly noticePeriodMinutes: number;
  /** Cancels later than that too, up to the start, and records that it was late. */
  readonly evenLate?: boolean;
  /** Something came over it, such as a holiday: up to its start nobody is late who gives it up. */
  readonly stranded?: boolean;
};

export type Move = {
  readonly contactId: string;
  /** The booked appointment that ends ... */
  readonly appointmentId: string;
  /** ... when this hold of the same contact is booked. */
  readonly holdId: string;
  readonly now: Date;
  /** Minutes before the start up to which it may be moved; null where the centre moves it, at any time before. */
  readonly noticePeriodMinutes: number | null;
  readonly by: 'student' | 'staff';
  /** As of {@link Cancellation}. */
  readonly stranded?: boolean;
  /** As of {@link HoldOrder}. */
  readonly caps?: Caps;
};

/** How somebody has kept to what they booked. */
export type Standing = {
  /** Appointments that were booked and not called off in time. */
  readonly used: number;
  /** Of these the ones called off late, and those to which nobody came. */
  readonly missed: number;
  /** A case of theirs is open or ended lately, or what they wrote lately gave cause for concern: no rule holds them up. */
  readonly inCare: boolean;
};

/** What the calendar of the console shows; who the contact is stays with those who may know it. */
export type CalendarEntry = Slot & {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly status: AppointmentStatus;
};

/**
 * Appointments, kept so that no counsellor, room or contact is ever booked twice for one time. `now` is always the
 * database's time as the caller read it. An appointment of another contact is an unknown one.
 */
export interface AppointmentStore {
  /** Rules of active counsellors that open anything between the two, and when those counsellors are away. */
  availability(from: Date, to: Date): Promise<Availability>;
  busy(from: Date, to: Date, now: Date): Promise<Occupied[]>;
  /**
   * Takes a slot until `heldUntil`, whoever else reaches for it at the same moment. It replaces every earlier hold
   * of the contact, even if it then turns out to be taken; asking again for the slot that they hold answers that
   * hold, unchanged. `full`: the counsellor's cap of that day or week is reached.
   */
  hold(order: HoldOrder): Promise<Result<Appointment, 'taken' | 'full' | 'limit' | 'term-limit'>>;
  /** Books a hold. Confirming what is booked already answers it again; what was given up has expired. */
  confirm(
    confirmation: Confirmation,
  ): Promise<Result<Appointment, 'expired' | 'unknown' | 'full' | 'limit' | 'term-limit'>>;
  /** Gives up a hold; anything else stays as it is. */
  release(appointmentId: string, contactId: string, now: Date): Promise<void>;
  /**
   * Cancels what is booked or held. Cancelling what is cancelled already answers it again. `late`: the notice period has
   * begun, and whoever cancels has not said that they know; `too-late`: its time has begun.
   */
  cancel(cancellation: Cancellation): Promise<Result<Appointment, 'late' | 'too-late' | 'unknown'>>;
  /**
   * Books the hold and ends the old appointment, both or neither: until then the old one is kept. Asking again for
   * what was moved already answers it again. `late` and `too-late` as of {@link cancel}.
   */
  move(move: Move): Promise<Result<Appointment, 'expired' | 'full' | 'late' | 'too-late' | 'unknown'>>;
  /** Counts appointments that start within a stretch of time. */
  standing(contactId: string, counted: TimeRange, now: Date): Promise<Standing>;
  /**
   * Who of those that still work here saw them last or, where nobody has, is booked; null for nobody. A time with
   * somebody else that is only booked, such as an urgent one, takes nobody's place.
   */
  lastCounsellor(
    contactId: string,
  ): Promise<{ readonly staffId: string; readonly counsellor: string } | null>;
  find(appointmentId: string, contactId: string): Promise<Appointment | null>;
  /** Booked and not yet over, the next one first. */
  listUpcoming(contactId: string, now: Date): Promise<Appointment[]>;
  /** Have they been to a session, or had one that is over and of which nobody said that they did not come? */
  hasCome(contactId: string, now: Date): Promise<boolean>;
  /** Everything that overlaps the two times, without holds that ran out or were given up; by start. */
  listBetween(from: Date, to: Date, now: Date): Promise<CalendarEntry[]>;
}
