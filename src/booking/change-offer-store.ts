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

export interface ChangeOfferStore {
  booked(appointmentId: string): Promise<BookedTime | null>;
  /** What is booked with this counsellor and overlaps the two, by start. */
  bookedBetween(staffId: string, from: Date, to: Date): Promise<BookedTime[]>;
  /**
   * Writes the offer. `busy`: another one is open for this appointment; `gone`: it is not booked. The same id again is the
   * same offer.
   */
  offer(offer: NewOffer): Promise<Result<null, 'busy' | 'gone'>>;
  /** Calls it off for a cause and writes what the student is told. The same id again is the same. */
  callOff(offer: NewOffer): Promise<Result<null, 'gone'>>;
  /**
   * Closes the counsellor's time and writes an offer for everybody whom it meets, at one moment: nobody books in between,
   * and holds there end. Answers how many students; null where this id was written before.
   */
  closeDay(absence: Absence, offerId: () => string): Promise<number | null>;
  /**
   * Ends what a counsellor keeps who was disabled, in the transaction that disabled them: holds end, and everybody who has
   * a time ahead is told, once for all of theirs. Answers how many times; those that were closed before are settled
   * already or to be phoned about.
   */
  closeForGood(leaving: Pick<Absence, 'id' | 'staffId' | 'now'>, offerId: () => string): Promise<number>;
  /** What was written, for this closed day or an earlier one, for those whom it meets and is neither answered nor settled by phone. */
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
  /** Gives the appointment another time, in one step or not at all. */
  move(move: Move): Promise<Result<Appointment, 'taken' | 'gone'>>;
  /** Books at once, in place of one that the centre called off. `limit`: they have as many ahead as they may. */
  bookInstead(move: Move, upcomingLimit: number): Promise<Result<Appointment, 'taken' | 'limit'>>;
  /** Calls it off on the student's word, after staff asked for another time: never late. */
  cancel(appointmentId: string, startsAt: Date, now: Date): Promise<boolean>;
  /** Open ones and what came of those settled since, newest first; of one counsellor or of all. */
  list(since: Date, staffId: string | null): Promise<ChangeOffer[]>;
}
