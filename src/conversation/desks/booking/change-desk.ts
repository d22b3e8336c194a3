import type { Actor } from '../../../access/can.ts';
import type { ChangeCause, ChangeOffer, OfferedTime } from '../../../booking/change-offer.ts';
import type { BookedTime } from '../../../booking/change-offer-store.ts';
import type { DaySheetRow } from '../../../booking/day-sheet-store.ts';
import type { LeaderlessDate, LedDate } from '../../../groups/activity-store.ts';
import type { BoundPerson } from '../../../people/identity-store.ts';
import type { StrandedTime } from '../../changes/stranded-times.ts';

/** What staff read of an appointment that they may change; never who comes. */
export type ChangeableAppointment = Omit<BookedTime, 'contactId' | 'addressId'>;

export type ChangeView = {
  readonly now: Date;
  readonly appointment: ChangeableAppointment;
  /** Times that the student could have instead. */
  readonly times: readonly OfferedTime[];
  /** The counsellor does not come then: what was agreed on by phone may be entered. */
  readonly closed: boolean;
  /** What was offered for it and is not answered. */
  readonly open: OfferRow | null;
};

export type OfferRow = Omit<ChangeOffer, 'appointment' | 'line' | 'times'> & {
  readonly appointmentId: string;
  readonly counsellorId: string;
  readonly counsellor: string;
  readonly endsAt: Date;
  /** Nobody came to an arrangement: somebody has to phone. */
  readonly toPhone: boolean;
  /** What was agreed on by phone may be entered. */
  readonly agreeable: boolean;
  /** Who it is, where somebody has to phone and the viewer may know; null where nobody knows. */
  readonly person: BoundPerson | null;
};

/** The student was asked, and has not answered. */
export const isAsked = ({ status, kind }: Pick<OfferRow, 'status' | 'kind'>): boolean =>
  status === 'open' && kind === 'change';

/** How many there are, where no single one is shown. */
export type ChangeCounts = {
  readonly toPhone: number;
  readonly open: number;
  readonly settled: number;
  /** Booked in somebody's leave, and told by nobody. */
  readonly inLeave: number;
  /** Booked in what became a holiday, in a room that was retired or is closed then, and told by nobody. */
  readonly otherwise: number;
};

export type ChangesView = {
  /** Those that the viewer may see one by one: their own, or everybody's. */
  readonly rows: readonly OfferRow[];
  /** Of those that are settled so many stand among the rows, and so many there are. */
  readonly settled: { readonly shown: number; readonly count: number };
  /** Booked in what became leave or a holiday, or in a room that is not there then, and nobody has done anything about it. */
  readonly stranded: readonly StrandedTime[];
  /** Activities whose leader cannot come: nobody who signed up has heard of it. */
  readonly leaderless: readonly LeaderlessDate[];
  /** Of everybody's, for whoever sees figures alone; null for the others. */
  readonly counts: ChangeCounts | null;
  /** Nobody works at the booking desk. */
  readonly noDesk: boolean;
};

/** Whom a closed time meets: one by one where the viewer may see them. */
export type MetAppointments = {
  readonly count: number;
  /** Of these, whose time has begun: they may stand at the door, or sit in a session. */
  readonly begun: number;
  readonly rows: readonly ChangeableAppointment[] | null;
  /** What the counsellor leads then: nobody is told of it. */
  readonly led: readonly LedDate[];
};

export type Person = { readonly id: string; readonly name: string };

export type AbsenceView = {
  readonly now: Date;
  /** Whose day the viewer may close. */
  readonly counsellors: readonly Person[];
};

export type OfferInput = {
  /** The same twice is one offer. */
  readonly key: string;
  /** Ids of slots that were shown. */
  readonly slots: readonly string[];
  readonly cause: ChangeCause;
  readonly line: string;
};

export type AbsenceInput = {
  readonly key: string;
  readonly staffId: string;
  readonly from: Date;
  readonly to: Date;
};

/** Reminders, offers and closed days in the console; authorised and audited here. Null looks like absent. */
export interface ChangeDesk {
  /** A day of the viewer's own, or of everybody for the booking desk. First visits are shown to their counsellor alone. */
  day(actor: Actor, date: string): Promise<DaySheetRow[] | null>;
  view(actor: Actor, appointmentId: string): Promise<ChangeView | null>;
  /**
   * Enters what was agreed on by phone, where the counsellor does not come. `gone`: there is nothing to arrange any more;
   * `limit`: the student has booked otherwise, as many as they may.
   */
  agree(
    actor: Actor,
    appointmentId: string,
    slot: string,
  ): Promise<'agreed' | 'gone' | 'taken' | 'limit' | 'absent'>;
  /** `gone`: it is no longer booked; `busy`: another offer is open; `taken`: none of the times is free any more. */
  offer(
    actor: Actor,
    appointmentId: string,
    input: OfferInput,
  ): Promise<'offered' | 'gone' | 'busy' | 'taken' | 'absent'>;
  callOff(
    actor: Actor,
    appointmentId: string,
    input: Omit<OfferInput, 'slots'>,
  ): Promise<'called-off' | 'gone' | 'absent'>;
  /** Open offers and those of the last days. */
  list(actor: Actor): Promise<ChangesView | null>;
  /** Somebody spoke with the student about it. */
  notePhoned(actor: Actor, offerId: string): Promise<'noted' | 'late' | 'absent'>;
  absence(actor: Actor): Promise<AbsenceView | null>;
  /** Anybody's day, not only one's own. */
  mayClose(actor: Actor): Promise<boolean>;
  /** Whom a closed time would meet. */
  meets(actor: Actor, staffId: string, from: Date, to: Date): Promise<MetAppointments | null>;
  /** How many students are told; `again` where it was entered before. */
  closeDay(actor: Actor, input: AbsenceInput): Promise<number | 'again' | 'absent'>;
  /** Tells whoever is booked in a leave that was entered; how many. */
  tellLeave(actor: Actor, leaveId: string): Promise<number | 'absent'>;
}
