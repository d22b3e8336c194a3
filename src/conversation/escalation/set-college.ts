import { isDeepStrictEqual } from 'node:util';
import type { HandoffCase } from '../../handoff/case.ts';
import { policyFor } from '../../handoff/policy.ts';
import { stepsOf } from '../../handoff/rounds.ts';
import type { Scope } from '../scope.ts';
import { caseWake } from './escalation.ts';

/**
 * From now on a case follows the policy of this college. Where that is another one, the steps of somebody who still waits
 * begin anew: whom it names first has not been called.
 */
export async function setCollege(scope: Scope, one: HandoffCase, college: string | null): Promise<void> {
  const { stores, now, centre, after } = scope;
  await stores.identity.setCollege(one.id, college);
  if (one.status !== 'open') return;
  const [before, own] = [one.college, college].map((name) => {
    const policy = policyFor(centre.escalation, name);
    return stepsOf(policy, policy[one.level], one.levelSince);
  });
  // By value: at night a college may have the same steps behind another first one.
  if (isDeepStrictEqual(before, own)) return;
  await stores.cases.saveEscalation(one.id, 0, now);
  after.escalations.push({ id: caseWake(one.id), at: now });
}
