import { answerBookingRequest } from '../../booking/answer-booking-request.ts';
import { sayRange } from '../../core/both-times.ts';
import { sayPlace } from '../../core/place.ts';
import { bookingContextOf } from '../booking-context.ts';
import { tellBooked } from '../changes/tell-counsellors.ts';
import { noteWork, tellColleague } from '../staff/tools/case-work.ts';
import { SLOT_AGREE, SLOT_NO, SLOT_YES } from '../staff/tools/same-day-slot.ts';
import { askLineFirst, lockLine } from '../waiting-list/offer-round.ts';
import { sayWithCalendar } from './calendar-file.ts';
import { agreesTo, recordConsent } from './consents.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';

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
  if (prefix === SLOT_NO) return refuse(turn, appointmentId, known.status === 'held');
  const version = conversation('consent.healthData.version');
  if (!agreesTo(turn, 'health-data', version)) {
    if (prefix === SLOT_YES) {
      const agree = { id: `${SLOT_AGREE}${appointmentId}`, label: tools('slot.agreeAndConfirm') };
      const no = { id: `${SLOT_NO}${appointmentId}`, label: tools('slot.refuse') };
      return reply(turn, { text: flows('booking.consent'), choices: [agree, no] });
    }
    await recordConsent(turn, 'health-data', version, true);
  }
  await confirm(turn, appointmentId, known.status === 'held');
}

async function confirm(turn: StudentTurn, appointmentId: string, news: boolean): Promise<void> {
  const { tools } = contentOf(turn);
  const result = await ask(turn, { ask: 'confirm', appointmentId });
  if (result.of !== 'confirm') return;
  if (result.outcome !== 'booked') return reply(turn, { text: tools('slot.gone'), choices: [] });
  const { counsellor } = result.appointment;
  const room = sayPlace(result.appointment, tools('slot.online'));
  const time = sayRange(result.appointment, turn);
  const text = tools('slot.booked', { time, counsellor, room });
  reply(turn, await sayWithCalendar(turn, text, result.appointment));
  if (!news) return;
  await tellBooked(turn.scope, result.appointment);
  await tellOwner(turn, 'slot-confirmed', appointmentId);
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
  if (request.ask === 'release') await lockLine(scope);
  const result = await answerBookingRequest(request, {
    ...bookingContextOf(scope, { contactId: address.contactId, addressId: address.id }),
    lineFirst: () => askLineFirst(scope),
  });
  await scope.stores.tellChange('appointments');
  return result;
}

async function tellOwner(
  { scope, activeCase }: StudentTurn,
  what: 'slot-confirmed' | 'slot-declined',
  appointmentId: string,
): Promise<void> {
  if (activeCase === null) return;
  await noteWork(scope, activeCase, what, null);
  if (activeCase.ownerId === null) return;
  const { number } = activeCase;
  await tellColleague(scope, activeCase.ownerId, `${what}:${appointmentId}`, activeCase.id, (texts) => ({
    text: texts(what === 'slot-confirmed' ? 'slot.confirmed' : 'slot.declined', { number }),
  }));
}
