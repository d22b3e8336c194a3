import { decideEscalation } from '../../../handoff/decide-escalation.ts';
import { readDutyBoard } from '../../escalation/duty-board.ts';
import { caseWake } from '../../escalation/escalation.ts';
import { pageGroups } from '../../escalation/group-pages.ts';
import { sendDigests } from '../../escalation/pages.ts';
import type { Scope } from '../../scope.ts';
import { speakingStaffOf } from '../../student/speaker.ts';
import { openWork, type StaffActor } from './case-work.ts';

/**
 * A person finds the danger greater than the words told. Whoever the policy names first for an imminent case is called to
 * stand by; the owner stays the owner. It never lowers anything.
 */
export async function raiseLevel(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<
  { readonly outcome: 'raised' | 'already'; readonly number: number } | { readonly outcome: 'absent' }
> {
  const { stores, now, centre } = scope;
  const one = await openWork(scope, actor, 'case.raise', caseId);
  if (one === null) return { outcome: 'absent' };
  const raised = await stores.cases.raise(caseId, actor.staffId, now);
  if (raised === null) return { outcome: 'already', number: one.number };
  await stores.watches.sign(caseId, actor.staffId, now);
  // A silence that a high case waits out is too long for an imminent one.
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  const board = await readDutyBoard(stores, now, await speakingStaffOf(stores, one));
  // Asked as if nobody had it: who would be called first.
  const decision = decideEscalation(centre.escalation, { ...raised, status: 'open' }, board, now);
  if (decision.kind === 'notify') {
    const others = decision.staffIds.filter((id) => id !== raised.ownerId && id !== actor.staffId);
    // Somebody beside the owner raised it: the owner must know.
    const owner = raised.ownerId === null || raised.ownerId === actor.staffId ? [] : [raised.ownerId];
    const staffIds = [...owner, ...others];
    const { digestSeconds } = centre.escalation;
    await stores.cases.page({ caseId, staffIds, step: 0, reason: 'owner-raised', digestSeconds, now });
    await sendDigests(scope, staffIds);
    await pageGroups(scope, caseId, decision.notifiers);
    await stores.tellChange(...staffIds.map((staffId) => `staff:${staffId}`));
  }
  await stores.tellChange('case');
  return { outcome: 'raised', number: one.number };
}
