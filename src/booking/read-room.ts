import { readMinute } from '../core/read-time.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Room } from './availability-store.ts';

/** A room as a form has it; hours by weekday, `1` is Monday, such as `08:00-12:00,14:00-21:00`. */
export type RoomText = {
  readonly name: string;
  readonly campus: string;
  readonly hours: Readonly<Record<string, string>>;
  readonly retired: boolean;
};
export type RoomProblem = { readonly field: string; readonly code: 'missing' | 'too-long' | 'hours' };

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const LONGEST_NAME = 60;
const LONGEST_CAMPUS = 40;

/** The field of a weekday's hours. */
export const hoursField = (weekday: number): string => `hours-${weekday}`;

/** A room, or everything that is wrong with it. Days without hours are closed once another day has some. Pure. */
export function readRoom(
  id: string,
  text: RoomText,
): Result<Room, 'wrong'> & { readonly problems: readonly RoomProblem[] } {
  const problems: RoomProblem[] = [];
  const name = text.name.normalize('NFC').trim();
  if (name === '') problems.push({ field: 'name', code: 'missing' });
  if (name.length > LONGEST_NAME) problems.push({ field: 'name', code: 'too-long' });
  const campus = text.campus.normalize('NFC').trim();
  if (campus.length > LONGEST_CAMPUS) problems.push({ field: 'campus', code: 'too-long' });
  const hours = WEEKDAYS.flatMap((weekday) => {
    const read = readHours(text.hours[hoursField(weekday)] ?? '');
    if (read === null) problems.push({ field: hoursField(weekday), code: 'hours' });
    return (read ?? []).map((one) => ({ weekday, ...one }));
  });
  if (problems.length > 0) return { ...fail('wrong'), problems };
  const room = {
    id,
    name,
    campus: campus === '' ? null : campus,
    hours,
    retired: text.retired,
    sample: false,
  };
  return { ...ok(room), problems };
}

type Hours = { readonly fromMinute: number; readonly toMinute: number };

function readHours(text: string): Hours[] | null {
  const parts = text.split(/[,，、;；]/).filter((part) => part.trim() !== '');
  const hours: Hours[] = [];
  for (const part of parts) {
    const [from = '', to = '', ...more] = part.split(/[-–—~]/);
    const [fromMinute, toMinute] = [readMinute(from), readMinute(to)];
    const before = hours.at(-1)?.toMinute ?? 0;
    if (fromMinute === null || toMinute === null || more.length > 0) return null;
    if (toMinute <= fromMinute || (hours.length > 0 && fromMinute < before)) return null;
    hours.push({ fromMinute, toMinute });
  }
  return hours;
}
