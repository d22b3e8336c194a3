import { minutesMs, secondsMs } from '../core/clock.ts';
import type { SpoolLevel } from './spool.ts';

/** Somebody in crisis who goes on writing is answered at most this often, in ms; others more rarely. */
const CRISIS_EVERY_MS = secondsMs(30);
const ORDINARY_EVERY_MS = minutesMs(5);

/** What an account was told last in this fault. */
export type AnswerBefore = { readonly level: SpoolLevel; readonly atMs: number };

/** `again`: short, since they have the numbers already. */
export type AnswerPlan = 'crisis' | 'again' | 'ordinary' | 'nothing';

const RANK: Readonly<Record<SpoolLevel, number>> = { ordinary: 0, high: 1, imminent: 2 };

export function planAnswer(level: SpoolLevel, before: AnswerBefore | null, nowMs: number): AnswerPlan {
  if (before === null || RANK[level] > RANK[before.level])
    return level === 'ordinary' ? 'ordinary' : 'crisis';
  const inCrisis = before.level !== 'ordinary';
  const since = nowMs - before.atMs;
  if (since >= 0 && since < (inCrisis ? CRISIS_EVERY_MS : ORDINARY_EVERY_MS)) return 'nothing';
  return inCrisis ? 'again' : 'ordinary';
}

/** The graver of what was said before and now: whoever was in crisis stays so while the fault lasts. */
export const graver = (level: SpoolLevel, before: AnswerBefore | null): SpoolLevel =>
  before !== null && RANK[before.level] > RANK[level] ? before.level : level;
