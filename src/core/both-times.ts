/** Times for somebody who lives by another clock than the centre: both are shown, and neither is worked out by hand. */
import { Temporal } from 'temporal-polyfill';
import type { Language } from './language.ts';
import { dateIn, formatDay, formatHours, formatRange, formatTime, shanghaiDate } from './shanghai-time.ts';

const WORDS = {
  zh: { centre: '北京时间', here: '当地' },
  en: { centre: 'Beijing time', here: 'your time' },
} as const;

/** In which language and, beside the centre's, by which clock somebody reads times; null: by the centre's alone. */
export type Reader = { readonly language: Language; readonly timeZone: string | null };

const LONGEST_ZONE = 64;
const ZONE_NAME = /^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/;

/** Is this the name of a zone, such as Europe/London? An offset is none: it knows no summer time. */
export function isTimeZone(name: string): boolean {
  if (name.length > LONGEST_ZONE || !ZONE_NAME.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * 北京时间 11月23日 周一 14:00–14:50 · 当地 11月23日 周一 06:00–06:50; the centre's time alone where `zone` is null or its
 * clocks show the same.
 */
export function formatBothRanges(
  startAt: Date,
  endAt: Date,
  language: Language,
  zone: string | null,
): string {
  const centre = formatRange(startAt, endAt, language);
  const here = zone === null ? centre : formatRange(startAt, endAt, language, zone);
  if (here === centre) return centre;
  const words = WORDS[language];
  return `${words.centre} ${centre} · ${words.here} ${here}`;
}

/** 14:00–14:50 · 当地 06:00–06:50, the day of the other place named where it is not the centre's. */
export function formatBothHours(startAt: Date, endAt: Date, language: Language, zone: string | null): string {
  const centre = formatHours(startAt, endAt);
  if (zone === null) return centre;
  const sameDay =
    dateIn(startAt, zone) === shanghaiDate(startAt) && dateIn(endAt, zone) === shanghaiDate(endAt);
  const here = sameDay ? formatHours(startAt, endAt, zone) : formatRange(startAt, endAt, language, zone);
  return here === centre ? centre : `${centre} · ${WORDS[language].here} ${here}`;
}

/** From when until when, to whoever reads it: every time that a student is told goes through this or one of its kind. */
export const sayRange = (
  { startAt, endAt }: { readonly startAt: Date; readonly endAt: Date },
  { language, timeZone }: Reader,
): string => formatBothRanges(startAt, endAt, language, timeZone);

/** 11月23日 周一 14:00, abroad 北京时间 11月23日 周一 14:00 · 当地 11月23日 周一 06:00. */
export function sayMoment(at: Date, { language, timeZone }: Reader): string {
  const read = (zone?: string): string => `${formatDay(at, language, zone)} ${formatTime(at, zone)}`;
  const centre = read();
  const here = timeZone === null ? centre : read(timeZone);
  if (here === centre) return centre;
  const words = WORDS[language];
  return `${words.centre} ${centre} · ${words.here} ${here}`;
}

/** 14:00, abroad 14:00 · 当地 06:00: of a day that is named beside it, or is today. */
export function sayClock(at: Date, { language, timeZone }: Reader): string {
  const centre = formatTime(at);
  if (timeZone === null) return centre;
  const sameDay = dateIn(at, timeZone) === shanghaiDate(at);
  const here = sameDay
    ? formatTime(at, timeZone)
    : `${formatDay(at, language, timeZone)} ${formatTime(at, timeZone)}`;
  return here === centre ? centre : `${centre} · ${WORDS[language].here} ${here}`;
}
