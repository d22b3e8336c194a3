import type { TimeRange } from '../slot.ts';
import { offerUntil } from './offering-time.ts';
import { fitsWishes, type OfferableSlot, type Wishes } from './wishes.ts';

/** What makes a slot the same one: a counsellor begins one at a time. */
export type SlotMark = { readonly staffId: string; readonly startAt: Date };

export type WaitingPerson = {
  readonly entryId: string;
  readonly joinedAt: Date;
  /** By a decision of staff, never by the program. */
  readonly urgent: boolean;
  readonly wishes: Wishes;
  /** When they are elsewhere already. */
  readonly busy: readonly TimeRange[];
  /** Slots that they were offered before, or gave up: nothing is offered twice to the same person. */
  readonly offeredBefore: readonly SlotMark[];
  /** False while somebody talks with them about a crisis: they keep their place and are asked later. */
  readonly canBeAsked: boolean;
  /** When they may book by the rules about missed appointments and a term; left out: whenever. */
  readonly open?: readonly TimeRange[];
};

export type OpenOffer = TimeRange & {
  readonly id: string;
  readonly entryId: string;
  readonly staffId: string;
  readonly roomId: string | null;
  readonly expiresAt: Date;
  /** They took it and are about to confirm: from then on it is their hold that counts. */
  readonly taken: boolean;
  /** They have heard of it; at night nobody is told. */
  readonly told: boolean;
};

export type OfferQuestion = {
  /** Bookable now by somebody without appointments, as if nothing were on offer. */
  readonly freeSlots: readonly OfferableSlot[];
  readonly waiting: readonly WaitingPerson[];
  readonly openOffers: readonly OpenOffer[];
  readonly now: Date;
  readonly leastNoticeMinutes: number;
  /** Whether a counsellor who has these sessions promised beside what is booked can take no more. */
  readonly isFull?: CapCheck;
};

type Session = TimeRange & { readonly staffId: string };

export type CapCheck = (slot: Session, promised: readonly Session[]) => boolean;

export type NewOffer = {
  readonly entryId: string;
  readonly slot: OfferableSlot;
  readonly expiresAt: Date;
};

export type OfferDecision = {
  readonly make: readonly NewOffer[];
  /** Ids of offers whose time is up. */
  readonly expire: readonly string[];
  /** Ids of offers that cannot be kept, or whose person waits no more. */
  readonly withdraw: readonly string[];
};

/**
 * Who is offered what: urgent ones first, then whoever has waited longest; each the earliest slot that fits. One open
 * offer for a person and for a slot. Asked again once it is carried out, it has nothing to add. Pure.
 */
export function decideOffers(question: OfferQuestion): OfferDecision {
  const { freeSlots, waiting, openOffers, now, leastNoticeMinutes } = question;
  const people = new Map(waiting.map((person) => [person.entryId, person]));
  const expired = openOffers.filter((offer) => offer.expiresAt <= now);
  const running = openOffers.filter((offer) => offer.expiresAt > now);
  const withdrawn = running.filter((offer) => !isKept(offer, people, freeSlots));
  const kept = running.filter((offer) => !withdrawn.includes(offer));
  const promised: Promised[] = [...kept];
  const asked = new Set(kept.map((offer) => offer.entryId));
  const justOver = new Map([...expired, ...withdrawn].map((offer) => [offer.entryId, offer]));
  const slots = [...freeSlots].sort(compareSlots);
  const make: NewOffer[] = [];
  for (const person of [...waiting].sort(compareWaiting)) {
    if (!person.canBeAsked || asked.has(person.entryId)) continue;
    const over = justOver.get(person.entryId);
    for (const slot of slots) {
      if (!isFor(person, slot) || (over !== undefined && isSame(over, slot))) continue;
      if (promised.some((other) => clash(other, slot)) || isFull(question, slot, promised)) continue;
      const expiresAt = offerUntil(slot, now, leastNoticeMinutes);
      if (expiresAt === null) continue;
      make.push({ entryId: person.entryId, slot, expiresAt });
      promised.push(slot);
      break;
    }
  }
  return { make, expire: expired.map(({ id }) => id), withdraw: withdrawn.map(({ id }) => id) };
}

type Promised = TimeRange & { readonly staffId: string; readonly roomId: string | null };

const isKept = (
  offer: OpenOffer,
  people: ReadonlyMap<string, WaitingPerson>,
  freeSlots: readonly OfferableSlot[],
): boolean => {
  const person = people.get(offer.entryId);
  if (person === undefined) return false;
  if (offer.taken) return true;
  // Promised at night to somebody who is in a crisis by the morning: the next one is asked.
  return (offer.told || person.canBeAsked) && freeSlots.some((slot) => isSame(offer, slot));
};

/** What is free passes by the caps as long as nothing of the counsellor is promised. */
function isFull(question: OfferQuestion, slot: OfferableSlot, promised: readonly Promised[]): boolean {
  const theirs = promised.filter(({ staffId }) => staffId === slot.staffId);
  return theirs.length > 0 && (question.isFull?.(slot, theirs) ?? false);
}

const isSame = (one: SlotMark, other: SlotMark): boolean =>
  one.staffId === other.staffId && one.startAt.getTime() === other.startAt.getTime();

const overlaps = (one: TimeRange, other: TimeRange): boolean =>
  one.startAt < other.endAt && other.startAt < one.endAt;

const clash = (one: Promised, other: Promised): boolean =>
  overlaps(one, other) &&
  (one.staffId === other.staffId || (one.roomId !== null && one.roomId === other.roomId));

export const isFor = (person: WaitingPerson, slot: OfferableSlot): boolean =>
  fitsWishes(person.wishes, slot) &&
  (person.open?.some(({ startAt, endAt }) => startAt <= slot.startAt && slot.startAt < endAt) ?? true) &&
  !person.busy.some((time) => overlaps(time, slot)) &&
  !person.offeredBefore.some((mark) => isSame(mark, slot));

const compareSlots = (one: OfferableSlot, other: OfferableSlot): number =>
  one.startAt.getTime() - other.startAt.getTime() ||
  Number(one.staffId > other.staffId) - Number(one.staffId < other.staffId);

type InLine = Pick<WaitingPerson, 'entryId' | 'joinedAt' | 'urgent'>;

/** The order of the queue. */
export const compareWaiting = (one: InLine, other: InLine): number =>
  Number(other.urgent) - Number(one.urgent) ||
  one.joinedAt.getTime() - other.joinedAt.getTime() ||
  (one.entryId < other.entryId ? -1 : 1);
