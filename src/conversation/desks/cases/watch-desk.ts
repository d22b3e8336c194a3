import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { fail, type Result } from '../../../core/result.ts';
import type { CaseHold, HandoffCase, HoldKind } from '../../../handoff/case.ts';
import { countedFrom, holdNow, owedSince } from '../../../handoff/owed.ts';
import { type EscalationPolicy, policyFor } from '../../../handoff/policy.ts';
import { quietCases } from '../../../handoff/quiet-cases.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { arrivalBefore } from '../../staff/ask-arrival.ts';
import { relationOf } from '../../staff/case-actions.ts';
import { holdCase, noteArrival, withdrawArrival } from '../../staff/hold-case.ts';

export type WatchView = {
  /** 通话中 or 在路上, and who said it; null where neither counts now. */
  readonly hold: (CaseHold & { readonly name: string }) | null;
  readonly arrivedAt: Date | null;
  /** When 有人到场 was recorded that counts no more, for the owner alone. */
  readonly arrivedBefore: Date | null;
  /** May this viewer say where they are, and that somebody is there? */
  readonly mine: boolean;
  readonly imminent: boolean;
};

/** What the owner of a case must not overlook, wherever in the console they are. */
export type Reminder = {
  readonly caseId: string;
  readonly number: number;
  readonly kind: 'danger' | 'no-reply' | 'silent-student' | 'hold-over' | 'quiet';
  readonly since: Date;
};

/** What stands between the owner of a case and the student; authorised and audited here. */
export interface WatchDesk {
  /** Null looks like absent. */
  view(actor: Actor, caseId: string): Promise<WatchView | null>;
  reminders(actor: Actor): Promise<readonly Reminder[]>;
  hold(actor: Actor, caseId: string, kind: HoldKind): Promise<Result<{ readonly until: Date }, 'absent'>>;
  arrive(actor: Actor, caseId: string): Promise<Result<null, 'absent'>>;
  withdrawArrival(actor: Actor, caseId: string): Promise<Result<null, 'absent'>>;
}

export const createWatchDesk = (parts: ConversationParts): WatchDesk => ({
  view: (actor, caseId) => inScope(parts, (scope) => viewWatch(scope, actor, caseId)),
  reminders: (actor) =>
    inScope(parts, async (scope) => {
      if (actor.kind !== 'staff') return [];
      const owned = await scope.stores.cases.ownedBy(actor.staffId);
      return owned.flatMap((one) => remindersOf(scope.centre.escalation, one, scope.now));
    }),
  hold: (actor, caseId, kind) =>
    inScope(parts, async (scope) => {
      if (actor.kind !== 'staff') return fail('absent');
      const held = await holdCase(scope, actor, caseId, kind);
      if (!held.ok || held.value.hold === null) return fail('absent');
      return { ok: true, value: { until: held.value.hold.until } };
    }),
  arrive: (actor, caseId) =>
    inScope(parts, async (scope) => {
      if (actor.kind !== 'staff') return fail('absent');
      const noted = await noteArrival(scope, actor, caseId);
      return noted.ok ? { ok: true, value: null } : noted;
    }),
  withdrawArrival: (actor, caseId) =>
    inScope(parts, async (scope) => {
      if (actor.kind !== 'staff') return fail('absent');
      const withdrawn = await withdrawArrival(scope, actor, caseId);
      return withdrawn.ok ? { ok: true, value: null } : withdrawn;
    }),
});

async function viewWatch(scope: Scope, actor: Actor, caseId: string): Promise<WatchView | null> {
  const { stores, now } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return null;
  const relation = await relationOf(scope, one);
  const sees = can(actor, 'case.see', relation, 'crisis');
  const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  await audit(scope, { ...entry, action: 'case.see', allowed: sees });
  if (!sees) return null;
  const talking = one.status === 'acknowledged';
  const mine = talking && can(actor, 'case.hold', relation, 'crisis');
  const hold = talking ? holdNow(one, now) : null;
  const owner = hold === null || one.ownerId === null ? null : await stores.staff.byId(one.ownerId);
  return {
    hold: hold === null ? null : { ...hold, name: owner?.name ?? '' },
    arrivedAt: one.arrivedAt,
    arrivedBefore: mine ? await arrivalBefore(scope, one) : null,
    mine,
    imminent: one.level === 'imminent',
  };
}

/** By the same rules as escalation, so that the console says what the messenger says. Pure. */
export function remindersOf(policy: EscalationPolicy, one: HandoffCase, now: Date): Reminder[] {
  if (one.status !== 'acknowledged' || holdNow(one, now) !== null) return [];
  const { remindSeconds } = policyFor(policy, one.college).laterSilence;
  const { id: caseId, number } = one;
  const remind = (kind: Reminder['kind'], since: Date): Reminder[] => [{ caseId, number, kind, since }];
  const isOver = (since: Date, seconds: number): boolean =>
    now.getTime() - since.getTime() >= seconds * 1_000;
  const owed = owedSince(one);
  if (one.unansweredSince !== null && one.contactedAt !== null && owed !== null)
    return remind('danger', owed);
  if (owed !== null && isOver(owed, remindSeconds)) return remind('no-reply', owed);
  const silent = countedFrom(one.studentSilentSince, one);
  const watched = one.level === 'imminent' && one.arrivedAt === null;
  if (watched && silent !== null && isOver(silent, policy.silentStudentSeconds))
    return remind('silent-student', silent);
  if (one.hold !== null) return remind('hold-over', one.hold.until);
  const [quiet] = quietCases([one], policy.quietCase.ownerHours, now);
  return quiet === undefined ? [] : remind('quiet', quiet.since);
}
