import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { answerBookingRequest } from '../../../booking/answer-booking-request.ts';
import type { BookingContext } from '../../../booking/booking-context.ts';
import type { OfferedAppointment, OfferedSlot } from '../../../booking/booking-request.ts';
import { bookableTime, freeSlots } from '../../../booking/free-slots.ts';
import { parseSlotId, slotId } from '../../../booking/slot.ts';
import { readIdentityCode, readStudentNumber } from '../../../core/read-identity.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { Address } from '../../../people/address-store.ts';
import { bookingContextOf } from '../../booking-context.ts';
import { tellDeskBooked } from '../../changes/tell-desk-booked.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { askLineFirst } from '../../waiting-list/offer-round.ts';
import type {
  AskedFor,
  BookInput,
  BookProblem,
  DeskBookingDesk,
  FindProblem,
  FoundStudent,
} from './desk-booking-desk.ts';

type DeskAction = Extract<Action, 'appointments.desk' | 'appointments.find' | 'appointments.book'>;
type Found = { readonly address: Address; readonly person: FoundStudent['person'] };

const mayDo = (actor: Actor, action: DeskAction, counsellorId?: string): boolean =>
  can(
    actor,
    action,
    { kind: 'appointments', ...(counsellorId === undefined ? {} : { counsellorId }) },
    'administration',
  );

async function permits(
  scope: Scope,
  actor: Actor,
  action: DeskAction,
  { counsellorId, resource = 'appointments' }: { counsellorId?: string; resource?: string } = {},
): Promise<boolean> {
  const allowed = mayDo(actor, action, counsellorId);
  await audit(scope, { actor: nameActor(actor), action, resource, purpose: 'administration', allowed });
  return allowed;
}

/** The student, locked as a turn of theirs locks them. */
async function findStudent(
  scope: Scope,
  actor: Actor,
  { number, code }: AskedFor,
): Promise<Result<Found, FindProblem>> {
  const byNumber = mayDo(actor, 'appointments.find');
  const typed = { number: byNumber ? number.trim() : '', code: code.trim() };
  if ((typed.number === '') === (typed.code === '')) return fail('nothing');
  const found =
    typed.number === ''
      ? await findByCode(scope, actor, typed.code)
      : await findByNumber(scope, actor, typed.number);
  if (!found.ok) return found;
  const { address } = found.value;
  const version = scope.centre.contents[address.language].conversation('consent.healthData.version');
  const agreed = await scope.stores.consents.given(address.contactId, 'health-data');
  return agreed === version ? found : fail('no-consent');
}

async function findByCode(scope: Scope, actor: Actor, typed: string): Promise<Result<Found, FindProblem>> {
  const code = readIdentityCode(typed);
  if (code === null) return fail('code');
  const addressId = await scope.stores.deskBookings.addressOf(code, scope.now);
  const resource = addressId === null ? 'appointments' : `address:${addressId}`;
  if (!(await permits(scope, actor, 'appointments.desk', { resource }))) return fail('absent');
  if (addressId === null) return fail('unknown-code');
  return ok({ address: await scope.stores.addresses.lock(addressId), person: null });
}

/** Whose number it is, is read from the roster: each such reading stands in the audit. */
async function findByNumber(scope: Scope, actor: Actor, typed: string): Promise<Result<Found, FindProblem>> {
  const { bindings, addresses } = scope.stores;
  const number = readStudentNumber(typed);
  if (number === null) return fail('number');
  const holder = await bindings.holderOf(number);
  const resource = holder === null ? 'roster' : `contact:${holder.contactId}`;
  if (!(await permits(scope, actor, 'appointments.find', { resource }))) return fail('absent');
  if (holder === null) return fail('unknown-number');
  const person = await bindings.personOf(holder.contactId);
  const address = await addresses.lock(holder.addressId);
  return ok({ address, person: person && { name: person.name, college: person.college } });
}

const contextOf = (scope: Scope, { id: addressId, contactId }: Address, newId?: string): BookingContext => ({
  ...bookingContextOf(scope, { contactId, addressId }),
  ...(newId === undefined ? {} : { ids: { next: () => newId } }),
  byStaff: true,
  lineFirst: () => askLineFirst(scope),
});

async function listSlots(scope: Scope, actor: Actor, address: Address): Promise<OfferedSlot[]> {
  const context = contextOf(scope, address);
  const free = await freeSlots(context, bookableTime(context, 'free'));
  return free
    .filter(({ staffId }) => mayDo(actor, 'appointments.book', staffId))
    .map((slot) => ({ ...slot, id: slotId(slot) }))
    .sort((a, b) => a.startAt.getTime() - b.startAt.getTime());
}

type Booked = { readonly appointment: OfferedAppointment; readonly news: boolean };

/** Holds it and confirms it in one transaction: whoever else reaches for it, one of them has it. */
async function bookFor(
  scope: Scope,
  address: Address,
  { key, slot }: BookInput,
): Promise<Result<Booked, BookProblem>> {
  const context = contextOf(scope, address, key);
  const own = await answerBookingRequest({ ask: 'appointments' }, context);
  const same = own.of === 'appointments' ? own.appointments.find(({ id }) => id === slot) : undefined;
  // The same form once more, or they have just booked it themselves.
  if (same !== undefined) return ok({ appointment: same, news: false });
  const held = await answerBookingRequest({ ask: 'hold', slotId: slot }, context);
  if (held.of !== 'hold') return fail('taken');
  if (held.outcome !== 'held') return fail(problemOf(held.outcome));
  const { appointmentId } = held.appointment;
  const confirmed = await answerBookingRequest({ ask: 'confirm', appointmentId }, context);
  if (confirmed.of === 'confirm' && confirmed.outcome === 'booked')
    return ok({ appointment: confirmed.appointment, news: true });
  await answerBookingRequest({ ask: 'release', appointmentId }, context);
  return fail(confirmed.of === 'confirm' ? problemOf(confirmed.outcome) : 'taken');
}

const problemOf = (outcome: string): BookProblem =>
  outcome === 'full' || outcome === 'limit' ? outcome : 'taken';

export function createDeskBookingDesk(parts: ConversationParts): DeskBookingDesk {
  return {
    open: (actor) =>
      inScope(parts, async (scope) =>
        (await permits(scope, actor, 'appointments.desk'))
          ? { byNumber: mayDo(actor, 'appointments.find') }
          : null,
      ),
    find: (actor, who) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'appointments.desk'))) return fail('absent');
        const found = await findStudent(scope, actor, who);
        if (!found.ok) return found;
        const { address, person } = found.value;
        return ok({ person, slots: await listSlots(scope, actor, address) });
      }),
    book: (actor, who, input) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'appointments.desk')) || actor.kind !== 'staff')
          return fail('absent');
        const found = await findStudent(scope, actor, who);
        if (!found.ok) return found;
        const counsellorId = parseSlotId(input.slot)?.staffId;
        if (counsellorId === undefined) return fail('taken');
        const resource = `appointment:${input.key}`;
        if (!(await permits(scope, actor, 'appointments.book', { counsellorId, resource })))
          return fail('taken');
        const { address } = found.value;
        const booked = await bookFor(scope, address, input);
        if (!booked.ok) return booked;
        const { appointment, news } = booked.value;
        if (news) await settle(scope, actor.staffId, address, appointment, input);
        return ok(appointment);
      }),
  };
}

async function settle(
  scope: Scope,
  staffId: string,
  address: Address,
  appointment: OfferedAppointment,
  { reason }: BookInput,
): Promise<void> {
  const { stores, now } = scope;
  const { appointmentId } = appointment;
  await stores.deskBookings.note({ appointmentId, staffId, reason, now });
  await stores.waitingList.settleBooked(now, address.contactId);
  await tellDeskBooked(scope, staffId, address, appointment);
  await stores.tellChange('appointments', 'waiting-list');
}
