import { say } from '../../core/message.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { decideEscalation } from '../../handoff/decide-escalation.ts';
import type { DutyBoard } from '../../handoff/responders.ts';
import { type Scope, toOutgoing } from '../scope.ts';
import { wakeCanary } from './canary-wake.ts';

/** Stands for whoever would be called; no member of the staff has this id. */
const NOBODY = { staffId: '00000000-0000-0000-0000-000000000000', real: true } as const;
const BOARD: DutyBoard = {
  duty: [NOBODY],
  backup: [],
  byRole: {},
  byName: new Map(),
  byRota: new Map(),
  administrators: [NOBODY],
};

/** Escalation of the canary's case by the real policy: the one that is called is the sink, and never a person. */
export async function callSink(scope: Scope, one: HandoffCase): Promise<void> {
  const { stores, now, centre, parts } = scope;
  // Others take the run and then its case, which this one holds: it never waits for them, and they are past this step.
  const run = await stores.canary.noteCase(one.id, one.addressId, one.openedAt);
  if (run === null) return;
  await stores.cases.saveEscalation(one.id, one.step, null);
  if (run.calledAt !== null) return;
  const decision = decideEscalation(centre.escalation, { ...one, channel: 'web' }, BOARD, now);
  if (decision.kind !== 'notify' || !decision.staffIds.includes(NOBODY.staffId)) {
    parts.log.error('canary.nobody-called', { decision: decision.kind });
    return;
  }
  const texts = centre.contents.zh.staff;
  const page = texts('page.one', { number: one.number, level: texts('level.imminent'), minutes: 0 });
  const rows = toOutgoing(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `canary:${run.id}`,
      message: say(page),
      caseId: one.id,
    },
  ]);
  const [outgoingId] = await stores.outgoing.add(rows, now);
  if (outgoingId === undefined) return;
  await stores.canary.noteCalled(run.id, outgoingId, now);
  wakeCanary(scope, run.id, 'called');
}

/** Something reached the sink: where it was the call, the canary goes on. */
export async function noteSinkSent(scope: Scope, outgoingId: string): Promise<void> {
  const runId = await scope.stores.canary.noteSent(outgoingId, scope.now);
  if (runId !== null) wakeCanary(scope, runId, 'sent');
}
