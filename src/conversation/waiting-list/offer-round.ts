import { freeForWaiting } from '../../booking/answer-booking-request.ts';
import { localDaysBetween } from '../../booking/local-day.ts';
import { readReach } from '../../booking/reach.ts';
import type { Slot, TimeRange } from '../../booking/slot.ts';
import {
  decideOffers,
  isFor,
  type OfferDecision,
  type WaitingPerson,
} from '../../booking/waiting-list/decide-offers.ts';
import { nextOfferingTime } from '../../booking/waiting-list/offering-time.ts';
import type {
  KnownCounsellor,
  WaitingEntry,
  WaitingLine,
} from '../../booking/waiting-list/waiting-list-store.ts';
import type { OfferableSlot } from '../../booking/waiting-list/wishes.ts';
import { lostWishes, wishOptionsOf, withinReach } from '../../booking/waiting-list/within-reach.ts';
import { addMs } from '../../core/clock.ts';
import type { Scope } from '../scope.ts';
import { offerWake, WAITING_WAKE, wishesWake } from './waiting-wake.ts';

const MINUTE_MS = 60_000;

/**
 * Decides from the rows who is offered what, and ends what is over. Harmless when nothing is to do, when run twice, and
 * when another process is at it. Nobody is told here: a message needs the lock of its conversation, which a student who
 * books holds while they wait for this round.
 */
export async function runOfferRound(scope: Scope): Promise<void> {
  const { waitingList } = scope.stores;
  if ((await waitingList.hasWork()) && (await waitingList.lockForRound())) await giveOut(scope);
}

/** For whoever is about to free or to take a time, before any lock on rows of bookings. */
export async function lockLine({ stores: { waitingList } }: Scope): Promise<void> {
  if (await waitingList.hasWork()) await waitingList.lockForDeciding();
}

/**
 * The same round in the transaction of whoever takes or has freed a time: nobody gets it before those who wait were thought
 * of, whether or not a round has come, and what fits none of them stays free.
 */
export async function askLineFirst(scope: Scope): Promise<void> {
  const { waitingList } = scope.stores;
  if (!(await waitingList.hasWork())) return;
  await waitingList.lockForDeciding();
  await giveOut(scope);
}

/** Needs the lock of whoever decides. */
async function giveOut(scope: Scope): Promise<void> {
  const { stores, now } = scope;
  const { waitingList } = stores;
  const settled = await waitingList.settleBooked(now);
  const line = await waitingList.readLine(now);
  const decision = await decide(scope, line);
  const changed = await carryOut(scope, decision);
  if (settled + changed > 0) await stores.tellChange('waiting-list', 'appointments');
}

async function decide(scope: Scope, line: WaitingLine): Promise<OfferDecision> {
  const { stores, centre, parts, now } = scope;
  const { entries, openOffers } = line;
  if (entries.length + openOffers.length === 0) return { make: [], expire: [], withdraw: [] };
  const free = await freeForWaiting({
    store: stores.appointments,
    ids: { next: parts.newId },
    settings: centre.booking,
    now,
  });
  const counsellors = await stores.waitingList.counsellors();
  await noteLost(scope, line, counsellors);
  const options = wishOptionsOf(counsellors);
  const known = new Map(counsellors.map((counsellor) => [counsellor.staffId, counsellor]));
  const { leastNoticeMinutes } = centre.booking;
  const freeSlots = free.slots.map((slot) => toOfferable(slot, known.get(slot.staffId)));
  const waiting: WaitingPerson[] = [];
  for (const { id, urgentAt, ...entry } of entries) {
    const wishes = withinReach(entry.wishes, options);
    const person = { ...entry, wishes, entryId: id, urgent: urgentAt !== null };
    // Asked only where it matters: most who wait fit nothing that is free.
    const matters = entry.canBeAsked && freeSlots.some((slot) => isFor(person, slot));
    waiting.push(matters ? { ...person, open: await openFor(scope, entry) } : person);
  }
  return decideOffers({ freeSlots, waiting, openOffers, now, leastNoticeMinutes, isFull: free.isFull });
}

/** Who wishes for what the centre does not have hears so; nobody where it has nobody at all, which passes. */
async function noteLost(
  { stores, now, after }: Scope,
  { entries }: WaitingLine,
  counsellors: readonly KnownCounsellor[],
): Promise<void> {
  if (counsellors.length === 0) return;
  const options = wishOptionsOf(counsellors);
  for (const { id, wishes } of entries) {
    if (lostWishes(wishes, options).length === 0) continue;
    await stores.waitingList.noteLostWishes(id, now);
    after.escalations.push({ id: wishesWake(id), at: nextOfferingTime(now) });
  }
}

/** When they may book: nobody is offered what they could not take. */
async function openFor(
  { stores, centre, parts, now }: Scope,
  { contactId, addressId }: Pick<WaitingEntry, 'contactId' | 'addressId'>,
): Promise<readonly TimeRange[]> {
  const reach = await readReach({
    store: stores.appointments,
    ids: { next: parts.newId },
    settings: centre.booking,
    contactId,
    addressId,
    joinedLater: false,
    now,
  });
  return reach.open;
}

function toOfferable(slot: Slot, counsellor: KnownCounsellor | undefined): OfferableSlot {
  const { staffId, roomId, mode, startAt, endAt } = slot;
  const [day] = localDaysBetween(startAt, addMs(startAt, 1));
  return {
    staffId,
    roomId,
    startAt,
    endAt,
    mode,
    gender: counsellor?.gender ?? null,
    languages: counsellor?.languages ?? [],
    topics: counsellor?.topics ?? [],
    weekday: day?.weekday ?? 0,
    minute: day === undefined ? 0 : (startAt.getTime() - day.momentAt(0).getTime()) / MINUTE_MS,
  };
}

/** What is over first, since an offer that stands keeps its slot from everybody else. */
async function carryOut({ stores, parts, now, after }: Scope, decision: OfferDecision): Promise<number> {
  const { waitingList } = stores;
  let changed = 0;
  for (const outcome of ['expired', 'withdrawn'] as const) {
    for (const id of outcome === 'expired' ? decision.expire : decision.withdraw) {
      if (!(await waitingList.endOffer(id, outcome, now))) continue;
      changed += 1;
      after.escalations.push({ id: offerWake(id), at: now });
    }
  }
  for (const { entryId, slot, expiresAt } of decision.make) {
    const id = parts.newId();
    if (!(await waitingList.addOffer({ id, entryId, slot, now, expiresAt }))) continue;
    changed += 1;
    after.escalations.push({ id: WAITING_WAKE, at: expiresAt });
    after.escalations.push({ id: offerWake(id), at: nextOfferingTime(now) });
  }
  return changed;
}
