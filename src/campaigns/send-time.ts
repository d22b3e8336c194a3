import { Temporal } from 'temporal-polyfill';
import { addMs, daysMs } from '../core/clock.ts';

const ZONE = 'Asia/Shanghai';
/** Quiet hours by the clock in Shanghai: nothing of a campaign is sent from the first to the second. */
export const QUIET_FROM_HOUR = 22;
export const QUIET_TO_HOUR = 8;
export const LONGEST_AHEAD_DAYS = 180;
/** What could not be sent for so long is not sent any more. */
export const LIFE_DAYS = 7;

const inShanghai = (at: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);

/** This moment, or the next morning where it lies in the quiet hours. */
export function afterQuietHours(at: Date): Date {
  const local = inShanghai(at);
  if (local.hour >= QUIET_TO_HOUR && local.hour < QUIET_FROM_HOUR) return at;
  const day = local.toPlainDate().add({ days: local.hour >= QUIET_FROM_HOUR ? 1 : 0 });
  const morning = day.toZonedDateTime({ timeZone: ZONE, plainTime: { hour: QUIET_TO_HOUR } });
  return new Date(morning.epochMilliseconds);
}

export const isQuiet = (at: Date): boolean => afterQuietHours(at).getTime() !== at.getTime();

export type SendTimeProblem = 'unreadable' | 'past' | 'too-far';
export type SendTime =
  | { readonly ok: true; readonly at: Date }
  | { readonly ok: false; readonly code: SendTimeProblem };

/** A minute by the clock in Shanghai, as a form writes it: 2026-05-25T10:00. */
export function readSendTime(text: string, now: Date): SendTime {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return { ok: false, code: 'unreadable' };
  let at: Date;
  try {
    const local = Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    at = new Date(local.toZonedDateTime(ZONE).epochMilliseconds);
  } catch {
    return { ok: false, code: 'unreadable' };
  }
  if (at < now) return { ok: false, code: 'past' };
  return at > addMs(now, daysMs(LONGEST_AHEAD_DAYS)) ? { ok: false, code: 'too-far' } : { ok: true, at };
}

/** How a form writes a moment. */
export const writeSendTime = (at: Date): string =>
  inShanghai(at).toPlainDateTime().toString({ smallestUnit: 'minute' });
