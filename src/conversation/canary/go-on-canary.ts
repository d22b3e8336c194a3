import type { Scope } from '../scope.ts';

/**
 * The canary was called, or the call has arrived: what a counsellor would do next. Harmless when it was done before.
 * @param wake the run, and how far it was when this wake was asked for
 */
export async function goOnCanary(scope: Scope, wake: string): Promise<void> {
  const { canary } = scope.stores;
  const run = await canary.lock(wake.split('.')[0] ?? '');
  if (run === null || run.outgoingId === null) return;
  // Told to the real queue, and not to the memory of this process; whoever takes it sends the row.
  if (run.sentAt === null) return void scope.parts.queue.wake('delivery', run.outgoingId, 1);
  if (!(await canary.acknowledge(run, scope.now))) return;
  await canary.close(run, scope.now);
  await canary.end(run.id, null, scope.now);
}
