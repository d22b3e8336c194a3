import {
  type ChangeOffer,
  decideOffer,
  heardUntil,
  isSettledByBooking,
  isToldWithOther,
  isUnheard,
  lastPage,
  type OfferedTime,
  offerReminderAt,
  type ShownTime,
} from '../../booking/change-offer.ts';
import { localDateOf, localDay } from '../../handoff/rota/local-day.ts';
import type { Scope } from '../scope.ts';
import { changeWake } from './change-wakes.ts';
import { findFree, freeTimes, pickTimes, reachBefore } from './free-times.ts';
import { offerKey, placeOf, stands } from './offer-rules.ts';
import { reminderKey } from './run-reminder.ts';
import { sayBeside } from './say-beside.ts';
import { oldTime, sayOffer } from './say-offer.ts';
import { expiredWord, tellMakers } from './tell-makers.ts';
import { linkToChanges, tellDesk } from './tell-staff.ts';

/** Does what is due for an offer now; harmless when nothing is, and when somebody else did it. */
export async function runOffer(scope: Scope, id: string): Promise<void> {
  const { addresses, changeOffers } = scope.stores;
  const seen = await changeOffers.byId(id);
  if (seen === null || seen.status !== 'open') return;
  // The address first, as a turn of the student's locks them.
  await addresses.lock(seen.appointment.addressId);
  const offer = await changeOffers.lock(id);
  if (offer === null || offer.status !== 'open') return;
  if (!stands(offer)) return changeOffers.settle(id, 'withdrawn', { now: scope.now });
  if (isToldWithOther(offer, scope.now)) return;
  await tellUnheard(scope, offer);
  // Whoever was to tell of it too was not there any more.
  if (offer.toldAt === null && offer.toldWith !== null) await changeOffers.tellAlone(id);
  const { offerReminderHours } = scope.centre.reminders;
  switch (decideOffer(offer, offerReminderHours, scope.now)) {
    case 'tell':
      return tell(scope, offer);
    case 'remind':
      // Whoever has booked otherwise is not asked again.
      if (!isSettledByBooking(offer)) await sayAll(scope, offer, await freeAgain(scope, offer), 'again');
      await changeOffers.noteReminded(id, scope.now, offer.expiresAt);
      return wake(scope, offer, offer.expiresAt);
    case 'expire':
      return expire(scope, offer);
    case 'wait':
      return changeOffers.noteNext(id, nextAt(scope, offer));
  }
}

function nextAt({ centre, now }: Scope, offer: ChangeOffer): Date {
  const { toldAt, remindedAt, expiresAt, kind } = offer;
  const look = heardUntil(offer);
  // Behind the end too: somebody may stand at a closed door.
  if (kind !== 'change' && look > now) return look;
  const again =
    toldAt === null || remindedAt !== null || kind === 'cancel'
      ? null
      : offerReminderAt(toldAt, expiresAt, centre.reminders.offerReminderHours);
  return again ?? expiresAt;
}

/** Whoever called off, and the booking desk: the student would come to a closed door. Once for all who were told together. */
async function tellUnheard(scope: Scope, offer: ChangeOffer): Promise<void> {
  const { kind, toldAt, madeBy, madeAt } = offer;
  if (kind === 'change' || toldAt === null || heardUntil(offer) > scope.now || !isUnheard(offer, scope.now))
    return;
  const link = linkToChanges(scope);
  await tellDesk(
    scope,
    `offer-unheard:${madeBy}:${madeAt.getTime()}`,
    (texts) => texts('change.unheard', { link }),
    [madeBy],
  );
}

const wake = (scope: Scope, { id }: ChangeOffer, at: Date): void => {
  scope.after.escalations.push({ id: changeWake(id), at });
};

async function tell(scope: Scope, offer: ChangeOffer): Promise<void> {
  const { changeOffers } = scope.stores;
  const chosen = await freeOnes(scope, offer, offer.times);
  const found = chosen.length > 0 ? chosen : await showMore(scope, offer);
  const beside = await changeOffers.toldWith(offer.id);
  // What was true before the call is not said after it.
  if (offer.kind !== 'change')
    await scope.stores.outgoing.dropHeldToo(
      offer.appointment.addressId,
      [offer, ...beside].map(({ appointment }) => reminderKey(appointment.id)),
    );
  await sayAll(scope, offer, found, 'told', beside);
  for (const one of [offer, ...beside]) {
    const next = nextAt(scope, { ...one, toldAt: scope.now });
    await changeOffers.noteTold(one.id, scope.now, next);
    wake(scope, one, next);
  }
  await scope.stores.tellChange('appointments');
}

/** What was shown last and is still free; of what was told beside another one, what is free now. */
export const freeAgain = async (scope: Scope, offer: ChangeOffer): Promise<ShownTime[]> =>
  offer.times.length === 0 ? showMore(scope, offer) : freeOnes(scope, offer, lastPage(offer));

const sayAll = (
  scope: Scope,
  offer: ChangeOffer,
  times: readonly ShownTime[],
  what: 'told' | 'again',
  beside: readonly ChangeOffer[] = [],
): Promise<void> =>
  sayBeside(
    scope,
    offer.appointment.addressId,
    `${offerKey(offer.id)}${what}`,
    (content, language, timeZone) =>
      sayOffer(content, { language, timeZone }, offer, times, {
        again: what === 'again',
        beside,
        until: reachBefore(scope, placeOf(offer)),
      }),
    // That somebody does not come is worth knowing afterwards, too; a question is not.
    what === 'again' || offer.kind === 'change' ? { staleAt: offer.expiresAt } : {},
  );

/** Whoever answered the message that called several off has heard of all of them; leave is answered for each time. */
export async function settleBeside(
  { stores, now }: Scope,
  { id, kind }: ChangeOffer,
  to: 'declined' | 'phoned',
  staffId?: string,
): Promise<void> {
  if (kind !== 'cancel') return;
  const by = staffId === undefined ? { now } : { now, staffId };
  for (const one of await stores.changeOffers.toldWith(id)) await stores.changeOffers.settle(one.id, to, by);
}

/** Nothing is offered that is gone already. */
async function freeOnes(scope: Scope, offer: ChangeOffer, times: readonly ShownTime[]): Promise<ShownTime[]> {
  const free: ShownTime[] = [];
  for (const time of times) if ((await findFree(scope, placeOf(offer), time)) !== null) free.push(time);
  return free;
}

/**
 * One more page of what is free: on from the last one, or from the day of the old time; behind the end what lies before
 * that, and then all of it from the beginning.
 */
export async function showMore(scope: Scope, offer: ChangeOffer): Promise<ShownTime[]> {
  const place = placeOf(offer);
  const { startsAt, appointment } = offer;
  const shown = lastPage(offer);
  const morning = localDay(localDateOf(startsAt)).startsAt;
  const from = morning > scope.now ? morning : scope.now;
  const known = new Set(offer.times.map(({ slot }) => slot));
  const isNew = ({ slot }: OfferedTime): boolean => !known.has(slot);
  const unseen = async (at: Date) => (await freeTimes(scope, place, at)).filter(isNew);
  const ahead = await unseen(shown.at(-1)?.startAt ?? from);
  // Of a day behind all that can be booked, and of the last of them, nothing lies ahead.
  const other = ahead.length > 0 ? ahead : await unseen(scope.now);
  const all = other.length > 0 ? other : await freeTimes(scope, place, scope.now);
  return scope.stores.changeOffers.show(offer.id, pickTimes(all, appointment.staffId, startsAt));
}

async function expire(scope: Scope, offer: ChangeOffer): Promise<void> {
  const { id, kind, appointment } = offer;
  await scope.stores.changeOffers.settle(id, 'expired', { now: scope.now });
  await scope.stores.tellChange('appointments');
  if (kind === 'cancel' || isSettledByBooking(offer)) return;
  // Nothing is over for whoever never heard of it.
  if (kind === 'change' && (offer.delivery === 'reached' || offer.delivery === 'page'))
    await sayBeside(scope, appointment.addressId, `${offerKey(id)}over`, ({ tools }, language, timeZone) => ({
      text: tools('change.expired', { time: oldTime(offer, { language, timeZone }) }),
      choices: [],
    }));
  await tellMakers(scope, offer, expiredWord(offer));
}
