import { answerBookingRequest } from '../../booking/answer-booking-request.ts';
import { sayRange } from '../../core/both-times.ts';
import { sayPlace } from '../../core/place.ts';
import { unreachable } from '../../core/result.ts';
import { bookingContextOf } from '../booking-context.ts';
import { tellBooked } from '../changes/tell-counsellors.ts';
import { noteWork, tellColleague } from '../staff/tools/case-work.ts';
import { SLOT_AGREE, SLOT_NO, SLOT_YES } from '../staff/tools/same-day-slot.ts';
import { askLineFirst, lockLine } from '../waiting-list/offer-round.ts';
import { sayWithCalendar } from './calendar-file.ts';
import { agreesTo, recordConsent } from './consents.ts';
import { calendarReaderOf, contentOf, reply, type StudentTurn } from './student-scope.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a student taps under a time that a counsellor keeps for them. */
export async function answerSlot(turn: StudentTurn, tapped: string): Promise<void> {
  const prefix = [SLOT_YES, SLOT_AGREE, SLOT_NO].find((one) => tapped.startsWith(one)) ?? '';
  const appointmentId = tapped.slice(prefix.length);
  const { tools, conversation, flows } = contentOf(turn);
  const { stores } = turn.scope;
  const known = UUID.test(appointmentId)
    ? await stores.appointments.find(appointmentId, turn.address.contactId)
    : null;
  if (known === null || prefix === '') return reply(turn, { text: tools('slot.gone'), choices: [] });
  // One that ran out is told of by the round, and was never refused.
  const held = known.status === 'held' && known.heldUntil !== null && known.heldUntil > turn.scope.now;
  if (prefix === SLOT_NO) return refuse(turn, appointmentId, held);
  const version = conversation('consent.healthData.version');
  if (!agreesTo(turn, 'health-data', version)) {
    if (prefix === SLOT_YES) {
      const agree = { id: `${SLOT_AGREE}${appointmentId}`, label: tools('slot.agreeAndConfirm') };
      const no = { id: `${SLOT_NO}${appointmentId}`, label: tools('slot.refuse') };
      return reply(turn, { text: flows('booking.consent'), choices: [agree, no] });
    }
    await recordConsent(turn, 'health-data', version, true);
  }
  await confirm(turn, appointmentId, held);
}

async function confirm(turn: StudentTurn, appointmentId: string, news: boolean): Promise<void> {
  const { tools } = contentOf(turn);
  const result = await ask(turn, { ask: 'confirm', appointmentId });
  if (result.of !== 'confirm') return;
  switch (result.outcome) {
    case 'booked':
      break;
    case 'limit':
    case 'term-limit':
      return giveBack(turn, appointmentId, 'limit');
    case 'full':
      return giveBack(turn, appointmentId, 'full');
    case 'expired':
      return reply(turn, { text: tools('slot.gone'), choices: [] });
    default:
      return unreachable(result);
  }
  const { counsellor } = result.appointment;
  const room = sayPlace(result.appointment, tools('slot.online'));
  const time = sayRange(result.appointment, turn);
  const text = tools('slot.booked', { time, counsellor, room });
  reply(turn, await sayWithCalendar(calendarReaderOf(turn), text, [result.appointment]));
  if (!news) return;
  await tellBooked(turn.scope, result.appointment);
  await tellOwner(turn, 'slot-confirmed', appointmentId);
}

/** Nobody waits for the end of a hold that cannot become an appointment; whoever offered it hears why. */
async function giveBack(turn: StudentTurn, appointmentId: string, why: 'limit' | 'full'): Promise<void> {
  await ask(turn, { ask: 'release', appointmentId });
  reply(turn, { text: contentOf(turn).tools(why === 'limit' ? 'slot.atLimit' : 'slot.full'), choices: [] });
  await tellOwner(turn, why === 'limit' ? 'slot-at-limit' : 'slot-full', appointmentId);
}

async function refuse(turn: StudentTurn, appointmentId: string, news: boolean): Promise<void> {
  await ask(turn, { ask: 'release', appointmentId });
  reply(turn, { text: contentOf(turn).tools(news ? 'slot.released' : 'slot.gone'), choices: [] });
  if (news) await tellOwner(turn, 'slot-declined', appointmentId);
}

async function ask(
  { scope, address }: StudentTurn,
  request: { readonly ask: 'confirm' | 'release'; readonly appointmentId: string },
) {
  // A confirmation too: one that is refused gives its time back.
  await lockLine(scope);
  const result = await answerBookingRequest(request, {
    ...bookingContextOf(scope, { contactId: address.contactId, addressId: address.id }),
    lineFirst: () => askLineFirst(scope),
  });
  await scope.stores.tellChange('appointments');
  return result;
}

const TOLD = {
  'slot-confirmed': 'slot.confirmed',
  'slot-declined': 'slot.declined',
  'slot-at-limit': 'slot.refusedLimit',
  'slot-full': 'slot.refusedFull',
} as const;

async function tellOwner(
  { scope, activeCase }: StudentTurn,
  what: keyof typeof TOLD,
  appointmentId: string,
): Promise<void> {
  if (activeCase === null) return;
  await noteWork(scope, activeCase, what, null);
  if (activeCase.ownerId === null) return;
  const { number } = activeCase;
  await tellColleague(scope, activeCase.ownerId, `${what}:${appointmentId}`, activeCase.id, (texts) => ({
    text: texts(TOLD[what], { number }),
  }));
}
