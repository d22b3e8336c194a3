import type { Actor } from '../../../access/can.ts';
import { type ChangeKind, needsPhone, offerEnds } from '../../../booking/change-offer.ts';
import type { BookedTime, NewOffer } from '../../../booking/change-offer-store.ts';
import { agreeByPhone, closedOffer } from '../../changes/agree-by-phone.ts';
import { calledOffUntil } from '../../changes/called-off.ts';
import { changeWake } from '../../changes/change-wakes.ts';
import { listDay } from '../../changes/day-sheet.ts';
import { ALL_DAYS, freeTimes } from '../../changes/free-times.ts';
import { ledWhileAway, seesActivities, tellDeskOfLed } from '../../changes/led-dates.ts';
import { offerKey } from '../../changes/offer-rules.ts';
import { settleBeside } from '../../changes/run-offer.ts';
import { tellCalledOff } from '../../changes/tell-counsellors.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import type { ChangeableAppointment, ChangeDesk, OfferInput } from './change-desk.ts';
import { mayDo, permits, type StaffActor } from './change-permits.ts';
import { listChanges, toRow } from './list-changes.ts';

async function openAppointment(scope: Scope, actor: Actor, id: string): Promise<BookedTime | null> {
  const booked = await scope.stores.changeOffers.booked(id);
  if (booked === null) return null;
  const allowed = await permits(scope, actor, 'appointments.change', booked.staffId, `appointment:${id}`);
  return allowed ? booked : null;
}

const withoutStudent = ({
  contactId: _contact,
  addressId: _address,
  ...shown
}: BookedTime): ChangeableAppointment => shown;

const placeOf = ({ id, contactId, addressId, startAt }: BookedTime) => ({
  appointmentId: id,
  contactId,
  addressId,
  startAt,
});

const newOffer = (
  scope: Scope,
  { staffId }: StaffActor,
  booked: BookedTime,
  kind: ChangeKind,
  { key, cause, line }: Omit<OfferInput, 'slots'>,
): NewOffer => ({
  id: key,
  appointmentId: booked.id,
  kind,
  cause,
  line,
  madeBy: staffId,
  now: scope.now,
  expiresAt:
    kind === 'cancel'
      ? calledOffUntil(scope.now)
      : offerEnds(scope.now, booked.startAt, scope.centre.reminders.offerHours),
  times: [],
});

/** The student is told in a transaction of its own, which locks them first. */
function tellSoon(scope: Scope, id: string): void {
  scope.after.escalations.push({ id: changeWake(id), at: scope.now });
}

/** Writes offers, whose students are told soon; answers what the writing answered. */
async function tellingSoon<T>(scope: Scope, write: (offerId: () => string) => Promise<T>): Promise<T> {
  const ids: string[] = [];
  const written = await write(() => {
    const id = scope.parts.newId();
    ids.push(id);
    return id;
  });
  for (const id of ids) tellSoon(scope, id);
  await scope.stores.tellChange('appointments');
  return written;
}

export function createChangeDesk(parts: ConversationParts): ChangeDesk {
  return {
    day: (actor, date) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'appointments.list')) || actor.kind !== 'staff') return null;
        const atDesk = actor.roles.includes('staff');
        const rows = await listDay(scope, date, atDesk ? null : actor.staffId);
        return rows.map((row) => ({ ...row, first: row.first && row.staffId === actor.staffId }));
      }),
    view: (actor, appointmentId) =>
      inScope(parts, async (scope) => {
        const booked = await openAppointment(scope, actor, appointmentId);
        if (booked === null) return null;
        const offers = await scope.stores.changeOffers.ofAppointment(booked.id);
        const open = offers.find(({ status }) => status === 'open');
        const changeable = booked.status === 'booked' && booked.startAt > scope.now;
        const closed = (await closedOffer(scope, booked)) !== null;
        return {
          now: scope.now,
          appointment: withoutStudent(booked),
          times: changeable || closed ? await freeTimes(scope, placeOf(booked), scope.now, ALL_DAYS) : [],
          closed,
          open: open === undefined ? null : toRow(open, scope.now),
        };
      }),
    agree: (actor, appointmentId, slot) =>
      inScope(parts, async (scope) => {
        const booked = await openAppointment(scope, actor, appointmentId);
        if (booked === null || actor.kind !== 'staff') return 'absent';
        return agreeByPhone(scope, actor.staffId, booked, slot);
      }),
    offer: (actor, appointmentId, input) =>
      inScope(parts, async (scope) => {
        const booked = await openAppointment(scope, actor, appointmentId);
        if (booked === null || actor.kind !== 'staff') return 'absent';
        const free = await freeTimes(scope, placeOf(booked), scope.now, ALL_DAYS);
        const times = free.filter(({ slot }) => input.slots.includes(slot));
        if (times.length === 0) return booked.status === 'booked' ? 'taken' : 'gone';
        const offer = { ...newOffer(scope, actor, booked, 'change', input), times };
        const written = await scope.stores.changeOffers.offer(offer);
        if (!written.ok) return written.code;
        tellSoon(scope, offer.id);
        await scope.stores.tellChange('appointments');
        return 'offered';
      }),
    callOff: (actor, appointmentId, input) =>
      inScope(parts, async (scope) => {
        const booked = await openAppointment(scope, actor, appointmentId);
        if (booked === null || actor.kind !== 'staff') return 'absent';
        const offer = newOffer(scope, actor, booked, 'cancel', input);
        const written = await scope.stores.changeOffers.callOff(offer);
        if (!written.ok) return 'gone';
        tellSoon(scope, offer.id);
        await tellCalledOff(scope, booked, offer);
        await scope.stores.tellChange('appointments');
        return 'called-off';
      }),
    list: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'appointments.changes')) || actor.kind !== 'staff') return null;
        return listChanges(scope, actor);
      }),
    notePhoned: (actor, offerId) =>
      inScope(parts, async (scope) => {
        const { changeOffers } = scope.stores;
        const offer = await changeOffers.lock(offerId);
        if (offer === null || actor.kind !== 'staff') return 'absent';
        const { staffId, id } = offer.appointment;
        if (!(await permits(scope, actor, 'appointments.change', staffId, `appointment:${id}`)))
          return 'absent';
        if (offer.status === 'phoned') return 'noted';
        if (!needsPhone(offer, scope.now)) return 'late';
        // What was told by phone is not said again when they write.
        await scope.stores.outgoing.dropHeldToo(offer.appointment.addressId, [offerKey(offerId)]);
        await changeOffers.settle(offerId, 'phoned', { now: scope.now, staffId: actor.staffId });
        await settleBeside(scope, offer, 'phoned', actor.staffId);
        await scope.stores.tellChange('appointments');
        return 'noted';
      }),
    absence: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'appointments.changes'))) return null;
        const members = await scope.stores.staff.list();
        const counsellors = members.filter(
          ({ id, roles, disabledAt }) =>
            disabledAt === null && roles.includes('counsellor') && mayDo(actor, 'appointments.close-day', id),
        );
        return { now: scope.now, counsellors: counsellors.map(({ id, name }) => ({ id, name })) };
      }),
    mayClose: async (actor) => mayDo(actor, 'appointments.close-day'),
    meets: (actor, staffId, from, to) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'appointments.close-day', staffId))) return null;
        const met = await scope.stores.changeOffers.toTell(staffId, from, to, scope.now);
        const begun = met.filter(({ startAt }) => startAt <= scope.now).length;
        const seesThem = mayDo(actor, 'appointments.see-changes', staffId);
        const led = seesActivities(actor)
          ? await ledWhileAway(scope, { staffId, startAt: from, endAt: to })
          : [];
        return { count: met.length, begun, rows: seesThem ? met.map(withoutStudent) : null, led };
      }),
    closeDay: (actor, { key, staffId, from, to }) =>
      inScope(parts, async (scope) => {
        const allowed = await permits(scope, actor, 'appointments.close-day', staffId, `staff:${staffId}`);
        const known = await scope.stores.staff.byId(staffId);
        if (!allowed || known === null || actor.kind !== 'staff') return 'absent';
        const absence = {
          id: key,
          staffId,
          startAt: from,
          endAt: to,
          madeBy: actor.staffId,
          now: scope.now,
        };
        const told = await tellingSoon(scope, (offerId) =>
          scope.stores.changeOffers.closeDay(absence, offerId),
        );
        if (told === null) return 'again';
        await tellDeskOfLed(scope, actor, key, absence);
        return told;
      }),
    tellLeave: (actor, leaveId) =>
      inScope(parts, async (scope) => {
        const leave = (await scope.stores.availability.leaves(scope.now)).find(({ id }) => id === leaveId);
        if (leave === undefined || actor.kind !== 'staff') return 'absent';
        const { staffId } = leave;
        if (!(await permits(scope, actor, 'appointments.close-day', staffId, `staff:${staffId}`)))
          return 'absent';
        const told = { leaveId, madeBy: actor.staffId, now: scope.now };
        return (
          (await tellingSoon(scope, (offerId) => scope.stores.changeOffers.tellLeave(told, offerId))) ??
          'absent'
        );
      }),
  };
}
