import { can } from '../../access/can.ts';
import {
  type ChangeOffer,
  decideOffer,
  heardUntil,
  isUnheard,
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
import { reminderKey } from './run-reminder.ts';
import { sayBeside } from './say-beside.ts';
import { oldTime, sayOffer } from './say-offer.ts';
import { tellDesk, tellStaff } from './tell-staff.ts';

/** How the keys of all that is said of offers begin, and of one. */
export const OFFER_KEY = 'offer:';
export const offerKey = (id: string): string => `${OFFER_KEY}${id}:`;

export const placeOf = ({ appointment, startsAt }: ChangeOffer): Place => ({
  appointmentId: appointment.id,
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
  await tellUnheard(scope, offer);
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

const linkTo = ({ parts }: Scope): string => `${parts.publicUrl}/console/appointments/changes`;

/** Whoever called off, and the booking desk: the student would come to a closed door. Once for all who were told together. */
async function tellUnheard(scope: Scope, offer: ChangeOffer): Promise<void> {
  const { kind, toldAt, madeBy, madeAt } = offer;
  if (kind === 'change' || toldAt === null || heardUntil(offer) > scope.now || !isUnheard(offer, scope.now))
    return;
  const link = linkTo(scope);
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
  // What was true before the call is not said after it.
  if (offer.kind !== 'change')
    await scope.stores.outgoing.dropHeldToo(offer.appointment.addressId, [reminderKey(offer.appointment.id)]);
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
    `${offerKey(offer.id)}${what}`,
    (content, language, timeZone) =>
      sayOffer(content, { language, timeZone }, offer, times, what === 'again'),
    // That somebody does not come is worth knowing afterwards, too; a question is not.
    what === 'again' || offer.kind === 'change' ? { staleAt: offer.expiresAt } : {},
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
  // Nothing is over for whoever never heard of it.
  if (kind === 'change' && (offer.delivery === 'reached' || offer.delivery === 'page'))
    await sayBeside(scope, appointment.addressId, `${offerKey(id)}over`, ({ tools }, language, timeZone) => ({
      text: tools('change.expired', { time: oldTime(offer, { language, timeZone }) }),
      choices: [],
    }));
  await tellMakers(scope, offer, 'change.told.expired');
}

type Told = 'change.told.expired' | 'change.told.declined' | 'change.told.cancelled' | 'change.told.accepted';

/**
 * Whoever offered it, and whose appointment it was and is; who is ill hears nothing that they did not ask for. Where
 * that is nobody, the booking desk, with whom the list is.
 */
export async function tellMakers(
  scope: Scope,
  offer: ChangeOffer,
  what: Told,
  taken: Slot | null = null,
): Promise<void> {
  const old = offer.kind === 'absence' ? [] : [offer.appointment.staffId];
  const told = new Set([offer.madeBy, ...old, ...(taken === null ? [] : [taken.staffId])]);
  let isKnown = false;
  for (const staffId of told) {
    if (!(await seesSingle(scope, staffId, [offer.appointment.staffId, taken?.staffId]))) continue;
    isKnown = true;
    await tellStaff(scope, staffId, `${offerKey(offer.id)}${what}:${staffId}`, (texts, language) => {
      const reader = { language, timeZone: null };
      const time = oldTime(offer, reader);
      const taking =
        taken === null ? '' : `${oldTime({ startsAt: taken.startAt }, reader)} ${taken.counsellor}`;
      return what === 'change.told.accepted' ? texts(what, { time, taken: taking }) : texts(what, { time });
    });
  }
  if (isKnown) return;
  const link = linkTo(scope);
  await tellDesk(scope, `${offerKey(offer.id)}${what}`, (texts) => texts('change.told.desk', { link }));
}

/** A centre head who closed a day reads how many there are, and of no single one. */
async function seesSingle(
  { stores }: Scope,
  staffId: string,
  counsellorIds: readonly (string | undefined)[],
): Promise<boolean> {
  const member = await stores.staff.byId(staffId);
  if (member === null) return false;
  const actor = { kind: 'staff', staffId, roles: member.roles } as const;
  return counsellorIds.some(
    (counsellorId) =>
      counsellorId !== undefined &&
      can(actor, 'appointments.see-changes', { kind: 'appointments', counsellorId }, 'administration'),
  );
}
