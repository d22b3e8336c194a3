import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { type ChangeKind, type ChangeOffer, needsPhone, offerEnds } from '../../../booking/change-offer.ts';
import type { BookedTime, NewOffer } from '../../../booking/change-offer-store.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import { agreeByPhone, closedOffer } from '../../changes/agree-by-phone.ts';
import { calledOffUntil } from '../../changes/called-off.ts';
import { changeWake } from '../../changes/change-wakes.ts';
import { listDay } from '../../changes/day-sheet.ts';
import { freeTimes } from '../../changes/free-times.ts';
import { offerKey, settleBeside } from '../../changes/run-offer.ts';
import { strandedTimes } from '../../changes/stranded-times.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import {
  type ChangeableAppointment,
  type ChangeCounts,
  type ChangeDesk,
  type ChangesView,
  isAsked,
  type OfferInput,
  type OfferRow,
} from './change-desk.ts';

/** Settled offers stay in the list for so many days. */
const LISTED_DAYS = 14;

type StaffActor = Extract<Actor, { kind: 'staff' }>;
type ChangeAction = Extract<Action, `appointments.${string}`>;

const mayDo = (actor: Actor, action: ChangeAction, counsellorId?: string): boolean =>
  can(
    actor,
    action,
    { kind: 'appointments', ...(counsellorId === undefined ? {} : { counsellorId }) },
    'administration',
  );

async function permits(
  scope: Scope,
  actor: Actor,
  action: ChangeAction,
  counsellorId?: string,
  resource = 'appointments',
): Promise<boolean> {
  const allowed = mayDo(actor, action, counsellorId);
  await audit(scope, { actor: nameActor(actor), action, resource, purpose: 'administration', allowed });
  return allowed;
}

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

/** An offer without who it is for. */
const toRow = ({ appointment, line: _line, times: _times, ...offer }: ChangeOffer, now: Date): OfferRow => ({
  ...offer,
  appointmentId: appointment.id,
  counsellorId: appointment.staffId,
  counsellor: appointment.counsellor,
  endsAt: appointment.endAt,
  person: null,
  toPhone: needsPhone(offer, now),
});

/** With whoever is to be phoned; each such reading stands in the audit. */
async function withPerson(scope: Scope, actor: StaffActor, offer: ChangeOffer): Promise<OfferRow> {
  const row = toRow(offer, scope.now);
  const { id, staffId, contactId } = offer.appointment;
  if (!row.toPhone || !mayDo(actor, 'appointments.reach', staffId)) return row;
  const person = await scope.stores.bindings.personOf(contactId);
  if (person !== null) await permits(scope, actor, 'appointments.reach', staffId, `appointment:${id}`);
  return { ...row, person };
}

async function listChanges(scope: Scope, actor: StaffActor): Promise<ChangesView> {
  const since = addMs(scope.now, -daysMs(LISTED_DAYS));
  const offers = await scope.stores.changeOffers.list(since, null);
  const rows: OfferRow[] = [];
  for (const offer of offers) rows.push(await withPerson(scope, actor, offer));
  // Nobody in particular's: then everybody's.
  const seesAll = mayDo(actor, 'appointments.see-changes');
  const inHand = new Set(
    offers.filter(({ status }) => status === 'open').map(({ appointment }) => appointment.id),
  );
  const stranded = (await strandedTimes(scope)).filter(
    ({ appointmentId, staffId }) =>
      !inHand.has(appointmentId) && mayDo(actor, 'appointments.see-changes', staffId),
  );
  return {
    stranded,
    rows: seesAll
      ? rows
      : rows.filter(({ counsellorId }) => mayDo(actor, 'appointments.see-changes', counsellorId)),
    counts: !seesAll && mayDo(actor, 'appointments.count') ? countChanges(rows) : null,
  };
}

const countChanges = (rows: readonly OfferRow[]): ChangeCounts => {
  const toPhone = rows.filter((row) => row.toPhone).length;
  const open = rows.filter(isAsked).length;
  return { toPhone, open, settled: rows.length - toPhone - open };
};

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
        const offers = await scope.stores.changeOffers.list(scope.now, booked.staffId);
        const open = offers.find(
          ({ status, appointment }) => status === 'open' && appointment.id === booked.id,
        );
        const changeable = booked.status === 'booked' && booked.startAt > scope.now;
        return {
          now: scope.now,
          appointment: withoutStudent(booked),
          times: changeable ? await freeTimes(scope, placeOf(booked), scope.now) : [],
          closed: changeable && (await closedOffer(scope, booked)) !== null,
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
        const free = await freeTimes(scope, placeOf(booked), scope.now);
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
        const booked = await scope.stores.changeOffers.bookedBetween(staffId, from, to);
        const met = booked.filter(({ endAt }) => endAt > scope.now);
        const seesThem = mayDo(actor, 'appointments.see-changes', staffId);
        return { count: met.length, rows: seesThem ? met.map(withoutStudent) : null };
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
        const ids: string[] = [];
        const told = await scope.stores.changeOffers.closeDay(absence, () => {
          const id = parts.newId();
          ids.push(id);
          return id;
        });
        for (const id of ids) tellSoon(scope, id);
        await scope.stores.tellChange('appointments');
        return told ?? 'again';
      }),
  };
}
