import { addMs, daysMs, hoursMs, minutesMs } from '../../core/clock.ts';
import { localDaysBetween } from '../local-day.ts';
import type { TimeRange } from '../slot.ts';

/** Between these minutes of the day in Asia/Shanghai somebody may be asked, and an offer runs: 08:00 to 21:30. */
export const OFFERING_FROM_MINUTE = 8 * 60;
export const OFFERING_TO_MINUTE = 21 * 60 + 30;
/** How long an offer stands, counted in offering time only. */
export const OFFER_MS = hoursMs(3);
/** What has less left is offered to nobody: there would be no time to look at it. */
export const LEAST_OFFER_MS = minutesMs(60);

/** The stretches of offering time that lie between two moments. */
function windowsBetween(from: Date, to: Date): TimeRange[] {
  return localDaysBetween(from, to).flatMap((day) => {
    const startAt = later(day.momentAt(OFFERING_FROM_MINUTE), from);
    const endAt = earlier(day.momentAt(OFFERING_TO_MINUTE), to);
    return startAt < endAt ? [{ startAt, endAt }] : [];
  });
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);
const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
const lengthMs = ({ startAt, endAt }: TimeRange): number => endAt.getTime() - startAt.getTime();

export const isOfferingTime = (at: Date): boolean => windowsBetween(at, addMs(at, 1)).length > 0;

/** The first moment from then on at which somebody may be asked. */
export const nextOfferingTime = (at: Date): Date => afterOfferingTime(at, 0);

/** Offering time between two moments, in ms. */
export const offeringMsBetween = (from: Date, to: Date): number =>
  windowsBetween(from, to).reduce((sum, window) => sum + lengthMs(window), 0);

/** The moment by which so much offering time has gone by; at most a day of it. */
export function afterOfferingTime(from: Date, ms: number): Date {
  let left = ms;
  for (const window of windowsBetween(from, addMs(from, daysMs(3)))) {
    if (left <= lengthMs(window)) return addMs(window.startAt, left);
    left -= lengthMs(window);
  }
  throw new RangeError('more than a day of offering time');
}

/**
 * Until when a slot that is promised now stays so: three hours of offering time, counted from the morning where it is
 * night, but never beyond the last moment at which it could be booked. Null where less than an hour of offering time would
 * be left.
 */
export function offerUntil(slot: TimeRange, now: Date, leastNoticeMinutes: number): Date | null {
  const last = addMs(slot.startAt, -minutesMs(leastNoticeMinutes));
  const until = earlier(afterOfferingTime(now, OFFER_MS), last);
  return offeringMsBetween(now, until) < LEAST_OFFER_MS ? null : until;
}
