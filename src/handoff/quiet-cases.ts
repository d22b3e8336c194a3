import { addMs, hoursMs } from '../core/clock.ts';
import type { HandoffCase } from './case.ts';
import type { EscalationPolicy } from './policy.ts';
import { addLocalDays, localDateOf, localDay, momentOn } from './rota/local-day.ts';

/** When they are told of, in minutes of the centre's day: before work begins, and when whoever has no shift goes home. */
const MORNING = 9 * 60;
const EVENING = 18 * 60;
/** A look that came late, because the program was down, tells nobody of it after this. */
const LATEST = 21 * 60;

export type QuietLook = {
  /** Null where it is too early or too late in the day to tell anybody. */
  readonly part: 'morning' | 'evening' | null;
  readonly date: string;
  readonly nextAt: Date;
};

/** Which look is due now, and when the next one is. Pure. */
export function quietLook(now: Date): QuietLook {
  const date = localDateOf(now);
  const at = (day: string, minute: number): Date => momentOn(localDay(day), minute);
  if (now < at(date, MORNING)) return { part: null, date, nextAt: at(date, MORNING) };
  if (now < at(date, EVENING)) return { part: 'morning', date, nextAt: at(date, EVENING) };
  const nextAt = at(addLocalDays(date, 1), MORNING);
  return { part: now < at(date, LATEST) ? 'evening' : null, date, nextAt };
}

/** Since when nobody gave a sign in a case that somebody has; null for any other. Pure. */
export const quietSince = ({ status, ownerActiveAt, acknowledgedAt }: HandoffCase): Date | null =>
  status === 'acknowledged' ? (ownerActiveAt ?? acknowledgedAt) : null;

export type QuietCase = { readonly one: HandoffCase; readonly since: Date };

/** The cases that were quiet for so many hours, longest first. Pure. */
export function quietCases(cases: readonly HandoffCase[], hours: number, now: Date): QuietCase[] {
  const latest = addMs(now, -hoursMs(hours));
  return cases
    .flatMap((one) => {
      const since = quietSince(one);
      return since !== null && since <= latest ? [{ one, since }] : [];
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime());
}

/** In the evening heads hear only of what became so since the morning. Pure. */
export function quietForHeads(
  { quietCase: { headHours } }: EscalationPolicy,
  cases: readonly HandoffCase[],
  part: 'morning' | 'evening',
  now: Date,
): QuietCase[] {
  const quiet = quietCases(cases, headHours, now);
  if (part === 'morning') return quiet;
  const toldThisMorning = addMs(momentOn(localDay(localDateOf(now)), MORNING), -hoursMs(headHours));
  return quiet.filter(({ since }) => since > toldThisMorning);
}
