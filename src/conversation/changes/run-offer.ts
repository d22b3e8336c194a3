import {
  type ChangeOffer,
  decideOffer,
  lastPage,
  type OfferedTime,
  offerReminderAt,
  type ShownTime,
} from '../../booking/change-offer.ts';
import type { Slot } from '../../booking/slot.ts';
import { localDateOf, localDay } from '../../handoff/rota/local-day.ts';
import type { Scope } from '../scope.ts';
import { changeWake } from './change-wakes.ts';
import { findFree, freeTimes, type Place, pickTimes } from './free-times.ts';
import { sayBeside } from './say-beside.ts';
import { oldTime, sayOffer } from './say-offer.ts';
import { tellStaff } from './tell-staff.ts';

/** How the keys of all offers begin. */
const OFFER_KEY = 'offer:';

export const placeOf = ({ appointment, startsAt }: ChangeOffer): Place => ({
  contactId: appointment.contactId,
  addressId: appointment.addressId,
  startAt: startsAt,
});

/** Whether the appointment is still the one that the offer is about. */
export const stands = ({ kind, appointment, startsAt }: ChangeOffer): boolean =>
  kind === 'cancel' ||
  (appointment.status === 'booked' && appointment.startAt.getTime() === startsAt.getTime());

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
  const { offerReminderHours } = scope.centre.reminders;
  switch (decideOffer(offer, offerReminderHours, scope.now)) {
    case 'tell':
      return tell(scope, offer);
    case 'remind':
      await sayAll(scope, offer, await freeOnes(scope, offer, lastPage(offer)), 'again');
      await changeOffers.noteReminded(id, scope.now, offer.expiresAt);
      return wake(scope, offer, offer.expiresAt);
    case 'expire':
      return expire(scope, offer);
    case 'wait':
      return changeOffers.noteNext(id, nextAt(scope, offer));
  }
}

const nextAt = ({ centre }: Scope, { toldAt, remindedAt, expiresAt, kind }: ChangeOffer): Date => {
  if (toldAt === null || remindedAt !== null || kind === 'cancel') return expiresAt;
  return offerReminderAt(toldAt, expiresAt, centre.reminders.offerReminderHours) ?? expiresAt;
};

const wake = (scope: Scope, { id }: ChangeOffer, at: Date): void => {
  scope.after.escalations.push({ id: changeWake(id), at });
};

async function tell(scope: Scope, offer: ChangeOffer): Promise<void> {
  const { changeOffers } = scope.stores;
  const chosen = await freeOnes(scope, offer, offer.times);
  const found = chosen.length > 0 ? chosen : await showMore(scope, offer);
  await sayAll(scope, offer, found, 'told');
  const next = nextAt(scope, { ...offer, toldAt: scope.now });
  await changeOffers.noteTold(offer.id, scope.now, next);
  wake(scope, offer, next);
  await scope.stores.tellChange('appointments');
}

const sayAll = (
  scope: Scope,
  offer: ChangeOffer,
  times: readonly ShownTime[],
  what: 'told' | 'again',
): Promise<void> =>
  sayBeside(
    scope,
    offer.appointment.addressId,
    `${OFFER_KEY}${offer.id}:${what}`,
    (content, language, timeZone) =>
      sayOffer(content, { language, timeZone }, offer, times, what === 'again'),
  );

/** Nothing is offered that is gone already. */
async function freeOnes(scope: Scope, offer: ChangeOffer, times: readonly ShownTime[]): Promise<ShownTime[]> {
  const free: ShownTime[] = [];
  for (const time of times) if ((await findFree(scope, placeOf(offer), time)) !== null) free.push(time);
  return free;
}

/** One more page of what is free: on from the last one, and from the beginning behind the end. */
export async function showMore(scope: Scope, offer: ChangeOffer): Promise<ShownTime[]> {
  const place = placeOf(offer);
  const { startsAt, appointment } = offer;
  const shown = lastPage(offer);
  const morning = localDay(localDateOf(startsAt)).startsAt;
  const from = morning > scope.now ? morning : scope.now;
  const known = new Set(offer.times.map(({ slot }) => slot));
  const isNew = ({ slot }: OfferedTime): boolean => !known.has(slot);
  const after = shown.at(-1)?.startAt ?? from;
  const ahead = (await freeTimes(scope, place, after)).filter(isNew);
  const all = ahead.length > 0 ? ahead : await freeTimes(scope, place, from);
  return scope.stores.changeOffers.show(offer.id, pickTimes(all, appointment.staffId, startsAt));
}

async function expire(scope: Scope, offer: ChangeOffer): Promise<void> {
  const { id, kind, appointment } = offer;
  await scope.stores.changeOffers.settle(id, 'expired', { now: scope.now });
  await scope.stores.tellChange('appointments');
  if (kind === 'cancel') return;
  if (kind === 'change')
    await sayBeside(
      scope,
      appointment.addressId,
      `${OFFER_KEY}${id}:over`,
      ({ tools }, language, timeZone) => ({
        text: tools('change.expired', { time: oldTime(offer, { language, timeZone }) }),
        choices: [],
      }),
    );
  await tellMakers(scope, offer, 'change.told.expired');
}

type Told = 'change.told.expired' | 'change.told.declined' | 'change.told.cancelled' | 'change.told.accepted';

/** Whoever offered it, and whose appointment it was and is; who is ill hears nothing that they did not ask for. */
export async function tellMakers(
  scope: Scope,
  offer: ChangeOffer,
  what: Told,
  taken: Slot | null = null,
): Promise<void> {
  const old = offer.kind === 'absence' ? [] : [offer.appointment.staffId];
  const told = new Set([offer.madeBy, ...old, ...(taken === null ? [] : [taken.staffId])]);
  for (const staffId of told)
    await tellStaff(scope, staffId, `${OFFER_KEY}${offer.id}:${what}:${staffId}`, (texts, language) => {
      const reader = { language, timeZone: null };
      const time = oldTime(offer, reader);
      const taking =
        taken === null ? '' : `${oldTime({ startsAt: taken.startAt }, reader)} ${taken.counsellor}`;
      return what === 'change.told.accepted' ? texts(what, { time, taken: taking }) : texts(what, { time });
    });
}
