import { Temporal } from 'temporal-polyfill';

/** What a visitor is asked after a session: to tap, 1 (不同意) to 5 (同意). */
export const QUESTIONS = ['heard', 'fit', 'helped'] as const;
export type Question = (typeof QUESTIONS)[number];
export const SCORES = [1, 2, 3, 4, 5] as const;
export type Score = (typeof SCORES)[number];

export type Answers = Partial<Readonly<Record<Question, Score>>> & { readonly words?: string };

/** What one visitor answered; null where it is no longer known who it was. */
export type Given = { readonly contactId: string | null; readonly answers: Answers };

/** Answers are shown in batches of so many visitors: what changed by one would tell who gave it. */
export const BATCH = 5;

export type EvaluationTotals = {
  /** Of whole batches only. */
  readonly count: number;
  /** To the nearest half; null before the first whole {@link BATCH}. */
  readonly averages: Readonly<Record<Question, number>> | null;
};

export const nextQuestion = (answers: Answers): Question | null =>
  QUESTIONS.find((question) => answers[question] === undefined) ?? null;

/**
 * What is in whole batches, in the order in which it was given. A visitor is in a batch once, and their next one waits for
 * a later batch; so nothing that is shown changes until five more have answered. Pure.
 */
export function inWholeBatches<One extends Pick<Given, 'contactId'>>(inOrder: readonly One[]): One[] {
  const shown: One[] = [];
  let waiting: One[] = [];
  for (const one of inOrder) {
    waiting.push(one);
    const batch = waiting.filter(
      ({ contactId }, index) =>
        contactId === null || waiting.findIndex((other) => other.contactId === contactId) === index,
    );
    if (batch.length < BATCH) continue;
    shown.push(...batch);
    waiting = waiting.filter((other) => !batch.includes(other));
  }
  return shown;
}

/** Of answers in the order in which they were given; those that are not whole do not count. Pure. */
export function totalsOf(inOrder: readonly Given[]): EvaluationTotals {
  const shown = inWholeBatches(inOrder.filter(({ answers }) => nextQuestion(answers) === null));
  if (shown.length === 0) return { count: 0, averages: null };
  const average = (question: Question): number => {
    const sum = shown.reduce((all, { answers }) => all + (answers[question] ?? 0), 0);
    return Math.round((sum / shown.length) * 2) / 2;
  };
  return {
    count: shown.length,
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
