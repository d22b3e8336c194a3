/** Times for somebody who lives by another clock than the centre: both are shown, and neither is worked out by hand. */
import { Temporal } from 'temporal-polyfill';
import type { Language } from './language.ts';
import { dateIn, formatHours, formatRange, shanghaiDate } from './shanghai-time.ts';

const WORDS = {
  zh: { centre: '北京时间', here: '当地' },
  en: { centre: 'Beijing time', here: 'your time' },
} as const;

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
