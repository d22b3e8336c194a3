import type { Language } from '../../core/language.ts';
import { describeError } from '../../core/log.ts';
import { type HandoffCase, isForSilence, type PageReason } from '../../handoff/case.ts';
import { decideEscalation } from '../../handoff/decide-escalation.ts';
import type { DigestItem } from '../../handoff/digest.ts';
import { silenceReason, silentSince } from '../../handoff/owed.ts';
import { waitsSince } from '../../handoff/true-state.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';
import { isSilent } from '../staff/case-actions.ts';
import { speakingStaffOf } from '../student/speaker.ts';
import { callComersAnyway, type MissedCall } from './call-comers-anyway.ts';
import { readDutyBoard } from './duty-board.ts';
import { caseWake } from './escalation.ts';
import { pageGroups } from './group-pages.ts';
import { pageReasonOf } from './nudge-owner.ts';
import { sendDigests, tellDigests, tellPages } from './pages.ts';
import { rotaWake } from './rota-wake.ts';
import { runWake } from './run-wake.ts';

/** While digests cannot be kept, nobody is told of the same more often than this. */
const EVERY_MS = 60_000;

/**
 * Does what a wake-up of the kind `escalation` names. Where calling fails, people are called without the books that merge
 * and pace pages: a page that comes twice, marked as one that may, beats silence.
 */
export async function wakeFailOpen(parts: ConversationParts, wakeId: string): Promise<void> {
  const [kind, id = ''] = wakeId.split('.');
  if (kind === 'digest') return wakeDigests(parts, id);
  try {
    await inScope(parts, (scope) => runWake(scope, wakeId));
  } catch (error) {
    const comers = wakeId === rotaWake('starts');
    if (kind !== 'case' && !comers) throw error;
    parts.log.error('escalation.failed', describeError(error));
    if (comers) return callComersAnyway(parts, tellComer);
    const notifiers = await inScope(parts, (scope) => callWithoutDigests(scope, id));
    await inScope(parts, (scope) => pageGroups(scope, id, notifiers));
  }
}

/** As many digests go out in one piece of work: who is there is read once for all of them. */
const TOGETHER = 25;

/** Thrown to undo what was begun: somebody in a company is off call by now, and for others' rows a company never waits. */
class Parted extends Error {}

/**
 * The digest of this responder, and in its company others that are due: with hundreds on duty, one crisis makes as many due at the
 * same moment. Where that fails, each of the company is told alone.
 */
async function wakeDigests(parts: ConversationParts, staffId: string): Promise<void> {
  let company: readonly string[] = [staffId];
  try {
    await inScope(parts, async (scope) => {
      company = await scope.stores.cases.claimDigests(staffId, scope.now, TOGETHER);
      await tellTogether(scope, company);
    });
  } catch (error) {
    if (!(error instanceof Parted)) parts.log.error('escalation.failed', describeError(error));
    for (const one of company) await tellAlone(parts, one);
  }
}

async function tellTogether(scope: Scope, staffIds: readonly string[]): Promise<void> {
  if (staffIds.length === 0) return;
  if (staffIds.length === 1) return sendDigests(scope, staffIds);
  const board = await readDutyBoard(scope.stores, scope.now);
  if ((await tellDigests(scope, staffIds, board)).length > 0) throw new Parted();
}

/** What is wrong with one keeps no other one waiting; a digest that is not told stays due. */
async function tellAlone(parts: ConversationParts, staffId: string): Promise<void> {
  try {
    await inScope(parts, (scope) => sendDigests(scope, [staffId]));
  } catch (error) {
    parts.log.error('escalation.failed', describeError(error));
    await inScope(parts, (scope) => tellWaiting(scope, staffId)).catch((again: unknown) =>
      parts.log.error('escalation.failed', describeError(again)),
    );
  }
}

/** The step that is due, told to each of its people alone; answers the groups that are to be told besides. */
async function callWithoutDigests(scope: Scope, caseId: string): Promise<readonly string[]> {
  const { stores, now, centre } = scope;
  const one = await stores.cases.claimDue(caseId, now);
  if (one === null || one.wakeAt === null || one.wakeAt > now) return [];
  const board = await readDutyBoard(stores, now, await speakingStaffOf(stores, one));
  const decision = decideEscalation(centre.escalation, one, board, now);
  if (decision.kind === 'nudge') {
    await stores.watches.saveNudge(caseId, decision.wakeAt, now);
    scope.after.escalations.push({ id: caseWake(caseId), at: decision.wakeAt });
    const item = await itemOf(scope, one, pageReasonOf(decision.nudge), decision.round);
    if (one.ownerId !== null) await tell(scope, new Map([[one.ownerId, [item]]]), caseId);
    return [];
  }
  if (decision.kind !== 'notify') return [];
  const { staffIds, step, round, reason, wakeAt, notifiers } = decision;
  // Whoever is called must be able to take it.
  await stores.cases.page({ caseId, staffIds, step, round, reason, digestSeconds: null, now });
  if (reason === 'owner-away') await stores.watches.saveNudge(caseId, wakeAt, now);
  else if (isForSilence(reason)) await stores.watches.saveCall(caseId, wakeAt, now);
  else await stores.cases.saveEscalation(caseId, step, wakeAt);
  scope.after.escalations.push({ id: caseWake(caseId), at: wakeAt });
  const item = await itemOf(scope, one, reason, round);
  await tell(scope, new Map(staffIds.map((staffId) => [staffId, [item]])), caseId);
  await stores.tellChange('case', ...staffIds.map((staffId) => `staff:${staffId}`));
  return notifiers;
}

/** Everything that waits for this responder. */
async function tellWaiting(scope: Scope, staffId: string): Promise<void> {
  const cases = await scope.stores.cases.list(0);
  const paged = await scope.stores.cases.pagedStaff(cases.map(({ id }) => id));
  const items: DigestItem[] = [];
  for (const one of cases) {
    if (!paged.get(one.id)?.includes(staffId)) continue;
    if (one.status === 'open') items.push(await itemOf(scope, one, 'waiting', 0));
    else if (isSilent(scope, one)) items.push(await itemOf(scope, one, silenceReason(one), 0));
  }
  await tell(scope, new Map([[staffId, items]]), 'all');
}

/** Somebody who came on, of all that they were not called for yet. */
async function tellComer(scope: Scope, staffId: string, calls: readonly MissedCall[]): Promise<void> {
  const items: DigestItem[] = [];
  for (const { one, soFar } of calls) items.push(await itemOf(scope, one, soFar.reason, soFar.round));
  const numbers = items.map(({ number }) => number).join('.');
  await tell(scope, new Map([[staffId, items]]), `comer.${numbers}`);
}

function tell(scope: Scope, pages: ReadonlyMap<string, readonly DigestItem[]>, what: string): Promise<void> {
  const mark = (language: Language): string => scope.centre.contents[language].conversation('repeat.prefix');
  const minute = Math.floor(scope.now.getTime() / EVERY_MS);
  return tellPages(scope, pages, `open:${what}:${minute}`, mark);
}

async function itemOf(
  { stores }: Scope,
  one: HandoffCase,
  reason: PageReason,
  round: number,
): Promise<DigestItem> {
  const since = silentSince(one);
  const owner = one.ownerId === null ? null : await stores.staff.byId(one.ownerId);
  return {
    caseId: one.id,
    number: one.number,
    level: one.level,
    openedAt: waitsSince(one),
    reason,
    college: one.college,
    round,
    owner: owner === null || since === null ? null : { id: owner.id, name: owner.name, since },
    newWebContact: one.channel === 'web' && !one.knownContact,
  };
}
