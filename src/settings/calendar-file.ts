import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { MakeUpDay } from '../core/calendar.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A day that is in the calendar: no 30 February. */
const isDate = (text: string): boolean =>
  DATE.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

const date = z
  .string('a date such as 2026-09-07')
  .refine(isDate, 'a date such as 2026-09-07, one that the calendar has');

const days = z
  .strictObject({ name: z.string().min(1).max(40), from: date, to: date })
  .refine(({ from, to }) => from <= to, { message: 'from not after to', path: ['to'] });

type Days = { readonly from: string; readonly to: string };

const holds = ({ from, to }: Days, day: string): boolean => from <= day && day <= to;

/** `config/calendar.yaml`. */
export const calendarSchema = z
  .strictObject({
    sample: z.boolean(),
    terms: z.array(days),
    holidays: z.array(days),
    makeUpDays: z.array(
      z.strictObject({
        date,
        as: z.int().min(1).max(5, 'a weekday that is worked: 1 is Monday, 5 is Friday').optional(),
        for: date.optional(),
      }),
    ),
  })
  .superRefine((calendar, context) => {
    const refuse = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    for (const list of ['terms', 'holidays'] as const) {
      calendar[list].forEach((one, index) => {
        const twice = calendar[list]
          .slice(0, index)
          .some((other) => holds(other, one.from) || holds(one, other.from));
        if (twice) refuse([list, index, 'from'], 'days that stand in no other entry of the list');
      });
    }
    calendar.makeUpDays.forEach((one, index) => {
      if (calendar.holidays.some((holiday) => holds(holiday, one.date)))
        refuse(['makeUpDays', index, 'date'], 'a day that is no holiday');
      if (calendar.makeUpDays.slice(0, index).some((other) => other.date === one.date))
        refuse(['makeUpDays', index, 'date'], 'a day that is listed once');
      const weekday = weekdayFor(one);
      if (weekday === null)
        refuse(['makeUpDays', index, 'as'], 'a weekday, or with `for` the date that is made up for');
      else if (weekday > 5)
        refuse(['makeUpDays', index, 'for'], 'a date from Monday to Friday, that is made up for');
      else if (one.as !== undefined && one.as !== weekday)
        refuse(['makeUpDays', index, 'as'], `the weekday of \`for\`, which is ${weekday}, or nothing`);
    });
  })
  .transform((calendar) => ({ ...calendar, makeUpDays: calendar.makeUpDays.map(toMakeUpDay) }));

type Written = { readonly date: string; readonly as?: number | undefined; readonly for?: string | undefined };

/** The weekday that is taught; null where nothing says. */
function weekdayFor({ as, for: day }: Written): number | null {
  if (day === undefined || !isDate(day)) return as ?? null;
  return Temporal.PlainDate.from(day).dayOfWeek;
}

const toMakeUpDay = (written: Written): MakeUpDay => ({
  date: written.date,
  // Held by the checks before.
  as: weekdayFor(written) ?? 1,
  ...(written.for === undefined ? {} : { for: written.for }),
});
