import { answerBookingRequest } from '../../booking/answer-booking-request.ts';
import type { BookingContext } from '../../booking/booking-context.ts';
import { countAhead, type Freedom } from '../../booking/decide-standing.ts';
import { readLimit } from '../../booking/free-slots.ts';
import { readReach } from '../../booking/reach.ts';
import { slotId } from '../../booking/slot.ts';
import type { SlotOffer, WaitingPlace } from '../../booking/waiting-list/waiting-list-store.ts';
import { NO_WISHES } from '../../booking/waiting-list/wishes.ts';
import { type WishOptions, wishOptionsOf, withinReach } from '../../booking/waiting-list/within-reach.ts';
import type { Wish } from '../../booking/wish.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { unreachable } from '../../core/result.ts';
import type {
  FlowRequest,
  FlowResult,
  WaitingOffer,
  WaitingRequest,
  WaitingResult,
} from '../../flows/flow.ts';
import { bookingContextOf } from '../booking-context.ts';
import { WAITING_WAKE } from '../waiting-list/waiting-wake.ts';
import type { StudentTurn } from './student-scope.ts';

/** How long whoever takes an offer has to confirm and to answer what a first visit needs, in minutes. */
const TAKEN_MINUTES = 20;

export const isWaitingRequest = (request: FlowRequest): request is WaitingRequest =>
  request.ask === 'accept' ||
  request.ask === 'waiting' ||
  request.ask === 'wait' ||
  request.ask === 'wait-no-more';

/** Carries out what a flow asks of the waiting list, within the turn. */
export async function answerWaiting(turn: StudentTurn, request: WaitingRequest): Promise<FlowResult> {
  const { address, scope } = turn;
  const { stores, now } = scope;
  const { waitingList } = stores;
  switch (request.ask) {
    case 'accept':
      return takeOffer(turn, request.offerId);
    case 'waiting':
      return look(turn);
    case 'wait': {
      const { contactId, id: addressId } = address;
      // Chosen from what was shown, which may be long ago.
      const wishes = withinReach(request.wishes, wishOptionsOf(await waitingList.counsellors()));
      // Nor does such an address change what it may not see.
      if (await isHidden(turn, await waitingList.placeOf(contactId, now))) return look(turn);
      if (!(await waitingList.changeWishes(contactId, wishes)) && (await mayWait(turn)))
        await waitingList.join({ id: scope.parts.newId(), contactId, addressId, wishes, now });
      await stores.tellChange('waiting-list');
      return look(turn);
    }
    case 'wait-no-more': {
      const waited = await leaveWaitingList(turn);
      return { of: 'wait-no-more', waited };
    }
    default:
      return unreachable(request);
  }
}

/** What was offered goes to the next one; answers whether they waited. */
export async function leaveWaitingList({ scope, address }: StudentTurn): Promise<boolean> {
  const { stores, now, after } = scope;
  await stores.waitingList.lockForBooking();
  const waited = await stores.waitingList.leave(address.contactId, now);
  if (!waited) return false;
  await stores.tellChange('waiting-list', 'appointments');
  after.escalations.push({ id: WAITING_WAKE, at: now });
  return true;
}

/** As many as they may have; whoever is in care may have more. */
async function hasAppointment(turn: StudentTurn): Promise<boolean> {
  const { stores, now } = turn.scope;
  const upcoming = await stores.appointments.listUpcoming(turn.address.contactId, now);
  return countAhead(upcoming, now) >= (await readLimit(contextOf(turn)));
}

const freedomOf = async (turn: StudentTurn): Promise<Freedom> => (await readReach(contextOf(turn))).freedom;

/** Nobody waits for what they could not take. */
const mayWait = async (turn: StudentTurn): Promise<boolean> =>
  !(await hasAppointment(turn)) && (await freedomOf(turn)) !== 'term-limit';

const contextOf = ({ scope, address }: StudentTurn): BookingContext =>
  bookingContextOf(scope, { contactId: address.contactId, addressId: address.id });

/** The same without a word to an address that may not know of it; answers whether it may, and they waited. */
export async function leaveQuietly(turn: StudentTurn): Promise<boolean> {
  const { stores, now } = turn.scope;
  const hidden = await isHidden(turn, await stores.waitingList.placeOf(turn.address.contactId, now));
  return (await leaveWaitingList(turn)) && !hidden;
}

/** An address that was joined to a person later shows nothing from before. */
async function isHidden({ scope, address }: StudentTurn, place: WaitingPlace | null): Promise<boolean> {
  if (place === null || place.entry.addressId === address.id) return false;
  return (await scope.stores.continues.joinedAt(address.id)) !== null;
}

async function hidesAppointment({ scope, address }: StudentTurn): Promise<boolean> {
  const { stores, now } = scope;
  const upcoming = await stores.appointments.listUpcoming(address.contactId, now);
  if (upcoming.every(({ addressId }) => addressId === address.id)) return false;
  return (await stores.continues.joinedAt(address.id)) !== null;
}

async function look(turn: StudentTurn): Promise<WaitingResult> {
  const { scope, address } = turn;
  const { waitingList } = scope.stores;
  const stands = await waitingList.placeOf(address.contactId, scope.now);
  const hidden = await isHidden(turn, stands);
  const place = hidden ? null : stands;
  const freedom = await freedomOf(turn);
  const known = await waitingList.counsellors();
  const options = wishOptionsOf(known);
  const hasOwn = await hasAppointment(turn);
  const elsewhere = hidden || (hasOwn && (await hidesAppointment(turn)));
  return {
    of: 'waiting',
    ...(elsewhere ? { elsewhere: true as const } : {}),
    hasAppointment: hasOwn,
    termOver: place === null && freedom === 'term-limit',
    nearOnly: freedom === 'near-only',
    options,
    carried: carriedOver(await scope.stores.wishes.of(address.id), options),
    place:
      place === null
        ? null
        : {
            number: place.entry.number,
            ahead: place.ahead,
            wishes: withinReach(place.entry.wishes, options),
            offer: place.offer === null ? null : toOffer(place.offer),
          },
  };
}

/** What was wished for while booking; nothing that the centre does not have, for which one would wait for ever. */
function carriedOver(wish: Wish, options: WishOptions): WaitingResult['carried'] {
  const { staffId: counsellorId, gender, language, topic } = wish;
  const mode = options.online ? wish.mode : null;
  return withinReach({ ...NO_WISHES, counsellorId, gender, language, topic, mode }, options);
}

export const toOffer = (offer: SlotOffer): WaitingOffer => ({
  id: offer.id,
  startAt: offer.startAt,
  endAt: offer.endAt,
  counsellor: offer.counsellor,
  room: offer.room,
  expiresAt: offer.expiresAt,
});

const minutesBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / minutesMs(1);

/** The offer and the hold change together: whoever else reaches for the slot, one of them has it. */
async function takeOffer(turn: StudentTurn, offerId: string): Promise<FlowResult> {
  const { stores, centre, now, after } = turn.scope;
  const { contactId } = turn.address;
  await stores.waitingList.lockForBooking();
  const wholeMinutes = Math.max(TAKEN_MINUTES, centre.booking.holdMinutes);
  const heldUntil = addMs(now, minutesMs(wholeMinutes));
  const taken = await stores.waitingList.takeOffer(offerId, contactId, now, heldUntil);
  if (!taken.ok) return { of: 'hold', outcome: 'taken', next: [] };
  // No longer than the offer itself stands: then it is the next one's.
  const holdMinutes = Math.min(wholeMinutes, minutesBetween(now, taken.value.expiresAt));
  const result = await answerBookingRequest(
    { ask: 'hold', slotId: slotId(taken.value) },
    {
      ...contextOf(turn),
      settings: { ...centre.booking, holdMinutes, firstVisitHoldMinutes: holdMinutes },
    },
  );
  if (result.of !== 'hold') throw new Error('a hold was answered by something else');
  // The round withdraws what cannot be kept; here it is known already, and told by the flow.
  switch (result.outcome) {
    case 'held':
      break;
    case 'taken':
    case 'full':
      await stores.waitingList.endOffer(offerId, 'withdrawn', now);
      break;
    case 'limit':
    case 'term-limit':
    case 'near-only':
      // A time that they may not book goes to the next one, and is not offered to them again.
      await stores.waitingList.declineOffer(offerId, contactId, now);
      after.escalations.push({ id: WAITING_WAKE, at: now });
      break;
  }
  await stores.tellChange('appointments', 'waiting-list');
  return result;
}
