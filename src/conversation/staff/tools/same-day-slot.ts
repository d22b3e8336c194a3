import { answerBookingRequest } from '../../../booking/answer-booking-request.ts';
import type { BookingContext } from '../../../booking/booking-context.ts';
import { sayClock, sayRange } from '../../../core/both-times.ts';
import { say } from '../../../core/message.ts';
import { sayPlace } from '../../../core/place.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { formatTime } from '../../../core/shanghai-time.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { addLocalDays, localDateOf } from '../../../handoff/rota/local-day.ts';
import { bookingContextOf } from '../../booking-context.ts';
import { contentAt, type Scope, utter } from '../../scope.ts';
import { offer, readState } from '../../student/conversation-state.ts';
import { askLineFirst } from '../../waiting-list/offer-round.ts';
import { noteWork, openWork, type StaffActor } from './case-work.ts';

export type FreeSlot = {
  readonly id: string;
  /** Short enough for a button that also names the case. */
  readonly short: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly counsellor: string;
  readonly room: string | null;
  readonly campus: string | null;
  readonly mode: 'on-site' | 'online';
};

/** As many as one message offers. */
const MOST_SLOTS = 8;
export const SLOT_YES = 'slot.yes.';
/** The same, and agreeing to what is kept for it. */
export const SLOT_AGREE = 'slot.agree.';
export const SLOT_NO = 'slot.no.';

/** What is free for this student today and tomorrow. */
export async function listFreeSlots(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<{ readonly one: HandoffCase; readonly slots: readonly FreeSlot[] }, 'absent'>> {
  const one = await openWork(scope, actor, 'case.offer-slot', caseId);
  if (one === null) return fail('absent');
  return ok({ one, slots: (await freeSlotsOf(scope, one)).slice(0, MOST_SLOTS) });
}

const contextOf = (scope: Scope, one: HandoffCase): BookingContext => ({
  ...bookingContextOf(scope, one),
  urgent: true,
  lineFirst: () => askLineFirst(scope),
});

export async function freeSlotsOf(scope: Scope, one: HandoffCase): Promise<FreeSlot[]> {
  const today = localDateOf(scope.now);
  const found: FreeSlot[] = [];
  for (const date of [today, addLocalDays(today, 1)]) {
    const answer = await answerBookingRequest({ ask: 'times', date }, contextOf(scope, one));
    if (answer.of !== 'times') continue;
    found.push(...answer.slots.map((slot) => ({ ...slot, short: shortOf(slot) })));
  }
  return found;
}

/** The minute, and of the slot's id what tells the counsellor: two slots of one counsellor never begin together. */
const shortOf = ({ startAt, id }: { readonly startAt: Date; readonly id: string }): string =>
  `${(startAt.getTime() / 60_000).toString(36)}-${id.slice(0, 8)}`;

export type OfferOutcome =
  | { readonly outcome: 'offered'; readonly number: number; readonly slot: FreeSlot; readonly until: string }
  | { readonly outcome: 'taken' | 'limit'; readonly number: number }
  | { readonly outcome: 'absent' };

/** Holds it for the student, who confirms by a button; the same one twice is one hold and one message. */
export async function offerSlot(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  short: string,
): Promise<OfferOutcome> {
  const one = await openWork(scope, actor, 'case.offer-slot', caseId);
  if (one === null) return { outcome: 'absent' };
  // Conversation first, case second: the order in which a student's turn locks them.
  const address = await scope.stores.addresses.lock(one.addressId);
  const { number } = one;
  const slot = (await freeSlotsOf(scope, one)).find((free) => free.short === short);
  if (slot === undefined) return { outcome: 'taken', number };
  const held = await answerBookingRequest({ ask: 'hold', slotId: slot.id }, contextOf(scope, one));
  if (held.of !== 'hold') return { outcome: 'absent' };
  if (held.outcome !== 'held') return { outcome: held.outcome === 'limit' ? 'limit' : 'taken', number };
  const until = formatTime(held.heldUntil);
  const dedupeKey = `slot:${held.appointment.appointmentId}`;
  if (!(await scope.stores.outgoing.has(dedupeKey))) {
    await noteWork(scope, one, 'slot-offered', actor.staffId);
    await scope.stores.sameDayOffers.note(
      {
        appointmentId: held.appointment.appointmentId,
        caseId,
        staffId: actor.staffId,
        expiresAt: held.heldUntil,
      },
      scope.now,
    );
    const there = sayClock(held.heldUntil, address);
    await tellStudent(
      scope,
      one,
      address,
      slot,
      { until: there, dedupeKey, authorStaffId: actor.staffId },
      held,
    );
  }
  await scope.stores.tellChange('appointments');
  return { outcome: 'offered', number, slot, until };
}

async function tellStudent(
  scope: Scope,
  one: HandoffCase,
  address: {
    readonly id: string;
    readonly flow: string | null;
    readonly language: 'zh' | 'en';
    readonly timeZone: string | null;
  },
  slot: FreeSlot,
  { until, dedupeKey, authorStaffId }: { until: string; dedupeKey: string; authorStaffId: string },
  held: { readonly appointment: { readonly appointmentId: string } },
): Promise<void> {
  const { tools, conversation, flows } = await contentAt(scope, one.addressId);
  const { appointmentId } = held.appointment;
  const agreed = await scope.stores.consents.given(one.contactId, 'health-data');
  const consented = agreed === conversation('consent.healthData.version');
  const time = sayRange(slot, address);
  const offered = tools('slot.toStudent', {
    time,
    counsellor: slot.counsellor,
    room: sayPlace(slot, tools('slot.online')),
    until,
  });
  const text = consented ? offered : `${offered}\n\n${flows('booking.consent')}`;
  const yes = consented
    ? { id: `${SLOT_YES}${appointmentId}`, label: tools('slot.confirm') }
    : { id: `${SLOT_AGREE}${appointmentId}`, label: tools('slot.agreeAndConfirm') };
  const choices = offer(
    {
      text,
      choices: [yes, { id: `${SLOT_NO}${appointmentId}`, label: tools('slot.refuse') }],
    },
    scope.parts.newTag(),
  );
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey,
      caseId: one.id,
      authorStaffId,
      message: say(
        text,
        choices.map(({ id, label }) => ({ id, label })),
      ),
    },
  ]);
  const state = JSON.stringify({ ...readState(address.flow), offered: choices });
  await scope.stores.addresses.saveFlow(address.id, state);
}
