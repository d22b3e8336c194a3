import type { Result } from '../core/result.ts';
import type { Appointment } from './appointment-store.ts';
import type {
  ChangeCause,
  ChangeKind,
  ChangeOffer,
  ChangeStatus,
  OfferedTime,
  ShownTime,
} from './change-offer.ts';
import type { Caps } from './count-sessions.ts';
import type { Slot } from './slot.ts';

export type NewOffer = {
  readonly id: string;
  readonly appointmentId: string;
  readonly kind: ChangeKind;
  readonly cause: ChangeCause;
  readonly line: string;
  readonly madeBy: string;
  readonly now: Date;
  readonly expiresAt: Date;
  /** Times that staff chose; none where the program finds them when it tells the student. */
  readonly times: readonly OfferedTime[];
  /** Written before this one, of the same student: one message says both. */
  readonly toldWith?: string;
};

export type Absence = {
  readonly id: string;
  readonly staffId: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly madeBy: string;
  readonly now: Date;
};

/** `gone`: it is no longer booked, or no longer at that time. */
export type Move = {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly startsAt: Date;
  readonly newId: string;
  readonly slot: Slot;
  readonly now: Date;
  /** The centre's, for counsellors without caps of their own; left out: none. */
  readonly caps?: Caps;
};

/** An appointment of anybody, for staff who may change it. */
export type BookedTime = {
  readonly id: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly staffId: string;
  readonly counsellor: string;
  readonly room: string | null;
  readonly status: Appointment['status'];
  readonly startAt: Date;
  readonly endAt: Date;
};

/** Booked where its counsellor has taken leave since. */
export type LeaveTime = BookedTime & {
  readonly leave: { readonly id: string; readonly startAt: Date; readonly endAt: Date };
};

export interface ChangeOfferStore {
  booked(appointmentId: string): Promise<BookedTime | null>;
  /**
   * Whom closing this time of a counsellor would tell, by start: whatever is booked there and not over. Not who was told
   * before, while that leave stands, and not who has checked in to a session that runs.
   */
  toTell(staffId: string, from: Date, to: Date, now: Date): Promise<BookedTime[]>;
  /** Ahead, in a leave that stands, and told by nobody; by start. */
  inLeave(now: Date): Promise<LeaveTime[]>;
  /**
   * Writes the offer. `busy`: another one is open for this appointment; `gone`: it is not booked. The same id again is the
   * same offer.
   */
  offer(offer: NewOffer): Promise<Result<null, 'busy' | 'gone'>>;
  /** Calls it off for a cause and writes what the student is told. The same id again is the same. */
  callOff(offer: NewOffer): Promise<Result<null, 'gone'>>;
  /**
   * Closes the counsellor's time and writes an offer for everybody of `toTell`, at one moment: nobody books in between,
   * and holds there end. Answers how many students; null where this id was written before.
   */
  closeDay(absence: Absence, offerId: () => string): Promise<number | null>;
  /** The same for a leave that was entered and closes its time already; null where it does not stand. */
  tellLeave(
    told: { readonly leaveId: string; readonly madeBy: string; readonly now: Date },
    offerId: () => string,
  ): Promise<number | null>;
  /**
   * Ends what a counsellor keeps who was disabled, in the transaction that disabled them: holds end, and everybody who has
   * a time ahead is told, once for all of theirs. Answers how many times; those that were closed before are settled
   * already or to be phoned about.
   */
  closeForGood(leaving: Pick<Absence, 'id' | 'staffId' | 'now'>, offerId: () => string): Promise<number>;
  /**
   * What was written, for this closed day or an earlier one, for those whom it meets and have not answered; also where
   * somebody spoke with them and their appointment is still booked for that time.
   */
  ofAbsence(absenceId: string): Promise<ChangeOffer[]>;
  dueIds(before: Date, limit: number): Promise<string[]>;
  byId(id: string): Promise<ChangeOffer | null>;
  /** Open ones that the message of this one tells of, by their times. */
  toldWith(id: string): Promise<ChangeOffer[]>;
  /** It is said by itself after all. */
  tellAlone(id: string): Promise<void>;
  /** Waits for whoever has it in hand. */
  lock(id: string): Promise<ChangeOffer | null>;
  noteTold(id: string, now: Date, nextAt: Date | null): Promise<void>;
  noteReminded(id: string, now: Date, nextAt: Date | null): Promise<void>;
  noteNext(id: string, nextAt: Date | null): Promise<void>;
  /** One more page of times; answers them with their places. */
  show(id: string, times: readonly OfferedTime[]): Promise<ShownTime[]>;
  settle(
    id: string,
    to: Exclude<ChangeStatus, 'open'>,
    by: { readonly now: Date; readonly staffId?: string; readonly newAppointmentId?: string },
  ): Promise<void>;
  /**
   * Gives the appointment another time, in one step or not at all. `limit`: it was closed and so kept them from nothing, and
   * they have as many others ahead as they may.
   */
  move(move: Move, upcomingLimit?: number): Promise<Result<Appointment, 'taken' | 'gone' | 'limit'>>;
  /** Books at once, in place of one that the centre called off. `limit`: they have as many ahead as they may. */
  bookInstead(move: Move, upcomingLimit: number): Promise<Result<Appointment, 'taken' | 'limit'>>;
  /** Calls it off on the student's word, after staff asked for another time: never late. */
  cancel(appointmentId: string, startsAt: Date, now: Date): Promise<boolean>;
  /** Of one appointment, newest first; nothing that was taken back. */
  ofAppointment(appointmentId: string): Promise<ChangeOffer[]>;
  /** Of one student: what is open or ended without an answer, by the times that it is about. */
  ofContact(contactId: string): Promise<ChangeOffer[]>;
  /**
   * All that may need somebody, of one counsellor or of everybody, by the times that it is about: what is open; and leave
   * and what was called off, ended without an answer, made or due since.
   */
  unsettled(since: Date, staffId: string | null): Promise<ChangeOffer[]>;
  /** What came of the others that were made since: the newest so many, and how many there are. */
  settled(
    since: Date,
    staffId: string | null,
    limit: number,
  ): Promise<{ readonly offers: readonly ChangeOffer[]; readonly count: number }>;
}
