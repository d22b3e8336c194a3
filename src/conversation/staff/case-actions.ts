import { nameActor, nameResource } from '../../access/audit.ts';
import { type Actor, type CaseRelation, can } from '../../access/can.ts';
import type { Action } from '../../access/role-table.ts';
import { cap, showable } from '../../core/clean-text.ts';
import { say } from '../../core/message.ts';
import { shanghaiDate } from '../../core/shanghai-time.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { isOwnerSilent, silenceOf } from '../../handoff/owed.ts';
import type { AcknowledgeOutcome } from '../desks/cases/case-desk.ts';
import { caseWake } from '../escalation/escalation.ts';
import { planRotaTask } from '../escalation/rota-wake.ts';
import { audit, contentAt, type Scope, utter } from '../scope.ts';
import { isBesideTalk, speakerOf } from '../student/speaker.ts';
import { tellEach } from './relay.ts';
import { placeOf, tellTeam } from './tools/team.ts';
import { withdrawAsked } from './tools/withdraw-asked.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** What authorisation needs to know of a case. */
export async function relationOf(scope: Scope, one: HandoffCase): Promise<CaseRelation> {
  const paged = await scope.stores.cases.pagedStaff([one.id]);
  const members = await scope.stores.teams.members([one.id]);
  const waiting = await scope.stores.teams.waitingOf(one.id);
  return {
    kind: 'case',
    id: one.id,
    ownerId: one.ownerId,
    pagedStaffIds: paged.get(one.id) ?? [],
    teamStaffIds: (members.get(one.id) ?? []).map(({ staffId }) => staffId),
    askedStaffIds: waiting.map(({ toStaffId }) => toStaffId),
    supervisorIds: one.ownerId === null ? [] : await supervisorsOf(scope, one.ownerId),
    closed: one.status === 'closed',
  };
}

const supervisorsOf = ({ stores, now }: Scope, staffId: string): Promise<string[]> =>
  stores.supervisions.supervisorsOf(staffId, shanghaiDate(now));

/** Whose work somebody looks after today. */
export const supervisedBy = async ({ stores, now }: Scope, actor: Actor): Promise<readonly string[]> =>
  actor.kind === 'staff' ? stores.supervisions.supervisedBy(actor.staffId, shanghaiDate(now)) : [];

/** The actor alone, if the owner is one of those whose work they look after. Pure. */
export const supervisorsAmong = (
  actor: Actor,
  supervised: readonly string[],
  ownerId: string | null,
): readonly string[] =>
  actor.kind === 'staff' && ownerId !== null && supervised.includes(ownerId) ? [actor.staffId] : [];

/** Authorises and audits what somebody does with a case. */
export async function permits(
  scope: Scope,
  actor: Actor,
  action: Action,
  one: HandoffCase,
): Promise<boolean> {
  const resource = await relationOf(scope, one);
  const allowed = can(actor, action, resource, 'crisis');
  const entry = {
    actor: nameActor(actor),
    action,
    resource: nameResource(resource),
    purpose: 'crisis' as const,
  };
  await audit(scope, { ...entry, allowed });
  return allowed;
}

/** One owner by one update; the student hears that a person is there, the others who it is. */
export async function acknowledgeCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<AcknowledgeOutcome> {
  const { stores, now } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return { outcome: 'absent' };
  if (!(await permits(scope, actor, 'case.acknowledge', one))) return describeRefused(scope, actor, one);
  const speaker = await speakerOf(stores, one);
  if ((await stores.staff.byContact(speaker))?.id === actor.staffId) return { outcome: 'absent' };
  const silence = silenceOf(scope.centre.escalation, one, now);
  const taken = await stores.cases.acknowledge(caseId, actor.staffId, silence, now);
  if (!taken.ok) return describeTaken(scope, actor, caseId);
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  await stores.waiting.dropUnsent(caseId);
  await withdrawAsked(scope, one, actor.staffId);
  const content = await contentAt(scope, one.addressId);
  const beside = await isBesideTalk(stores, one);
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `taken:${caseId}:${now.getTime()}`,
      caseId,
      message: say(content.conversation(beside ? 'report.alsoTaken' : 'waiting.taken')),
    },
  ]);
  await tellOthers(scope, actor, one);
  await planRotaTask(scope, 'changes');
  await stores.tellChange('case');
  return { outcome: 'taken', number: one.number };
}

/** Somebody took it and says nothing: the next one may take it. */
export const isSilent = (scope: Scope, one: HandoffCase): boolean =>
  isOwnerSilent(scope.centre.escalation, one, scope.now);

/**
 * Whoever was called before the student came back may still have that page before them. It does not say how the case
 * stands now, which is no longer theirs to know.
 */
async function describeRefused(
  { stores }: Scope,
  actor: StaffActor,
  { id, number, openedAt }: HandoffCase,
): Promise<AcknowledgeOutcome> {
  const called = await stores.cases.pagedSince(id, openedAt);
  return called.includes(actor.staffId) ? { outcome: 'called-before', number } : { outcome: 'absent' };
}

async function describeTaken(scope: Scope, actor: StaffActor, caseId: string): Promise<AcknowledgeOutcome> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return { outcome: 'absent' };
  if (one.status === 'closed') return { outcome: 'closed', number: one.number };
  if (one.ownerId === actor.staffId) return { outcome: 'yours-already', number: one.number };
  const owner = one.ownerId === null ? null : await scope.stores.staff.byId(one.ownerId);
  return { outcome: 'taken-by-other', number: one.number, owner: owner?.name ?? '' };
}

/** Beside the lane of pages: in a flood there are dozens of these, and the next page must not stand behind them. */
async function tellOthers(scope: Scope, actor: StaffActor, one: HandoffCase): Promise<void> {
  const paged = (await scope.stores.cases.pagedStaff([one.id])).get(one.id) ?? [];
  const owner = await scope.stores.staff.byId(actor.staffId);
  const who = { number: one.number, name: owner?.name ?? '' };
  await tellEach(
    scope,
    paged.filter((staffId) => staffId !== actor.staffId),
    (texts) => texts('take.told', who),
    `told:${one.id}:${scope.now.getTime()}`,
    one.id,
    'conversation',
  );
}

/**
 * Passes a responder's words to the student, with a picture that is kept or without. The same key twice says it once.
 */
export async function answerCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  text: string,
  key: string,
  picture: string | null = null,
): Promise<'sent' | 'empty' | 'absent' | 'closed'> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null || !(await permits(scope, actor, 'case.answer', one))) return 'absent';
  if (one.status === 'closed') return 'closed';
  const typed = cap(showable(text)).trim();
  if (typed === '' && picture === null) return 'empty';
  const content = await contentAt(scope, one.addressId);
  const words = picture === null ? typed : `［${content.staff('what.picture')}］${typed}`;
  const place = await placeOf(scope, one, actor.staffId);
  const said =
    place === 1
      ? content.conversation('relay.toStudent', { text: words })
      : content.tools('student.member', { place, text: words });
  const dedupeKey = `answer:${caseId}:${key}`;
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey,
      caseId,
      authorStaffId: actor.staffId,
      message: picture === null ? say(said) : { ...say(said), picture },
    },
  ]);
  // Also where the platform makes the words wait.
  await scope.stores.watches.sign(caseId, actor.staffId, scope.now);
  await tellTeam(scope, one, actor.staffId, words, dedupeKey);
  await scope.stores.tellChange('case');
  return 'sent';
}
