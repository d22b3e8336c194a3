import { nameActor } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import type { Action } from '../../access/role-table.ts';
import { whoIsOn } from '../../handoff/rota/coverage.ts';
import { DUTIES } from '../../handoff/rota/rota.ts';
import type { ByStaff } from '../../handoff/rota-store.ts';
import { callForWaiting } from '../escalation/escalation.ts';
import { findGaps, hasNewGap } from '../escalation/rota-gaps.ts';
import { planRotaTask, rotaWake } from '../escalation/rota-wake.ts';
import { audit, type Scope } from '../scope.ts';

type RotaAction = Extract<Action, `rota.${string}`>;

/** Asked and refused alike stand in the audit, with the rule or the swap that it is about. */
export async function permitsRota(
  scope: Scope,
  actor: Actor,
  action: RotaAction,
  id: string | null = null,
): Promise<boolean> {
  const allowed = can(actor, action, { kind: 'rota' }, 'administration');
  await audit(scope, {
    actor: nameActor(actor),
    action,
    resource: id === null ? 'rota' : `rota:${id}`,
    purpose: 'administration',
    allowed,
  });
  return allowed;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who writes it down; the command line is nobody of the staff. */
export const byOf = (actor: Actor): ByStaff =>
  actor.kind === 'staff' && UUID.test(actor.staffId) ? actor.staffId : null;

/**
 * Whatever changes who is on call: deadlines are found anew, whoever comes on now is told of all who wait, and a gap that
 * it makes is warned of at once.
 */
export async function changingRota<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  const { stores, now } = scope;
  const before = await onNow(scope);
  const gaps = await findGaps(stores, now);
  const outcome = await work();
  if (hasNewGap(gaps, await findGaps(stores, now))) {
    await planRotaTask(scope, 'gaps');
  }
  await planRotaTask(scope, 'changes');
  await planRotaTask(scope, 'starts');
  const offered = (await stores.rota.swaps(now)).filter(({ status }) => status === 'offered');
  const first = offered.map(({ startsAt }) => startsAt).sort((a, b) => a.getTime() - b.getTime())[0];
  await stores.rotaTasks.plan('swaps', first ?? null);
  if (first !== undefined) scope.after.escalations.push({ id: rotaWake('swaps'), at: first });
  for (const staffId of await onNow(scope)) {
    if (!before.includes(staffId)) await callForWaiting(scope, staffId);
  }
  await stores.tellChange('part', 'staff');
  return outcome;
}

async function onNow({ stores, now }: Scope): Promise<string[]> {
  const rota = await stores.rota.read(now);
  return DUTIES.flatMap((duty) => whoIsOn(rota, duty, now));
}
