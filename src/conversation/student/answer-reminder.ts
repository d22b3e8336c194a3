import type { Reminder } from '../../booking/reminder-store.ts';
import { sayRange } from '../../core/both-times.ts';
import { formatRange } from '../../core/shanghai-time.ts';
import { tellStaff } from '../changes/tell-staff.ts';
import { beginFlow } from './run-flow.ts';
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

function askSure(turn: StudentTurn, reminder: Reminder): void {
  const { tools } = contentOf(turn);
  reply(turn, {
    text: tools('remind.ask', { time: timeOf(turn, reminder) }),
    choices: [
      { id: `remind.sure.${reminder.id}`, label: tools('remind.sure') },
      { id: `remind.yes.${reminder.id}`, label: tools('remind.stay') },
      { id: `remind.move.${reminder.id}`, label: tools('remind.move') },
    ],
  });
}

/** The day's reminder comes when the notice period ends: whoever answers it half a day ahead is not late. */
const NOT_LATE_MINUTES = 12 * 60;

/** Whoever says that they cannot come gives the time back, however late: nobody waits for them in vain. */
async function cancel(turn: StudentTurn, reminder: Reminder): Promise<void> {
  const { stores, now, centre } = turn.scope;
  const { appointmentId, contactId } = reminder;
  const cancelled = await stores.appointments.cancel({
    appointmentId,
    contactId,
    now,
    noticePeriodMinutes: Math.min(centre.booking.noticePeriodMinutes, NOT_LATE_MINUTES),
    evenLate: true,
  });
  const { tools } = contentOf(turn);
  if (!cancelled.ok) return say(turn, tools('remind.past'));
  await stores.reminders.answer(reminder.id, 'cancelled', now);
  await stores.tellChange('appointments');
  const { staffId } = cancelled.value.slot;
  await tellStaff(turn.scope, staffId, `cancelled:${appointmentId}`, (texts, language) =>
    texts('remind.told', { time: formatRange(reminder.startsAt, reminder.endsAt, language) }),
  );
  say(turn, tools('remind.cancelled', { time: timeOf(turn, reminder) }));
}
