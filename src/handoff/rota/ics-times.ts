import { Temporal } from 'temporal-polyfill';

/** The centre's clock. */
export const ZONE = 'Asia/Shanghai';
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/**
 * What Windows, and so Outlook, calls zones that have had the centre's clock all year since before there was any rota; from
 * windowsZones.xml of the Unicode CLDR. Others that it names need a conversion that nobody asked for.
 */
const WINDOWS_ZONES: ReadonlySet<string> = new Set([
  'china standard time',
  'taipei standard time',
  'singapore standard time',
  'w. australia standard time',
]);
/** As Outlook titles such a zone that was set up by hand: (UTC+08…) Beijing, Chongqing, Hong Kong, Urumqi. */
const TITLED = /^\((?:UTC|GMT)\+0?8(?::00)?\)/i;

/** A moment of a calendar: a local time where its zone has the centre's clock all year, or one in UTC. Pure. */
export function readMoment(value: string, params: string): Date | 'time' | 'zone' {
  const found = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)$/.exec(value.trim());
  if (found === null) return 'time';
  const [, year, month, day, hour, minute, second, utc] = found;
  const zone = zoneOf(params);
  if (utc === '' && zone !== null && !hasCentreClock(zone, Number(year))) return 'zone';
  try {
    const wall = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
    return new Date(wall.toZonedDateTime(utc === 'Z' ? 'UTC' : ZONE).epochMilliseconds);
  } catch {
    return 'time';
  }
}

/** In quotes it may hold a colon. */
function zoneOf(params: string): string | null {
  const found = /(?:^|;)TZID=(?:"([^"]*)"|([^;]*))/i.exec(params);
  return found === null ? null : (found[1] ?? found[2] ?? '').trim();
}

function hasCentreClock(name: string, year: number): boolean {
  if (name === ZONE || WINDOWS_ZONES.has(name.toLowerCase()) || TITLED.test(name)) return true;
  // A name that is to be unique in the world has its maker in front: /freeassociation.sourceforge.net/Asia/Shanghai.
  const zone = name.startsWith('/') ? name.split('/').slice(-2).join('/') : name;
  try {
    return MONTHS.every((month) => offsetOn(zone, year, month) === offsetOn(ZONE, year, month));
  } catch {
    // No zone of the IANA list.
    return false;
  }
}

const offsetOn = (timeZone: string, year: number, month: number): string =>
  Temporal.ZonedDateTime.from({ year, month, day: 1, timeZone }).offset;

/** Weeks, or days and a time: RFC 5545, section 3.3.6, which knows no years and no fractions. */
const DURATION =
  /^\+?P(?:\d{1,3}W|\d{1,4}D(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,6}M)?(?:\d{1,8}S)?)?|T(?=\d)(?:\d{1,5}H)?(?:\d{1,6}M)?(?:\d{1,8}S)?)$/;

/** How long in milliseconds, or null for what is no length. The centre's days all have 24 hours. Pure. */
export function readLength(value: string): number | null {
  const text = value.trim().toUpperCase();
  if (!DURATION.test(text)) return null;
  return Temporal.Duration.from(text).total({ unit: 'milliseconds', relativeTo: '2000-01-01' });
}
