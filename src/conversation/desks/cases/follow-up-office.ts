import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { RegisterClass } from '../../../handoff/closing/closing.ts';
import { datesToAdd } from '../../../handoff/closing/follow-up-policy.ts';
import type { FollowUp } from '../../../handoff/follow-up-store.ts';
import type { RegisterEntry } from '../../../handoff/register-store.ts';
import { localDateOf, localDaysUntil } from '../../../handoff/rota/local-day.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { readFollowers } from '../../staff/closing/close-case.ts';
import {
  assignEntry,
  leaveRegister,
  openEntry,
  planOne,
  reclassEntry,
  registerRelation,
  settleCheck,
} from '../../staff/closing/follow-up-actions.ts';
import type {
  CheckRow,
  EntryRow,
  EntryView,
  FollowUpDesk,
  FollowUpList,
  RegisterOutcome,
} from './follow-up-desk.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

export function createFollowUpDesk(parts: ConversationParts): FollowUpDesk {
  const act = (
    actor: Actor,
    work: (scope: Scope, staff: StaffActor) => Promise<RegisterOutcome>,
  ): Promise<RegisterOutcome> =>
    inScope(parts, async (scope) => (actor.kind === 'staff' ? work(scope, actor) : 'absent'));
  return {
    list: (actor) => inScope(parts, (scope) => listEntries(scope, actor)),
    view: (actor, entryId) =>
      inScope(parts, async (scope) => (actor.kind === 'staff' ? viewEntry(scope, actor, entryId) : null)),
    settle: (actor, entryId, input) =>
      act(actor, (scope, staff) => settleCheck(scope, staff, entryId, input)),
    plan: (actor, entryId, dueOn) => act(actor, (scope, staff) => planOne(scope, staff, entryId, dueOn)),
    assign: (actor, entryId, ownerId) =>
      act(actor, (scope, staff) => assignEntry(scope, staff, entryId, ownerId)),
    reclass: (actor, entryId, to, reason) =>
      act(actor, (scope, staff) => reclassEntry(scope, staff, entryId, to, reason)),
    leave: (actor, entryId, reason) =>
      act(actor, (scope, staff) => leaveRegister(scope, staff, entryId, reason)),
  };
}

type Names = ReadonlyMap<string, string>;

const readNames = async ({ stores }: Scope): Promise<Names> =>
  new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));

const lateBy = (dueOn: string, today: string): number => Math.max(0, localDaysUntil(dueOn, today));

function toRow(entry: RegisterEntry, open: readonly FollowUp[], names: Names, today: string): EntryRow {
  const next = open.find(({ entryId }) => entryId === entry.id);
  const { id, caseId, ownerId, enteredAt } = entry;
  return {
    id,
    caseId,
    number: entry.caseNumber,
    class: entry.class,
    owner: ownerId === null ? null : { id: ownerId, name: names.get(ownerId) ?? '' },
    enteredAt,
    next: next === undefined ? null : { dueOn: next.dueOn, lateDays: lateBy(next.dueOn, today) },
  };
}

/** Nobody responsible first, then what is owed earliest. */
const urgency = ({ owner, next }: EntryRow): string => `${owner === null ? 0 : 1}${next?.dueOn ?? '0'}`;

async function listEntries(scope: Scope, actor: Actor): Promise<FollowUpList | null> {
  const { stores, now } = scope;
  const resource = { kind: 'register' } as const;
  const allowed = can(actor, 'follow-up.list', resource, 'care');
  const named = { actor: nameActor(actor), resource: 'register', purpose: 'care' as const };
  await audit(scope, { ...named, action: 'follow-up.list', allowed });
  if (!allowed || actor.kind !== 'staff') return null;
  const today = localDateOf(now);
  const entries = (await stores.register.list(null)).filter((entry) =>
    can(actor, 'follow-up.see', registerRelation(entry), 'care'),
  );
  const open = await stores.followUps.open(entries.map(({ id }) => id));
  const names = await readNames(scope);
  const rows = entries
    .map((entry) => toRow(entry, open, names, today))
    .sort((a, b) => urgency(a).localeCompare(urgency(b)));
  const isMine = ({ owner }: EntryRow): boolean => owner?.id === actor.staffId;
  return {
    today,
    mine: rows.filter(isMine),
    others: can(actor, 'follow-up.see', resource, 'care') ? rows.filter((row) => !isMine(row)) : null,
  };
}

async function viewEntry(scope: Scope, actor: StaffActor, entryId: string): Promise<EntryView | null> {
  const { stores, now } = scope;
  const entry = await openEntry(scope, actor, 'follow-up.see', entryId);
  if (entry === null) return null;
  const names = await readNames(scope);
  const nameOf = (staffId: string | null): string | null =>
    staffId === null ? null : (names.get(staffId) ?? null);
  const today = localDateOf(now);
  const checks = await stores.followUps.ofEntry(entryId);
  const toCheck = (check: FollowUp): CheckRow => ({
    id: check.id,
    dueOn: check.dueOn,
    lateDays: check.outcome === null ? lateBy(check.dueOn, today) : 0,
    outcome: check.outcome,
    note: check.note,
    settledBy: nameOf(check.settledBy),
    settledAt: check.settledAt,
  });
  const open = checks.filter(({ outcome }) => outcome === null);
  const owed = open.map(({ dueOn }) => dueOn);
  const addedBy = (to: RegisterClass): string[] =>
    datesToAdd(scope.centre.followUp, { from: entry.class, to }, owed, today);
  return {
    ...toRow(entry, open, names, today),
    leftAt: entry.leftAt,
    today,
    checks: checks.map(toCheck),
    changes: (await stores.register.changes(entryId)).map(
      ({ kind, class: of, ownerId, staffId, reason, at }) => ({
        kind,
        class: of,
        owner: nameOf(ownerId),
        staff: nameOf(staffId),
        reason,
        at,
      }),
    ),
    owners: (await readFollowers(scope, actor.staffId, { id: entry.caseId, contactId: entry.contactId })).map(
      ({ id, name }) => ({ id, name }),
    ),
    added: {
      ordinary: addedBy('ordinary'),
      serious: addedBy('serious'),
      'major-crisis': addedBy('major-crisis'),
    },
    inCase: (await stores.cases.activeOf(entry.contactId)) !== null,
  };
}
