/** What the runs of the canary say of the path that a cry for help takes. Pure. */
import { addMs, minutesMs, secondsMs } from '../../core/clock.ts';
import { type CanaryPolicy, oldAfterSeconds } from './canary-policy.ts';
import type { CanaryProgress, CanaryRun, EndedRun, Stuck } from './canary-store.ts';

/** Where a run that came to no end stands. */
export function findStuck(run: CanaryRun, { stored, attempts, waits, caseId }: CanaryProgress): Stuck {
  if (!stored) return 'intake';
  if (attempts > 0 && waits) return 'turn-fails';
  if (waits) return 'queue';
  if (caseId === null) return 'screening';
  if (run.calledAt === null) return 'escalation';
  return run.sentAt === null ? 'delivery' : 'closing';
}

export type CanaryAct = 'wait' | 'begin' | 'give-up';

/** What is to be done now; the next one begins by the clock of the one before, never beside it. */
export function decideCanary(
  { everyMinutes, limitSeconds }: CanaryPolicy,
  open: Pick<CanaryRun, 'begunAt'> | null,
  last: Pick<EndedRun, 'begunAt'> | null,
  now: Date,
): CanaryAct {
  if (open !== null) return addMs(open.begunAt, secondsMs(limitSeconds)) <= now ? 'give-up' : 'wait';
  return last === null || addMs(last.begunAt, minutesMs(everyMinutes)) <= now ? 'begin' : 'wait';
}

export type CanaryVerdict =
  | { readonly state: 'unknown' }
  | { readonly state: 'well'; readonly last: EndedRun }
  | { readonly state: 'failing'; readonly last: EndedRun; readonly code: Stuck };

/**
 * Two misses one after the other are an alarm, and one run that came to its end is the end of it. A first miss changes
 * nothing: one killed process is not worth a sleepless night.
 * @param ended newest first, at least `missesToAlarm` of them where there are as many
 */
export function judgeCanary({ missesToAlarm }: CanaryPolicy, ended: readonly EndedRun[]): CanaryVerdict {
  const [last] = ended;
  if (last === undefined) return { state: 'unknown' };
  const latest = ended.slice(0, missesToAlarm);
  const failing = latest.length === missesToAlarm && latest.every(({ code }) => code !== null);
  return failing && last.code !== null
    ? { state: 'failing', last, code: last.code }
    : { state: 'well', last };
}

/**
 * Whether people may be slow to come now, for whoever waits for one: what was found long ago, or before the canary was
 * switched off, says nothing of now. Pure.
 * @param ended as for `judgeCanary`
 */
export function isPathFailing(policy: CanaryPolicy, ended: readonly EndedRun[], now: Date): boolean {
  const verdict = judgeCanary(policy, ended);
  return verdict.state === 'failing' && addMs(verdict.last.endedAt, secondsMs(oldAfterSeconds(policy))) > now;
}
