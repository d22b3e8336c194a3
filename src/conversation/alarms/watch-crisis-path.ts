import { addMs, minutesMs } from '../../core/clock.ts';
import type { CanaryPolicy } from '../../handoff/canary/canary-policy.ts';
import { judgeCanary } from '../../handoff/canary/judge-canary.ts';
import { waitedMinutes } from '../escalation/pages.ts';
import { type ConversationParts, inScope } from '../scope.ts';
import { type AlarmAddress, tellAlarm } from './watch-parts.ts';

const PART = 'crisis-path';
const AGAIN_MS = minutesMs(30);

/**
 * Tells staff when the canary has missed its end too often, again while that lasts, and when it comes through. Several
 * processes may look at once: each alarm is one row. What is told here goes through the program itself; whoever must hear
 * of it although the program is dead is called by the watchdog.
 */
export const watchCrisisPath = (
  parts: ConversationParts,
  policy: CanaryPolicy,
  beside: readonly AlarmAddress[],
): Promise<void> =>
  inScope(parts, async (scope) => {
    const { stores, now } = scope;
    const verdict = judgeCanary(policy, await stores.canary.ended(policy.missesToAlarm));
    const open = (await stores.alarms.open()).find(({ part }) => part === PART);
    const link = `${parts.publicUrl}/console`;
    const tell = (key: string, compose: Parameters<typeof tellAlarm>[5]): Promise<void> =>
      tellAlarm(
        scope,
        () => true,
        (texts) => texts('alarm.path'),
        `alarm:${key}`,
        beside,
        compose,
      );
    if (verdict.state === 'failing' && open === undefined) {
      const id = parts.newId();
      const { code } = verdict;
      if (!(await stores.alarms.raise({ id, part: PART, code, now }))) return;
      parts.log.error('alarm.raised', { part: PART, code });
      return tell(`${id}:raised`, (texts) =>
        texts('alarm.pathDown', { code, minutes: policy.everyMinutes, link }),
      );
    }
    if (open === undefined) return;
    if (verdict.state === 'well') {
      if (!(await stores.alarms.clear(open.id, now))) return;
      parts.log.info('alarm.cleared', { part: PART });
      return tell(`${open.id}:cleared`, (texts) => texts('alarm.pathBack'));
    }
    if (addMs(open.toldAt, AGAIN_MS) > now || !(await stores.alarms.toldAgain(open.id, open.toldAt, now)))
      return;
    const minutes = waitedMinutes(open.raisedAt, now);
    await tell(`${open.id}:${now.getTime()}`, (texts) => texts('alarm.pathStillDown', { minutes, link }));
  });
