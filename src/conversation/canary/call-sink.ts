import type { HandoffCase } from '../../handoff/case.ts';
import { decideEscalation } from '../../handoff/decide-escalation.ts';
import type { DigestItem } from '../../handoff/digest.ts';
import type { DutyBoard } from '../../handoff/responders.ts';
import { composePage, draftPages, penOf } from '../escalation/pages.ts';
import { type Scope, toOutgoing } from '../scope.ts';
import { wakeCanary } from './canary-wake.ts';

/** Stands for whoever would be called; no member of the staff has this id. */
const NOBODY = { staffId: '00000000-0000-0000-0000-000000000000', real: true } as const;
const SINK_BOARD: DutyBoard = {
  duty: [NOBODY],
  backup: [],
  byRole: {},
  byName: new Map(),
  byRota: new Map(),
  administrators: [NOBODY],
};

/**
 * Escalation of the canary's case by the real policy: the one that is called is the sink, and never a person. Whoever a
 * student's case would call now is worked out as well, with what each of them would be told; none of it is sent.
 */
export async function callSink(scope: Scope, one: HandoffCase, board: DutyBoard): Promise<void> {
  const { stores, now, centre, parts } = scope;
  // Others take the run and then its case, which this one holds: it never waits for them, and they are past this step.
  const run = await stores.canary.noteCase(one.id, one.addressId, one.openedAt);
  if (run === null) return;
  await stores.cases.saveEscalation(one.id, one.step, null);
  if (run.calledAt !== null) return;
  const asStudents: HandoffCase = { ...one, channel: 'web' };
  const item = itemOf(one);
  const real = decideEscalation(centre.escalation, asStudents, board, now);
  const decision = decideEscalation(centre.escalation, asStudents, SINK_BOARD, now);
  const missing = real.kind !== 'notify' ? real.kind : null;
  if (missing !== null || decision.kind !== 'notify' || !decision.staffIds.includes(NOBODY.staffId)) {
    parts.log.error('canary.nobody-called', { decision: missing ?? decision.kind });
    return;
  }
  await rehearsePages(scope, real.kind === 'notify' ? real.staffIds : [], item);
  const rows = toOutgoing(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `canary:${run.id}`,
      message: composePage(penOf(scope, 'zh'), NOBODY.staffId, [item]),
      caseId: one.id,
    },
  ]);
  const [outgoingId] = await stores.outgoing.add(rows, now);
  if (outgoingId === undefined) return;
  await stores.canary.noteCalled(run.id, outgoingId, now);
  wakeCanary(scope, run.id, 'called');
}

/**
 * The pages that a student's case would write now: the books that merge them are asked, addresses are read, words are
 * put together. What throws here would keep people from being called in the usual way.
 */
async function rehearsePages(scope: Scope, staffIds: readonly string[], item: DigestItem): Promise<void> {
  await scope.stores.cases.takeDigests([NOBODY.staffId], scope.now);
  await scope.stores.cases.pagedStaff([item.caseId]);
  const key = `canary:${item.caseId}`;
  for (const { message } of await draftPages(scope, new Map(staffIds.map((id) => [id, [item]])), key)) {
    if (message.text === '') throw new Error('a page without words');
  }
}

const itemOf = (one: HandoffCase): DigestItem => ({
  caseId: one.id,
  number: one.number,
  level: one.level,
  openedAt: one.openedAt,
  reason: 'waiting',
  college: one.college,
  round: 0,
  owner: null,
  newWebContact: false,
});

/** Something reached the sink: where it was the call, the canary goes on. */
export async function noteSinkSent(scope: Scope, outgoingId: string): Promise<void> {
  const runId = await scope.stores.canary.noteSent(outgoingId, scope.now);
  if (runId !== null) wakeCanary(scope, runId, 'sent');
}
