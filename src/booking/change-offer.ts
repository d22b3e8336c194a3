import { addMs, hoursMs, minutesMs } from '../core/clock.ts';
import type { AppointmentStatus } from './appointment-store.ts';

export type ChangeKind = 'change' | 'absence' | 'cancel';
export const CHANGE_CAUSES = ['counsellor-away', 'room', 'schedule', 'campus', 'other'] as const;
export type ChangeCause = (typeof CHANGE_CAUSES)[number];
export const isChangeCause = (text: string): text is ChangeCause =>
  CHANGE_CAUSES.some((cause) => cause === text);

/** `phoned`: staff spoke with the student about it. */
export type ChangeStatus =
  | 'open'
  | 'accepted'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'withdrawn'
  | 'phoned';

/**
 * What became of the message that told the student. `held`: their platform lets nobody write to them before they write;
 * `page`: it stands on the web page, which nobody has opened since.
 */
export type Delivery = 'waiting' | 'held' | 'failed' | 'unsure' | 'page' | 'reached';

/** A time that is free; `slot` is the id of the slot. */
export type OfferedTime = {
  readonly slot: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly counsellor: string;
  /** Campus and room; null online. */
  readonly room: string | null;
};

/** A time as it was shown; `place` names it for good, however many pages the student leafs on. */
export type ShownTime = OfferedTime & { readonly place: number; readonly page: number };

/** What the student saw last. */
export const lastPage = ({ times }: { readonly times: readonly ShownTime[] }): ShownTime[] => {
  const page = Math.max(-1, ...times.map((time) => time.page));
  return times.filter((time) => time.page === page);
};

/** Another time that staff offer in place of one that is booked. */
export type ChangeOffer = {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly cause: ChangeCause;
  /** A line of the counsellor's for the student; empty for none. */
  readonly line: string;
  readonly status: ChangeStatus;
  readonly madeBy: string;
  readonly madeAt: Date;
  /** The offer whose message tells the student of this one too; null where it is said by itself. */
  readonly toldWith: string | null;
  readonly toldAt: Date | null;
  readonly remindedAt: Date | null;
  readonly delivery: Delivery;
  readonly expiresAt: Date;
  readonly times: readonly ShownTime[];
  readonly appointment: {
    readonly id: string;
    readonly contactId: string;
    readonly addressId: string;
    readonly staffId: string;
    readonly counsellor: string;
    readonly status: AppointmentStatus;
    readonly startAt: Date;
    readonly endAt: Date;
  };
  /** The old time; the appointment may have another one by now. */
  readonly startsAt: Date;
  /** What was taken instead. */
  readonly newStartAt: Date | null;
  /** They were told, and have booked otherwise since. */
  readonly rebooked: boolean;
};

/** So long a message may be on its way before somebody should phone instead. */
const ON_ITS_WAY_MINUTES = 10;

/** By when the student should have been told; after a stop of the program that is later. */
export const heardUntil = ({ madeAt, toldAt }: Pick<ChangeOffer, 'madeAt' | 'toldAt'>): Date =>
  addMs(toldAt ?? madeAt, minutesMs(ON_ITS_WAY_MINUTES));

/** The student may not know it: somebody has to tell them otherwise. */
export const isUnheard = (
  { delivery, ...offer }: Pick<ChangeOffer, 'delivery' | 'madeAt' | 'toldAt'>,
  now: Date,
): boolean => delivery !== 'reached' && (delivery !== 'waiting' || heardUntil(offer) <= now);

/** For so long an offer waits for the message that tells of several; then it is said by itself. */
const TOGETHER_MINUTES = 1;
export const togetherUntil = (madeAt: Date): Date => addMs(madeAt, minutesMs(TOGETHER_MINUTES));

/** Whether the message of another offer is still to tell of this one. Pure. */
export const isToldWithOther = (
  { toldWith, toldAt, madeAt }: Pick<ChangeOffer, 'toldWith' | 'toldAt' | 'madeAt'>,
  now: Date,
): boolean => toldWith !== null && toldAt === null && togetherUntil(madeAt) > now;

/** Nobody comes to the old time, they have read it, and have booked otherwise: there is nothing left to arrange. Pure. */
export const isSettledByBooking = ({
  kind,
  rebooked,
  delivery,
}: Pick<ChangeOffer, 'kind' | 'rebooked' | 'delivery'>): boolean =>
  kind === 'absence' && rebooked && delivery === 'reached';

/** Somebody has to phone: nobody came to an arrangement, or the student stands at a closed door. Pure. */
export function needsPhone(
  offer: Pick<ChangeOffer, 'kind' | 'status' | 'delivery' | 'madeAt' | 'toldAt' | 'rebooked'>,
  now: Date,
): boolean {
  if (offer.status !== 'open' && offer.status !== 'expired') return false;
  switch (offer.kind) {
    case 'absence':
      return !isSettledByBooking(offer);
    case 'cancel':
      return isUnheard(offer, now);
    case 'change':
      return false;
  }
}

export type OfferStep = 'tell' | 'remind' | 'expire' | 'wait';

/** Nothing ends before the student could have read it, and nothing after the time that it is about. */
export const offerEnds = (now: Date, startsAt: Date, hours: number): Date => {
  const end = addMs(now, hoursMs(hours));
  return end < startsAt ? end : startsAt;
};

/** When an open offer is said once more; null where there is no room for that between telling and ending. */
export function offerReminderAt(toldAt: Date, expiresAt: Date, hours: number): Date | null {
  const at = addMs(expiresAt, -hoursMs(hours));
  return at > addMs(toldAt, hoursMs(1)) ? at : null;
}

/** What is to be done about an open offer now. Pure. */
export function decideOffer(
  { toldAt, remindedAt, expiresAt }: Pick<ChangeOffer, 'toldAt' | 'remindedAt' | 'expiresAt'>,
  reminderHours: number,
  now: Date,
): OfferStep {
  if (toldAt === null) return 'tell';
  if (expiresAt <= now) return 'expire';
  const remindAt = offerReminderAt(toldAt, expiresAt, reminderHours);
  return remindedAt === null && remindAt !== null && remindAt <= now ? 'remind' : 'wait';
}
