import { nameActor, nameResource } from '../../access/audit.ts';
import { type Actor, type CaseRelation, can } from '../../access/can.ts';
import type { Action } from '../../access/role-table.ts';
import { cap, showable } from '../../core/clean-text.ts';
import { addMs, secondsMs } from '../../core/clock.ts';
import { say } from '../../core/message.ts';
import type { FlowName } from '../../flows/flow.ts';
import { menuChoices } from '../../flows/menu.ts';
import type { HandoffCase, Outcome } from '../../handoff/case.ts';
import type { Address } from '../../people/address-store.ts';
import type { AcknowledgeOutcome } from '../desks/case-desk.ts';
import { caseWake } from '../escalation/escalation.ts';
import { audit, type CentreContent, contentAt, type Scope, utter } from '../scope.ts';
import { offer, readState } from '../student/conversation-state.ts';
import { tellStaff } from './relay.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** What authorisation needs to know of a case. */
export async function relationOf(scope: Scope, one: HandoffCase): Promise<CaseRelation> {
  const paged = await scope.stores.cases.pagedStaff([one.id]);
  return {
    kind: 'case',
    id: one.id,
    ownerId: one.ownerId,
    pagedStaffIds: paged.get(one.id) ?? [],
    closed: one.status === 'closed',
  };
}

async function permits(scope: Scope, actor: Actor, action: Action, one: HandoffCase): Promise<boolean> {
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
  if (one === null || !(await permits(scope, actor, 'case.acknowledge', one))) return { outcome: 'absent' };
  if ((await stores.staff.byContact(one.contactId))?.id === actor.staffId) return { outcome: 'absent' };
  const taken = await stores.cases.acknowledge(caseId, actor.staffId, silentSince(scope, one), now);
  if (!taken.ok) return describeTaken(scope, actor, caseId);
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  const content = await contentAt(scope, one.addressId);
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `taken:${caseId}:${now.getTime()}`,
      caseId,
      message: say(content.conversation('waiting.taken')),
    },
  ]);
  await tellOthers(scope, actor, one);
  await stores.tellChange('case');
  return { outcome: 'taken', number: one.number };
}

/** An owner who took the case before this moment and has not spoken may be followed by somebody else. */
const silentSince = (scope: Scope, one: HandoffCase): Date =>
  addMs(scope.now, -secondsMs(scope.centre.escalation[one.level].firstWordsSeconds));

/** Somebody took it and says nothing: the next one may take it. */
export const isSilent = (scope: Scope, one: HandoffCase): boolean =>
  one.status === 'acknowledged' &&
  one.unansweredSince !== null &&
  one.unansweredSince <= silentSince(scope, one);

async function describeTaken(scope: Scope, actor: StaffActor, caseId: string): Promise<AcknowledgeOutcome> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return { outcome: 'absent' };
  if (one.status === 'closed') return { outcome: 'closed', number: one.number };
  if (one.ownerId === actor.staffId) return { outcome: 'yours-already', number: one.number };
  const owner = one.ownerId === null ? null : await scope.stores.staff.byId(one.ownerId);
  return { outcome: 'taken-by-other', number: one.number, owner: owner?.name ?? '' };
}

async function tellOthers(scope: Scope, actor: StaffActor, one: HandoffCase): Promise<void> {
  const paged = (await scope.stores.cases.pagedStaff([one.id])).get(one.id) ?? [];
  const owner = await scope.stores.staff.byId(actor.staffId);
  const who = { number: one.number, name: owner?.name ?? '' };
  for (const staffId of paged) {
    if (staffId !== actor.staffId)
      await tellStaff(
        scope,
        staffId,
        (texts) => texts('take.told', who),
        `told:${one.id}:${scope.now.getTime()}`,
        one.id,
      );
  }
}

/** Passes a responder's words to the student. The same key twice says it once. */
export async function answerCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  text: string,
  key: string,
): Promise<'sent' | 'empty' | 'absent' | 'closed'> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null || !(await permits(scope, actor, 'case.answer', one))) return 'absent';
  if (one.status === 'closed') return 'closed';
  const words = cap(showable(text)).trim();
  if (words === '') return 'empty';
  const content = await contentAt(scope, one.addressId);
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `answer:${caseId}:${key}`,
      caseId,
      authorStaffId: actor.staffId,
      message: say(content.conversation('relay.toStudent', { text: words })),
    },
  ]);
  await scope.stores.tellChange('case');
  return 'sent';
}

/** A person ends it, never the program; the student hears goodbye and may take up what was interrupted. */
export async function closeCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  outcome: Outcome,
  note: string,
): Promise<'closed' | 'absent' | 'already'> {
  const { stores, now } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return 'absent';
  if (one.status === 'closed') return one.ownerId === actor.staffId ? 'already' : 'absent';
  if (!(await permits(scope, actor, 'case.close', one))) return 'absent';
  // Conversation first, case second: the order in which a student's turn locks them.
  const address = await stores.addresses.lock(one.addressId);
  const closed = await stores.cases.close(caseId, actor.staffId, outcome, cap(showable(note)), now);
  if (!closed.ok) return 'absent';
  await sayGoodbye(scope, one, address, outcome);
  await stores.tellChange('case');
  return 'closed';
}

async function sayGoodbye(scope: Scope, one: HandoffCase, address: Address, outcome: Outcome): Promise<void> {
  const content = scope.centre.contents[address.language];
  const texts = content.conversation;
  const words = outcome === 'false-alarm' ? texts('case.falseAlarm') : texts('case.closed');
  const state = readState(address.flow);
  const aside = state.aside === null || state.aside.flow === 'home' ? null : state.aside;
  const saying =
    aside === null
      ? { text: words, choices: menuChoices(content.flows) }
      : { text: `${words}\n\n${resumeText(texts, aside.flow)}`, choices: resumeChoices(texts, aside.flow) };
  const offered = offer(saying, scope.parts.newTag());
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `closed:${one.id}`,
      caseId: one.id,
      message: say(
        saying.text,
        offered.map(({ id, label }) => ({ id, label })),
      ),
    },
  ]);
  await scope.stores.addresses.saveFlow(address.id, JSON.stringify({ ...state, offered }));
}

type ConversationTexts = CentreContent['conversation'];

const resumeText = (texts: ConversationTexts, flow: FlowName): string =>
  texts('resume.offer', { flow: texts(`flow.${flow}`) });

const resumeChoices = (texts: ConversationTexts, flow: FlowName) => [
  { id: 'resume.continue', label: texts('resume.continue', { flow: texts(`flow.${flow}`) }) },
  { id: 'resume.menu', label: texts('resume.menu') },
];
