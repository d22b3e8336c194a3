import type { Appointment } from '../../booking/appointment-store.ts';
import type { Reminder } from '../../booking/reminder-store.ts';
import { sayRange } from '../../core/both-times.ts';
import { cancelQuestion, showCancelled } from '../../flows/appointments.ts';
import { isChoosable } from '../changes/offer-rules.ts';
import { tellDeskOfLeave, tellDeskOfStranded } from '../changes/run-reminder.ts';
import { cannotKeep, isStranded } from '../changes/stranded-times.ts';
import { tellCancelled } from '../changes/tell-counsellors.ts';
import { showOffer } from './answer-change.ts';
import { answerBooking, beginFlow, flowContext } from './run-flow.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';
import { readTap } from './tapped-id.ts';

export const REMINDER_TAPS = ['remind.yes', 'remind.no', 'remind.sure', 'remind.move'] as const;

/** What a student taps under a reminder, at once or much later. */
export async function answerReminder(turn: StudentTurn, tapped: string): Promise<void> {
  const tap = readTap(tapped, REMINDER_TAPS);
  const reminder = tap === null ? null : await turn.scope.stores.reminders.byId(tap.id);
  const { tools } = contentOf(turn);
  if (tap === null || reminder === null || reminder.contactId !== turn.address.contactId)
    return say(turn, tools('remind.gone'));
  const over = whatBecame(reminder, turn.scope.now);
  if (over !== null && (await showCalledOff(turn, reminder))) return;
  if (over !== null) return say(turn, tools(over));
  switch (tap.verb) {
    case 'remind.yes':
      return confirm(turn, reminder);
    case 'remind.no':
      return askSure(turn, reminder);
    case 'remind.sure':
      return cancel(turn, reminder, tap.number === LATE);
    case 'remind.move':
      return beginFlow(turn, 'appointments', { kind: 'choice', id: `move:${reminder.appointmentId}` });
  }
}

/** Behind a yes: the question said that it is late. */
const LATE = 1;

const say = (turn: StudentTurn, text: string): void => reply(turn, { text, choices: [] });

/** Why there is nothing to answer any more; null while there is. */
function whatBecame(
  { status, startsAt, startsNow, calledOff }: Reminder,
  now: Date,
): 'remind.gone' | 'remind.past' | null {
  if (startsAt <= now) return 'remind.past';
  return status !== 'booked' || calledOff || startsNow.getTime() !== startsAt.getTime()
    ? 'remind.gone'
    : null;
}

/** Somebody was told since that nobody comes: what they may choose instead stands here, too. */
async function showCalledOff(turn: StudentTurn, { appointmentId, calledOff }: Reminder): Promise<boolean> {
  if (!calledOff) return false;
  const { now, stores } = turn.scope;
  const offers = await stores.changeOffers.ofAppointment(appointmentId);
  const open = offers.find((one) => one.kind !== 'change' && one.status === 'open' && isChoosable(one, now));
  if (open === undefined || open.toldAt === null) return false;
  await showOffer(turn, open);
  return true;
}

const timeOf = (turn: StudentTurn, { startsAt, endsAt }: Reminder): string =>
  sayRange({ startAt: startsAt, endAt: endsAt }, turn);

async function confirm(turn: StudentTurn, reminder: Reminder): Promise<void> {
  const { stores, now } = turn.scope;
  if (reminder.inLeave) {
    // The answer promises that somebody writes.
    await tellDeskOfLeave(turn.scope, reminder);
    return say(turn, contentOf(turn).tools('remind.inLeave', { time: timeOf(turn, reminder) }));
  }
  if (await isStranded(turn.scope, reminder)) {
    await tellDeskOfStranded(turn.scope, reminder);
    return say(turn, contentOf(turn).tools('remind.stranded', { time: timeOf(turn, reminder) }));
  }
  if (reminder.answer !== 'coming') {
    await stores.reminders.answer(reminder.id, 'coming', now);
    await stores.tellChange('appointments');
  }
  say(turn, contentOf(turn).tools('remind.thanks', { time: timeOf(turn, reminder) }));
}

/** The words are those of 我的预约: whoever cancels late is told so before and after, and sees what is free. */
async function askSure(turn: StudentTurn, reminder: Reminder): Promise<void> {
  const { id, startsAt: startAt, endsAt: endAt, counsellor } = reminder;
  const own = await findOwn(turn, reminder);
  const asked = own?.asked === true ? { asked: true as const } : {};
  const excused = own !== null && (await cannotKeep(turn.scope, own)) ? { excused: true as const } : {};
  const asking = { startAt, endAt, counsellor, ...asked, ...excused };
  const { late, text, yes } = cancelQuestion(asking, flowContext(turn));
  const { tools } = contentOf(turn);
  reply(turn, {
    text,
    choices: [
      { id: `remind.sure.${id}${late ? `.${LATE}` : ''}`, label: yes },
      { id: `remind.yes.${id}`, label: tools('remind.stay') },
      ...(late ? [] : [{ id: `remind.move.${id}`, label: tools('remind.move') }]),
    ],
  });
}

const findOwn = (
  { scope }: StudentTurn,
  { appointmentId, contactId }: Reminder,
): Promise<Appointment | null> => scope.stores.appointments.find(appointmentId, contactId);

/**
 * Whoever says that they cannot come gives the time back, however late: nobody waits for them in vain. Where it became late
 * since the question, they are asked again in the words that say so.
 */
async function cancel(turn: StudentTurn, reminder: Reminder, evenLate: boolean): Promise<void> {
  const { stores, now } = turn.scope;
  const { appointmentId } = reminder;
  const before = await findOwn(turn, reminder);
  const result = await answerBooking(turn, { ask: 'cancel', appointmentId, evenLate });
  if (result.of === 'cancel' && result.outcome === 'late') return askSure(turn, reminder);
  const done =
    result.of === 'cancel' && (result.outcome === 'cancelled' || result.outcome === 'cancelled-late');
  if (!done) return say(turn, contentOf(turn).tools('remind.past'));
  await stores.reminders.answer(reminder.id, 'cancelled', now);
  // Whoever had asked for another time has heard it as the answer.
  if (before !== null && before.asked !== true) await tellCancelled(turn.scope, before);
  reply(turn, ...showCancelled(result, flowContext(turn)).say);
}
