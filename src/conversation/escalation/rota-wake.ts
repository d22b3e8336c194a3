import type { RotaTask } from '../../handoff/rota-task-store.ts';
import type { Scope } from '../scope.ts';

/** What a wake-up of the kind `escalation` names where the rota has something to do. */
export const rotaWake = (task: RotaTask): string => `rota.${task}`;

/** Has the rota look at once, as soon as this transaction is committed. */
export async function planRotaTask({ stores, now, after }: Scope, task: RotaTask): Promise<void> {
  await stores.rotaTasks.plan(task, now);
  after.escalations.push({ id: rotaWake(task), at: now });
}
