import { addMs, minutesMs } from '../core/clock.ts';
import type { AppointmentStatus } from './appointment-store.ts';

export const REMINDER_KINDS = ['day', 'hour'] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** How long before the start each is due, in minutes. */
export const REMINDER_MINUTES: Readonly<Record<ReminderKind, number>> = { day: 1_440, hour: 60 };

/** A reminder that comes later than so many minutes before the start helps nobody. */
const LATEST_MINUTES: Readonly<Record<ReminderKind, number>> = { day: 120, hour: 5 };

export type ReminderFacts = {
  readonly kind: ReminderKind;
  /** The time that the reminder was written for. */
  readonly startsAt: Date;
  /** Of the appointment now. */
  readonly status: AppointmentStatus;
  readonly startsNow: Date;
  /** Whether staff said that this time does not hold. */
  readonly calledOff: boolean;
  /** Whether the counsellor has taken leave then since it was booked, and nobody has told the student. */
  readonly inLeave: boolean;
  /** Whether something else came over the time since: a holiday, a room that is not there then. */
  readonly stranded?: boolean;
};

/**
 * Whether it is still true and of use, at the moment it is due or, after an outage, later. `tell-desk`: nobody comes, and
 * somebody has to say so. Pure.
 */
export function decideReminder(facts: ReminderFacts, now: Date): 'send' | 'tell-desk' | 'drop' {
  const { kind, startsAt, status, startsNow, calledOff, inLeave, stranded = false } = facts;
  if (status !== 'booked' || calledOff || startsNow.getTime() !== startsAt.getTime()) return 'drop';
  if (inLeave || stranded) return startsAt > now ? 'tell-desk' : 'drop';
  return now <= reminderEnds({ kind, startsAt }) ? 'send' : 'drop';
}

/** From then on nobody is reminded by it any more. */
export const reminderEnds = ({ kind, startsAt }: Pick<ReminderFacts, 'kind' | 'startsAt'>): Date =>
  addMs(startsAt, -minutesMs(LATEST_MINUTES[kind]));

/** Whoever answers the day's reminder has so long before the start, in minutes. */
const ANSWERED_MINUTES = 12 * 60;

/**
 * How long before the start it is late to cancel or to move, whichever way. The day's reminder comes when a notice period
 * of a day ends: whoever answers it half a day ahead is not late. Minutes.
 */
export const lateMinutes = (
  noticePeriodMinutes: number,
  { dayBefore }: Pick<ReminderSettings, 'dayBefore'>,
): number => (dayBefore ? Math.min(noticePeriodMinutes, ANSWERED_MINUTES) : noticePeriodMinutes);

/** What a centre may set about all that it says by itself around an appointment. */
export type ReminderSettings = {
  readonly dayBefore: boolean;
  readonly hourBefore: boolean;
  /** Whether a reminder names counsellor and room; others may look at the screen. */
  readonly nameCounsellor: boolean;
  /** Minute of the day at which counsellors get their day sheet; null for never. */
  readonly daySheetMinute: number | null;
  /** For how long an offer of another time runs, in hours; it ends with the old time at the latest. */
  readonly offerHours: number;
  /** How long before an offer ends it is said once more, in hours. */
  readonly offerReminderHours: number;
};

export const remindersOn = ({ dayBefore, hourBefore }: ReminderSettings): ReminderKind[] => [
  ...(dayBefore ? (['day'] as const) : []),
  ...(hourBefore ? (['hour'] as const) : []),
];
