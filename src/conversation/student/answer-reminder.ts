import type { Reminder } from '../../booking/reminder-store.ts';
import { sayRange } from '../../core/both-times.ts';
import { cancelQuestion, showCancelled } from '../../flows/appointments.ts';
import { tellCancelled } from '../changes/tell-counsellors.ts';
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
  if (over !== null) return say(turn, tools(over));
  switch (tap.verb) {
    case 'remind.yes':
      return confirm(turn, reminder);
    case 'remind.no':
      return askSure(turn, reminder);
    case 'remind.sure':
      return cancel(turn, reminder);
    case 'remind.move':
      return beginFlow(turn, 'appointments', { kind: 'choice', id: `move:${reminder.appointmentId}` });
  }
}

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

const timeOf = (turn: StudentTurn, { startsAt, endsAt }: Reminder): string =>
  sayRange({ startAt: startsAt, endAt: endsAt }, turn);

async function confirm(turn: StudentTurn, reminder: Reminder): Promise<void> {
  const { stores, now } = turn.scope;
  if (reminder.answer !== 'coming') {
    await stores.reminders.answer(reminder.id, 'coming', now);
    await stores.tellChange('appointments');
  }
  say(turn, contentOf(turn).tools('remind.thanks', { time: timeOf(turn, reminder) }));
}

/** The words are those of 我的预约: whoever cancels late is told so before and after, and sees what is free. */
function askSure(turn: StudentTurn, reminder: Reminder): void {
  const { id, startsAt: startAt, endsAt: endAt, counsellor } = reminder;
  const { late, text, yes } = cancelQuestion({ startAt, endAt, counsellor }, flowContext(turn));
  const { tools } = contentOf(turn);
  reply(turn, {
    text,
    choices: [
      { id: `remind.sure.${id}`, label: yes },
      { id: `remind.yes.${id}`, label: tools('remind.stay') },
      ...(late ? [] : [{ id: `remind.move.${id}`, label: tools('remind.move') }]),
    ],
  });
}

/** Whoever says that they cannot come gives the time back, however late: nobody waits for them in vain. */
async function cancel(turn: StudentTurn, reminder: Reminder): Promise<void> {
  const { stores, now } = turn.scope;
  const { appointmentId } = reminder;
  const result = await answerBooking(turn, { ask: 'cancel', appointmentId, evenLate: true });
  const done =
    result.of === 'cancel' && (result.outcome === 'cancelled' || result.outcome === 'cancelled-late');
  if (!done) return say(turn, contentOf(turn).tools('remind.past'));
  await stores.reminders.answer(reminder.id, 'cancelled', now);
  const given = await stores.appointments.find(appointmentId, reminder.contactId);
  if (given !== null) await tellCancelled(turn.scope, given);
  reply(turn, ...showCancelled(result, flowContext(turn)).say);
}
