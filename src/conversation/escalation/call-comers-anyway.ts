import { addMs, secondsMs } from '../../core/clock.ts';
import { describeError } from '../../core/log.ts';
import { type CallsSoFar, callsSoFar } from '../../handoff/calls-so-far.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { idsOf, respondersOf } from '../../handoff/responders.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';
import { speakingStaffOf } from '../student/speaker.ts';
import { nextLook } from './call-comers.ts';
import { readDutyBoard } from './duty-board.ts';
import { rotaWake } from './rota-wake.ts';

/** Where somebody could not be called it is tried again after so many seconds. */
const AGAIN_SECONDS = 60;

/** A case, and what was called for in its round so far. */
export type MissedCall = { readonly one: HandoffCase; readonly soFar: CallsSoFar };
type Missed = MissedCall & { readonly staffIds: readonly string[] };
/** Tells somebody of these; of none it says nothing. */
type TellComer = (scope: Scope, staffId: string, calls: readonly MissedCall[]) => Promise<void>;

/**
 * Calls whoever came on where looking for all of them at once has failed: each in a transaction of their own and without the
 * books that merge and pace pages, so that what fails for one person or one case keeps nobody else from being called.
 */
export async function callComersAnyway(parts: ConversationParts, tell: TellComer): Promise<void> {
  let failed = false;
  const works = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      failed = true;
      parts.log.error('escalation.failed', describeError(error));
      return false;
    }
  };
  const missed = new Map<string, string[]>();
  for (const { id } of await inScope(parts, ({ stores }) => stores.cases.list(0))) {
    await works(async () => {
      const found = await inScope(parts, (scope) => missedOf(scope, id));
      for (const staffId of found?.staffIds ?? []) missed.set(staffId, [...(missed.get(staffId) ?? []), id]);
    });
  }
  for (const [staffId, caseIds] of missed) {
    const call = (ids: readonly string[]): Promise<boolean> =>
      works(() => inScope(parts, (scope) => callFor(scope, staffId, ids, tell)));
    if (!(await call(caseIds)) && caseIds.length > 1) for (const id of caseIds) await call([id]);
  }
  await inScope(parts, async (scope) => {
    const again = addMs(scope.now, secondsMs(AGAIN_SECONDS));
    const next = await nextLook(scope);
    const at = failed && again < next ? again : next;
    await scope.stores.rotaTasks.plan('starts', at);
    scope.after.escalations.push({ id: rotaWake('starts'), at });
  });
}

/** Who is on and was not called in this round; null where nobody waits, or a step is due that calls them by itself. */
async function missedOf({ stores, now, centre }: Scope, caseId: string): Promise<Missed | null> {
  const one = await stores.cases.byId(caseId);
  if (one === null || (one.wakeAt !== null && one.wakeAt <= now)) return null;
  const soFar = callsSoFar(centre.escalation, one, now);
  if (soFar === null) return null;
  const board = await readDutyBoard(stores, now, await speakingStaffOf(stores, one));
  const called = await stores.cases.pagedSince(caseId, soFar.since);
  const staffIds = idsOf(respondersOf(soFar.targets, board)).filter((id) => !called.includes(id));
  return { one, soFar, staffIds };
}

/** Looks once more: somebody else may have called them meanwhile. */
async function callFor(
  scope: Scope,
  staffId: string,
  caseIds: readonly string[],
  tell: TellComer,
): Promise<void> {
  const { stores, now } = scope;
  const calls: MissedCall[] = [];
  for (const caseId of caseIds) {
    const found = await missedOf(scope, caseId);
    if (found === null || !found.staffIds.includes(staffId)) continue;
    const { reason, round } = found.soFar;
    const { step } = found.one;
    await stores.cases.page({ caseId, staffIds: [staffId], step, round, reason, digestSeconds: null, now });
    calls.push(found);
  }
  await tell(scope, staffId, calls);
  await stores.tellChange('case', `staff:${staffId}`);
}
