import { decideReminder } from '../../booking/reminder.ts';
import type { Reminder } from '../../booking/reminder-store.ts';
import { type Reader, sayRange } from '../../core/both-times.ts';
import type { Choice } from '../../core/message.ts';
import type { CentreContent, Scope } from '../scope.ts';
import { sayBeside } from './say-beside.ts';

/** How the keys of all reminders begin. */
const REMINDER_KEY = 'remind:';

/** Says a reminder that is due, if it is still true; harmless when it was said before. */
export async function runReminder(scope: Scope, id: string): Promise<void> {
  const { addresses, reminders } = scope.stores;
  const seen = await reminders.byId(id);
  if (seen === null || seen.settledAt !== null) return;
  // The address first, as a turn of the student's locks them.
  await addresses.lock(seen.addressId);
  const reminder = await reminders.claim(id);
  if (reminder === null) return;
  if (decideReminder(reminder, scope.now) === 'drop') return reminders.settle(id, 'dropped', scope.now);
  const { nameCounsellor } = scope.centre.reminders;
  await sayBeside(scope, reminder.addressId, `${REMINDER_KEY}${id}`, (content, language, timeZone) => ({
    text: reminderText(content, reminder, { language, timeZone }, nameCounsellor),
    choices: reminderChoices(content, id),
  }));
  await reminders.settle(id, 'sent', scope.now);
}

/** Neutral: whoever else looks at the screen reads a time and no more, unless the centre names the counsellor. */
function reminderText(
  { tools }: CentreContent,
  { kind, startsAt, endsAt, counsellor, room }: Reminder,
  reader: Reader,
  named: boolean,
): string {
  const time = sayRange({ startAt: startsAt, endAt: endsAt }, reader);
  const text = tools(kind === 'day' ? 'remind.day' : 'remind.hour', { time });
  return named ? `${text}\n${[counsellor, room].filter((one) => one !== null).join(' · ')}` : text;
}

const reminderChoices = ({ tools }: CentreContent, id: string): Choice[] => [
  { id: `remind.yes.${id}`, label: tools('remind.yes') },
  { id: `remind.no.${id}`, label: tools('remind.no') },
  { id: `remind.move.${id}`, label: tools('remind.move') },
];
