import { type ChangeOffer, lastPage, type ShownTime } from '../../booking/change-offer.ts';
import { sayRange } from '../../core/both-times.ts';
import { sayPlace } from '../../core/place.ts';
import { findFree, limitFor, reachBefore } from '../changes/free-times.ts';
import { isChoosable, placeOf } from '../changes/offer-rules.ts';
import { freeAgain, settleBeside, showMore } from '../changes/run-offer.ts';
import { offerChoices, oldTime, sayOffer } from '../changes/say-offer.ts';
import { tellMakers } from '../changes/tell-makers.ts';
import { askLineFirst } from '../waiting-list/offer-round.ts';
import { sayWithCalendar } from './calendar-file.ts';
import { calendarReaderOf, contentOf, reply, type StudentTurn } from './student-scope.ts';
import { readTap } from './tapped-id.ts';

export const CHANGE_TAPS = [
  'change.look',
  'change.take',
  'change.other',
  'change.keep',
  'change.cancel',
  'change.sure',
] as const;

/** What a student taps under another time that staff offered, at once or much later. */
export async function answerChange(turn: StudentTurn, tapped: string): Promise<void> {
  const tap = readTap(tapped, CHANGE_TAPS);
  const offer = tap === null ? null : await turn.scope.stores.changeOffers.lock(tap.id);
  const { tools } = contentOf(turn);
  if (tap === null || offer === null || offer.appointment.contactId !== turn.address.contactId)
    return say(turn, tools('change.gone'));
  const over = whatBecame(turn, offer);
  if (over !== null) return say(turn, over);
  switch (tap.verb) {
    case 'change.look':
      return showOffer(turn, offer);
    case 'change.take':
      return take(turn, offer, offer.times.find(({ place }) => place === tap.number) ?? null);
    case 'change.other':
      return leafOn(turn, offer, 'change.more');
    case 'change.keep':
      return keep(turn, offer);
    case 'change.cancel':
      return askSure(turn, offer);
    case 'change.sure':
      return cancel(turn, offer);
  }
}

const say = (turn: StudentTurn, text: string): void => reply(turn, { text, choices: [] });

/** The true state where there is nothing to choose any more; null while there is. */
function whatBecame(turn: StudentTurn, offer: ChangeOffer): string | null {
  const { tools } = contentOf(turn);
  const time = oldTime(offer, turn);
  switch (offer.status) {
    case 'accepted':
      return offer.newStartAt === null
        ? tools('change.gone')
        : tools('change.already', { time: oldTime({ startsAt: offer.newStartAt }, turn) });
    case 'declined':
      return offer.kind === 'cancel' ? tools('change.noneKept') : tools('change.kept', { time });
    case 'cancelled':
      return tools('change.cancelled', { time });
    case 'withdrawn':
    case 'phoned':
      return tools('change.gone');
    case 'expired':
      // Nobody can come to the old time: a late choice of another one still helps.
      if (offer.kind === 'change') return tools('change.expired', { time });
      break;
    case 'open':
      break;
  }
  return isChoosable(offer, turn.scope.now) ? null : tools('change.gone');
}

async function take(turn: StudentTurn, offer: ChangeOffer, time: ShownTime | null): Promise<void> {
  const { scope } = turn;
  const { changeOffers } = scope.stores;
  if (time === null) return leafOn(turn, offer, 'change.taken');
  const slot = await findFree(scope, placeOf(offer), time);
  if (slot === null) return leafOn(turn, offer, 'change.taken');
  const { contactId, id: appointmentId } = offer.appointment;
  await askLineFirst(scope);
  const newId = scope.parts.newId();
  const { caps } = scope.centre.booking;
  const move = { appointmentId, contactId, startsAt: offer.startsAt, newId, slot, now: scope.now, caps };
  const limit = await limitFor(scope, placeOf(offer));
  const moved =
    offer.kind === 'cancel'
      ? await changeOffers.bookInstead(move, limit)
      : await changeOffers.move(move, limit);
  if (!moved.ok) {
    if (moved.code === 'taken') return leafOn(turn, offer, 'change.taken');
    return say(turn, contentOf(turn).tools('change.gone'));
  }
  await changeOffers.settle(offer.id, 'accepted', { now: scope.now, newAppointmentId: moved.value.id });
  await settleBeside(scope, offer, 'declined');
  await scope.stores.tellChange('appointments');
  const place = sayPlace(slot, contentOf(turn).flows('booking.online'));
  const words = { time: sayRange(slot, turn), counsellor: slot.counsellor, place };
  const entry = { appointmentId: moved.value.id, startAt: slot.startAt, endAt: slot.endAt };
  const text = contentOf(turn).tools('change.accepted', words);
  const earlier = offer.kind === 'cancel' ? 'over' : 'moved';
  reply(turn, await sayWithCalendar(calendarReaderOf(turn), text, [entry], earlier));
  await tellMakers(scope, offer, 'change.told.accepted', slot);
}

/** The whole question once more: the message that asked it may be far up, and its numbers another one's by now. */
export async function showOffer(turn: StudentTurn, offer: ChangeOffer): Promise<void> {
  const times = await freeAgain(turn.scope, offer);
  const until = reachBefore(turn.scope, placeOf(offer));
  const telling = { again: offer.kind !== 'cancel', beside: [], until };
  reply(turn, sayOffer(contentOf(turn), turn, offer, times, telling));
}

/** The next times that are free, under what is said about the last ones. */
async function leafOn(
  turn: StudentTurn,
  offer: ChangeOffer,
  text: 'change.more' | 'change.taken',
): Promise<void> {
  const content = contentOf(turn);
  const times = await showMore(turn.scope, offer);
  const shown = times.length > 0 ? content.tools(text) : content.tools('change.noTimes');
  reply(turn, { text: shown, choices: offerChoices(content, turn, offer, times) });
}

async function keep(turn: StudentTurn, offer: ChangeOffer): Promise<void> {
  const { tools } = contentOf(turn);
  const { scope } = turn;
  if (offer.kind === 'absence') {
    const choices = offerChoices(contentOf(turn), turn, offer, lastPage(offer));
    return reply(turn, { text: tools('change.choose.absence'), choices });
  }
  await scope.stores.changeOffers.settle(offer.id, 'declined', { now: scope.now });
  await settleBeside(scope, offer, 'declined');
  await scope.stores.tellChange('appointments');
  if (offer.kind === 'cancel') return say(turn, tools('change.noneKept'));
  say(turn, tools('change.kept', { time: oldTime(offer, turn) }));
  await tellMakers(scope, offer, 'change.told.declined');
}

async function askSure(turn: StudentTurn, offer: ChangeOffer): Promise<void> {
  const { tools } = contentOf(turn);
  if (offer.kind === 'cancel') return say(turn, tools('change.gone'));
  reply(turn, {
    text: tools('change.askCancel', { time: oldTime(offer, turn) }),
    choices: [
      { id: `change.sure.${offer.id}`, label: tools('change.sure') },
      ...offerChoices(contentOf(turn), turn, offer, lastPage(offer)).slice(0, -1),
    ],
  });
}

async function cancel(turn: StudentTurn, offer: ChangeOffer): Promise<void> {
  const { scope } = turn;
  const { changeOffers } = scope.stores;
  const { tools } = contentOf(turn);
  const gone =
    offer.kind === 'cancel' || !(await changeOffers.cancel(offer.appointment.id, offer.startsAt, scope.now));
  if (gone) return say(turn, tools('change.gone'));
  await changeOffers.settle(offer.id, 'cancelled', { now: scope.now });
  await scope.stores.tellChange('appointments');
  const over = contentOf(turn).flows('booking.calendarOver');
  say(turn, `${tools('change.cancelled', { time: oldTime(offer, turn) })}\n${over}`);
  await tellMakers(scope, offer, 'change.told.cancelled');
}
