import { z } from 'zod';

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
        as: z.int().min(1).max(5, 'a weekday that is worked: 1 is Monday, 5 is Friday'),
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
    });
  });
