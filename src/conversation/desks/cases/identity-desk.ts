import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, type CaseRelation, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { FactField } from '../../../handoff/identity-store.ts';
import type { AnswerBefore, AskedQuestion } from '../../../handoff/waiting/questions.ts';
import { setCollege } from '../../escalation/set-college.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import { isReport, speakerOf } from '../../student/speaker.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;
type OtherCase = { readonly id: string; readonly number: number; readonly closed: boolean };

/** Who talks, by the roster, and whom they named for an emergency. */
export type ProvenIdentity = {
  /** They are bound to a student number; `person` is null where the roster no longer has it. */
  readonly bound: boolean;
  readonly person: { readonly name: string; readonly college: string } | null;
  /** Of their form for a first visit, as they wrote it; null where they wrote none, and of whoever only reports. */
  readonly emergencyContact: string | null;
};

/** What is known of who it is. Nothing that somebody said of themselves or of others is proven. */
export type IdentityView = {
  readonly channel: HandoffCase['channel'];
  readonly knownContact: boolean;
  /** Told by a third person: who talks is not who is meant. */
  readonly report: boolean;
  readonly college: string | null;
  /** Null for whoever may only see what was said meanwhile. */
  readonly proven: ProvenIdentity | null;
  readonly answers: readonly AskedQuestion[];
  /** What they answered before that. */
  readonly before: readonly AnswerBefore[];
  readonly facts: readonly {
    readonly field: FactField;
    readonly value: string;
    readonly notedBy: string;
    readonly at: Date;
  }[];
  /** Other cases of the same person; only those that the viewer may know of. */
  readonly others: readonly OtherCase[];
  /** Cases that somebody linked with it; only those that the viewer may know of. */
  readonly links: readonly OtherCase[];
  readonly may: { readonly note: boolean; readonly link: boolean };
};

export const LONGEST_FACT = 80;

/** Who it is, as far as it is known; authorised and audited here. Null and absent look alike. */
export interface IdentityDesk {
  view(actor: Actor, caseId: string): Promise<IdentityView | null>;
  /** An empty value takes it away. */
  note(
    actor: Actor,
    caseId: string,
    field: FactField,
    value: string,
  ): Promise<'noted' | 'absent' | 'too-long'>;
  link(actor: Actor, caseId: string, number: number): Promise<'linked' | 'absent' | 'unknown'>;
  unlink(actor: Actor, caseId: string, otherCaseId: string): Promise<'unlinked' | 'absent'>;
}

export const createIdentityDesk = (parts: ConversationParts): IdentityDesk => ({
  view: (actor, caseId) =>
    inScope(parts, async (scope) => {
      const one = await scope.stores.cases.byId(caseId);
      if (one === null || actor.kind !== 'staff') return null;
      const relation = await relationOf(scope, one);
      const allowed = can(actor, 'case.identify', relation, 'crisis');
      await auditOn(scope, actor, 'case.identify', relation, allowed);
      return allowed ? readIdentity(scope, actor, one, relation) : null;
    }),
  note: (actor, caseId, field, value) =>
    inScope(parts, async (scope) => {
      const one = await openTo(scope, actor, caseId, 'case.note-identity');
      if (one === null || actor.kind !== 'staff') return 'absent';
      const words = cap(showable(value)).replace(/\s+/gu, ' ').trim();
      if (words.length > LONGEST_FACT) return 'too-long';
      const { stores, now } = scope;
      const fact = { field, value: words, staffId: actor.staffId, at: now };
      await stores.identity.addFact({ id: scope.parts.newId(), caseId, ...fact });
      if (field === 'college') await setCollege(scope, one, words === '' ? null : words);
      const event = { kind: 'identity-noted' as const, staffId: actor.staffId, level: null, at: now };
      await stores.cases.addEvent(caseId, event);
      await stores.tellChange('case');
      return 'noted';
    }),
  link: (actor, caseId, number) =>
    inScope(parts, async (scope) => {
      const one = await openTo(scope, actor, caseId, 'case.link');
      if (one === null || actor.kind !== 'staff') return 'absent';
      const other = await scope.stores.cases.byNumber(number);
      // What one may not know of looks exactly like a number that nobody has.
      if (other === null || other.id === caseId || !(await maySee(scope, actor, other))) return 'unknown';
      const { stores, now } = scope;
      const link = { id: scope.parts.newId(), caseId, otherCaseId: other.id, staffId: actor.staffId, now };
      if (await stores.reports.link(link)) await noteOnBoth(scope, actor, [caseId, other.id], 'linked');
      return 'linked';
    }),
  unlink: (actor, caseId, otherCaseId) =>
    inScope(parts, async (scope) => {
      const one = await openTo(scope, actor, caseId, 'case.link');
      if (one === null || actor.kind !== 'staff') return 'absent';
      if (!(await scope.stores.reports.unlink(caseId, otherCaseId, scope.now))) return 'absent';
      await noteOnBoth(scope, actor, [caseId, otherCaseId], 'unlinked');
      return 'unlinked';
    }),
});

async function noteOnBoth(
  { stores, now }: Scope,
  { staffId }: StaffActor,
  caseIds: readonly string[],
  kind: 'linked' | 'unlinked',
): Promise<void> {
  for (const id of caseIds) await stores.cases.addEvent(id, { kind, staffId, level: null, at: now });
  await stores.tellChange('case');
}

const auditOn = (
  scope: Scope,
  actor: Actor,
  action: Action,
  relation: CaseRelation,
  allowed: boolean,
): Promise<void> =>
  audit(scope, {
    actor: nameActor(actor),
    action,
    resource: nameResource(relation),
    purpose: 'crisis',
    allowed,
  });

async function openTo(
  scope: Scope,
  actor: Actor,
  caseId: string,
  action: Action,
): Promise<HandoffCase | null> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return null;
  const relation = await relationOf(scope, one);
  const allowed = can(actor, action, relation, 'crisis');
  await auditOn(scope, actor, action, relation, allowed);
  return allowed ? one : null;
}

const maySee = async (scope: Scope, actor: Actor, one: HandoffCase): Promise<boolean> =>
  can(actor, 'case.see', await relationOf(scope, one), 'crisis');

/** Everything that is known; whoever asks was authorised before. */
export async function readIdentity(
  scope: Scope,
  actor: StaffActor,
  one: HandoffCase,
  relation: CaseRelation,
): Promise<IdentityView> {
  const { stores } = scope;
  const members = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
  const others = await stores.identity.otherCases(one.id);
  const links = (await stores.reports.linksOf(one.id)).map(({ caseId }) => caseId);
  return {
    channel: one.channel,
    knownContact: one.knownContact,
    report: await isReport(stores, one.id),
    college: one.college,
    proven: await readProven(scope, actor, one, relation),
    answers: await stores.waiting.ofCase(one.id),
    before: await stores.waiting.before(one.id),
    facts: (await stores.identity.facts(one.id)).map(({ field, value, staffId, at }) => ({
      field,
      value,
      notedBy: members.get(staffId) ?? '',
      at,
    })),
    others: await visible(scope, actor, others),
    links: await visible(scope, actor, links),
    may: {
      note: can(actor, 'case.note-identity', relation, 'crisis'),
      link: can(actor, 'case.link', relation, 'crisis'),
    },
  };
}

async function readProven(
  scope: Scope,
  actor: StaffActor,
  one: HandoffCase,
  relation: CaseRelation,
): Promise<ProvenIdentity | null> {
  const allowed = can(actor, 'case.identify-proven', relation, 'crisis');
  if (!allowed) return null;
  await auditOn(scope, actor, 'case.identify-proven', relation, allowed);
  const { bindings, intakes } = scope.stores;
  const speaker = await speakerOf(scope.stores, one);
  const form = speaker === one.contactId ? await intakes.read(speaker) : null;
  const contact = form?.answers.find(({ field }) => field === 'contact')?.value.trim() ?? '';
  return {
    bound: await bindings.isBound(speaker),
    person: await bindings.personOf(speaker),
    emergencyContact: contact === '' ? null : contact,
  };
}

async function visible(scope: Scope, actor: StaffActor, ids: readonly string[]): Promise<OtherCase[]> {
  const found: OtherCase[] = [];
  for (const id of ids) {
    const one = await scope.stores.cases.byId(id);
    if (one !== null && (await maySee(scope, actor, one)))
      found.push({ id, number: one.number, closed: one.status === 'closed' });
  }
  return found;
}
