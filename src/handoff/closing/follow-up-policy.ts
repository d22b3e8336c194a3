import { z } from 'zod';
import { addLocalDays } from '../rota/local-day.ts';
import { graver, type RegisterClass } from './closing.ts';

const days = z
  .array(z.int().min(1).max(366))
  .min(1)
  .max(12)
  .refine((list) => list.every((one, index) => index === 0 || one > (list[index - 1] ?? 0)), {
    message: 'days after the ending, each later than the one before',
  });

/** A minute of the centre's day, written 09:00. */
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** `config/follow-up.yaml`. */
export const followUpPolicySchema = z.strictObject({
  source: z.string().min(1),
  /** Days after the ending on which somebody looks after the person. */
  days: z.strictObject({ ordinary: days, serious: days, 'major-crisis': days }),
  /** When the owner is reminded, on the day itself. */
  remindAt: clock,
  /** When a student who agreed is greeted, on the day itself. */
  greetAt: clock,
  /** So long after the reminder a check is overdue, and the owner and the centre heads are told. */
  overdueHours: z.int().min(1).max(720),
  /** And again so often until it is settled. */
  repeatHours: z.int().min(1).max(720),
});

export type FollowUpPolicy = z.infer<typeof followUpPolicySchema>;

/** On which days somebody of this class is looked after, counted from a day such as 2026-11-23. Pure. */
export const planDates = (policy: FollowUpPolicy, of: RegisterClass, from: string): string[] =>
  policy.days[of].map((count) => addLocalDays(from, count));

/**
 * Which of these days are planned beside what is owed already: a check that is ahead on the same day or a neighbouring one
 * is one with it, and stays on the day that somebody may have promised. Only the first of them is never put off by that. What
 * is owed today or before was for what was before. Pure.
 */
export function datesBeside(dates: readonly string[], owed: readonly string[], today: string): string[] {
  const ahead = owed.filter((day) => day > today);
  const [first] = [...dates].sort();
  return dates.filter((date) => {
    const near = date === first ? [-1, 0] : [-1, 0, 1];
    return !owed.includes(date) && !near.some((days) => ahead.includes(addLocalDays(date, days)));
  });
}

/**
 * The days that a graver class asks for, counted from today, and that are not owed yet; none where the class stays or
 * becomes lighter. Pure.
 */
export function datesToAdd(
  policy: FollowUpPolicy,
  change: { readonly from: RegisterClass; readonly to: RegisterClass },
  owed: readonly string[],
  today: string,
): string[] {
  const { from, to } = change;
  if (to === from || graver(from, to) === from) return [];
  return planDates(policy, to, today).filter((date) => !owed.includes(date));
}
