import { Temporal } from 'temporal-polyfill';

/** What a visitor is asked after a session: to tap, 1 (不同意) to 5 (同意). */
export const QUESTIONS = ['heard', 'fit', 'helped'] as const;
export type Question = (typeof QUESTIONS)[number];
export const SCORES = [1, 2, 3, 4, 5] as const;
export type Score = (typeof SCORES)[number];

export type Answers = Partial<Readonly<Record<Question, Score>>> & { readonly words?: string };

/** Fewer answers are shown to nobody: they would tell who gave them. */
export const LEAST_SHOWN = 5;

export type EvaluationTotals = {
  readonly count: number;
  /** Null below {@link LEAST_SHOWN}. */
  readonly averages: Readonly<Record<Question, number>> | null;
};

export const nextQuestion = (answers: Answers): Question | null =>
  QUESTIONS.find((question) => answers[question] === undefined) ?? null;

/** Pure; answers that are not whole do not count. */
export function totalsOf(all: readonly Answers[]): EvaluationTotals {
  const whole = all.filter((one) => nextQuestion(one) === null);
  if (whole.length < LEAST_SHOWN) return { count: whole.length, averages: null };
  const average = (question: Question): number =>
    whole.reduce((sum, one) => sum + (one[question] ?? 0), 0) / whole.length;
  return {
    count: whole.length,
    averages: { heard: average('heard'), fit: average('fit'), helped: average('helped') },
  };
}

const ZONE = 'Asia/Shanghai';
const AFTER_MINUTES = 60;
const QUIET_FROM = Temporal.PlainTime.from('21:30');
const QUIET_UNTIL = Temporal.PlainTime.from('08:00');

/** An hour after the end, and never from 21:30 to 08:00 in Shanghai. Pure. */
export function whenToAsk(endAt: Date, now: Date): Date {
  const after = Math.max(endAt.getTime(), now.getTime()) + AFTER_MINUTES * 60_000;
  return notAtNight(new Date(after));
}

/** The same moment, or the next morning at eight. Pure. */
export function notAtNight(at: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);
  const time = local.toPlainTime();
  const isLate = Temporal.PlainTime.compare(time, QUIET_FROM) >= 0;
  if (!isLate && Temporal.PlainTime.compare(time, QUIET_UNTIL) >= 0) return at;
  const day = isLate ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  const morning = day.toZonedDateTime({ timeZone: ZONE, plainTime: QUIET_UNTIL });
  return new Date(morning.epochMilliseconds);
}
