import { decideReminder, lateMinutes, reminderEnds } from '../../booking/reminder.ts';
import type { Reminder } from '../../booking/reminder-store.ts';
import { type Reader, sayRange } from '../../core/both-times.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { Choice } from '../../core/message.ts';
import type { CentreContent, Scope } from '../scope.ts';
import { sayBeside } from './say-beside.ts';
import { isStranded } from './stranded-times.ts';
import { linkToChanges, tellDesk } from './tell-staff.ts';

/** How the keys of all reminders begin, and of those of one appointment. */
export const REMINDER_KEY = 'remind:';
export const reminderKey = (appointmentId: string): string => `${REMINDER_KEY}${appointmentId}:`;

/** Says a reminder that is due, if it is still true; harmless when it was said before. */
export async function runReminder(scope: Scope, id: string): Promise<void> {
  const { addresses, reminders } = scope.stores;
  const seen = await reminders.byId(id);
  if (seen === null || seen.settledAt !== null) return;
  // The address first, as a turn of the student's locks them.
  await addresses.lock(seen.addressId);
  const reminder = await reminders.claim(id);
  if (reminder === null) return;
  const stranded = await isStranded(scope, reminder);
  const what = decideReminder({ ...reminder, stranded }, scope.now);
  if (what === 'tell-desk') {
    await (reminder.inLeave ? tellDeskOfLeave : tellDeskOfStranded)(scope, reminder);
    // The desk may put it right, and then it is to be said.
    if (scope.now < reminderEnds(reminder)) return reminders.putOff(id, nextLook(reminder, scope.now));
  }
  if (what !== 'send') return reminders.settle(id, 'dropped', scope.now);
  const { booking, reminders: settings } = scope.centre;
  const { nameCounsellor } = settings;
  const late = minutesMs(lateMinutes(booking.noticePeriodMinutes, settings));
  const mayMove = addMs(reminder.startsAt, -late) >= scope.now;
  await sayBeside(
    scope,
    reminder.addressId,
    `${reminderKey(reminder.appointmentId)}${id}`,
    (content, language, timeZone) => ({
      text: reminderText(content, reminder, { language, timeZone }, nameCounsellor),
      choices: reminderChoices(content, reminder, mayMove),
    }),
    { staleAt: reminderEnds(reminder) },
  );
  await reminders.settle(id, 'sent', scope.now);
}

/** As long as the time does not hold, in ms. */
const LOOK_AGAIN_MS = minutesMs(10);

function nextLook(reminder: Reminder, now: Date): Date {
  const [next, last] = [addMs(now, LOOK_AGAIN_MS), reminderEnds(reminder)];
  return next < last ? next : last;
}

/** Nobody is asked whether they come to a closed door. */
export async function tellDeskOfLeave(
  scope: Scope,
  { appointmentId }: Pick<Reminder, 'appointmentId'>,
): Promise<void> {
  const link = linkToChanges(scope);
  await tellDesk(scope, `leave-reminder:${appointmentId}`, (texts) => texts('change.inLeave', { link }));
}

/** Nor to a room or on a day of which the same is true. */
export async function tellDeskOfStranded(
  scope: Scope,
  { appointmentId }: Pick<Reminder, 'appointmentId'>,
): Promise<void> {
  const link = linkToChanges(scope);
  await tellDesk(scope, `stranded-reminder:${appointmentId}`, (texts) => texts('change.stranded', { link }));
}

/** Neutral: whoever else looks at the screen reads a time and no more, unless the centre names the counsellor. */
function reminderText(
  { tools }: CentreContent,
  { kind, startsAt, endsAt, counsellor, room, onlineAddress }: Reminder,
  reader: Reader,
  named: boolean,
): string {
  const time = sayRange({ startAt: startsAt, endAt: endsAt }, reader);
  const text = tools(kind === 'day' ? 'remind.day' : 'remind.hour', { time });
  return [
    text,
    ...(named ? [[counsellor, room].filter((one) => one !== null).join(' · ')] : []),
    ...(onlineAddress === null ? [] : [tools('remind.online', { address: onlineAddress })]),
  ].join('\n');
}

/** What would be refused is not offered. */
const reminderChoices = ({ tools }: CentreContent, { id }: Reminder, mayMove: boolean): Choice[] => [
  { id: `remind.yes.${id}`, label: tools('remind.yes') },
  { id: `remind.no.${id}`, label: tools('remind.no') },
  ...(mayMove ? [{ id: `remind.move.${id}`, label: tools('remind.move') }] : []),
];
