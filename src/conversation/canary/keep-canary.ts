import { SINK } from '../../core/channel.ts';
import { describeError } from '../../core/log.ts';
import type { CanaryPolicy } from '../../handoff/canary/canary-policy.ts';
import type { CanaryRun } from '../../handoff/canary/canary-store.ts';
import {
  type CanaryVerdict,
  decideCanary,
  findStuck,
  judgeCanary,
} from '../../handoff/canary/judge-canary.ts';
import { caseWake } from '../escalation/escalation.ts';
import { createIntake } from '../intake.ts';
import type { WakeQueue } from '../ports/wake-queue.ts';
import { type ConversationParts, inScope } from '../scope.ts';
import { canaryWake } from './canary-wake.ts';

/** Which account of ours the canary writes to. */
export const CANARY_BOT = 'canary';

/**
 * Begins a canary when its time has come, gives up one that came to no end, and says how the path stands. Everything
 * between is done by the real queue and the real workers, and by nothing else: the sweep leaves its rows alone.
 * @param isMine whether this process may: of several only one begins and gives up
 */
export async function keepCanary(
  parts: ConversationParts,
  policy: CanaryPolicy,
  isMine: () => Promise<boolean>,
): Promise<{ readonly verdict: CanaryVerdict; readonly now: Date }> {
  const { open, ended, left, now } = await parts.transactions.read(async ({ canary, now }) => ({
    open: await canary.open(),
    ended: await canary.ended(policy.missesToAlarm),
    left: await canary.hasLeft(),
    now: await now(),
  }));
  if (left && open === null && (await isMine())) await eraseLeft(parts);
  const act = decideCanary(policy, open, ended[0] ?? null, now);
  if (act === 'wait' && open !== null && isNudgeDue(open, now) && (await isMine())) await nudge(parts, open);
  if (act === 'wait' || !(await isMine())) return { verdict: judgeCanary(policy, ended), now };
  if (act === 'begin') {
    await begin(parts, policy);
    return { verdict: judgeCanary(policy, ended), now };
  }
  if (open !== null) await giveUp(parts, open.id);
  await eraseLeft(parts);
  const after = await parts.transactions.read(({ canary }) => canary.ended(policy.missesToAlarm));
  return { verdict: judgeCanary(policy, after), now };
}

/**
 * Comes in as a student's word does, by the intake that every channel of this program hands its updates to: stored first,
 * and then a turn is asked of the queue.
 */
async function begin(parts: ConversationParts, { sentence }: CanaryPolicy): Promise<void> {
  const id = parts.newId();
  const place = { channel: SINK, bot: CANARY_BOT } as const;
  const begun = await parts.transactions.run(async (stores) => {
    const now = await stores.now();
    const { addressId } = await stores.addresses.findOrCreate({ ...place, account: id, now });
    if (await stores.canary.begin({ id, addressId, now })) return true;
    await stores.canary.erase();
    return false;
  });
  if (!begun) return;
  const { transactions, newId } = parts;
  const receive = createIntake({ transactions, newId, queue: throughTheQueue(parts.queue) });
  await receive({ ...place, updateKey: id, from: id, body: { kind: 'text', text: sentence } });
}

/** A wake that is not for this very moment goes through the real queue, and not through the memory of this process. */
const throughTheQueue = (queue: WakeQueue): WakeQueue => ({
  wake: (kind, id, inMs) => queue.wake(kind, id, Math.max(1, inMs)),
});

/** A wake may be lost, as any may; for others the sweep makes up for it. In seconds. */
const NUDGE_EVERY = 5;

function isNudgeDue({ begunAt }: CanaryRun, now: Date): boolean {
  const seconds = Math.floor((now.getTime() - begunAt.getTime()) / 1_000);
  return seconds > 0 && seconds % NUDGE_EVERY === 0;
}

/** Asks the real queue once more for the step that is missing. A queue that is dead stays silent, and that is the point. */
async function nudge(parts: ConversationParts, run: CanaryRun): Promise<void> {
  const { waits, caseId } = await parts.transactions.read(({ canary }) => canary.progress(run));
  const { queue } = parts;
  if (waits) return void queue.wake('turn', run.addressId, 1);
  if (caseId === null) return;
  if (run.calledAt === null) return void queue.wake('escalation', caseWake(caseId), 1);
  void queue.wake('escalation', canaryWake(run.id, run.sentAt === null ? 'called' : 'sent'), 1);
}

const giveUp = (parts: ConversationParts, id: string): Promise<void> =>
  inScope(parts, async ({ stores, now }) => {
    const run = await stores.canary.lock(id);
    if (run === null) return;
    const code = findStuck(run, await stores.canary.progress(run));
    await stores.canary.end(id, code, now);
    parts.log.error('canary.missed', { code });
  });

/** Where a turn that hangs still holds its rows, they are deleted before the next one. */
const eraseLeft = (parts: ConversationParts): Promise<void> =>
  parts.transactions
    .run(({ canary }) => canary.erase())
    .catch((error: unknown) => parts.log.warn('canary.not-erased', describeError(error)));
