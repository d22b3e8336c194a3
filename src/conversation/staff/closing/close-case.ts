import type { Actor } from '../../../access/can.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import {
  type Closing,
  type ClosingProblem,
  checkClosing,
  entersRegister,
  graver,
  type RegisterClass,
} from '../../../handoff/closing/closing.ts';
import { greetAt, remindAt } from '../../../handoff/closing/decide-follow-up.ts';
import { datesBeside } from '../../../handoff/closing/follow-up-policy.ts';
import type { Sight } from '../../../handoff/closing/sight.ts';
import { localDateOf } from '../../../handoff/rota/local-day.ts';
import type { StaffMember } from '../../../people/staff.ts';
import { caseWake } from '../../escalation/escalation.ts';
import { followUpWake } from '../../escalation/follow-up-wake.ts';
import type { Scope } from '../../scope.ts';
import { speakingStaffOf } from '../../student/speaker.ts';
import { permits } from '../case-actions.ts';
import { nameStillOpen } from '../tools/another-report.ts';
import { withdrawAsked } from '../tools/withdraw-asked.ts';
import { readFollowed, tellFormerOwner, tellOwner } from './follow-owner.ts';
import { sayGoodbye } from './say-goodbye.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

export type CloseOutcome =
  | { readonly outcome: 'closed' | 'already' | 'absent' }
  | { readonly outcome: 'incomplete'; readonly problems: readonly ClosingProblem[] };

/** Who may look after somebody of the register: whoever talks with students, and whoever ends the case. */
const followers = (members: readonly StaffMember[], closerId: string): StaffMember[] =>
  members.filter(
    ({ id, roles, sample, disabledAt }) =>
      disabledAt === null &&
      (id === closerId || (!sample && (roles.includes('counsellor') || roles.includes('centre-head')))),
  );

/** Who may look after somebody of this case: nobody after themselves, nor after somebody whom they told of. */
export async function readFollowers(
  { stores }: Scope,
  closerId: string,
  one: Pick<HandoffCase, 'id' | 'contactId'>,
): Promise<StaffMember[]> {
  const themselves = [(await stores.staff.byContact(one.contactId))?.id, await speakingStaffOf(stores, one)];
  return followers(await stores.staff.list(), closerId).filter(({ id }) => !themselves.includes(id));
}

/**
 * A person ends it, never the program. Case, class, who was informed and the plan are written together or not at all; the
 * student hears goodbye and may take up what was interrupted. Whoever has not seen a cry does not end it.
 */
export async function closeCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  closing: Closing,
  seen: Sight,
): Promise<CloseOutcome> {
  const { stores, now, parts } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return { outcome: 'absent' };
  if (one.status === 'closed') return { outcome: one.ownerId === actor.staffId ? 'already' : 'absent' };
  if (!(await permits(scope, actor, 'case.close', one))) return { outcome: 'absent' };
  const members = await stores.staff.list();
  const known = {
    owners: (await readFollowers(scope, actor.staffId, one)).map(({ id }) => id),
    staff: members.map(({ id }) => id),
  };
  const problems = checkClosing(closing, known, now, localDateOf(now));
  if (problems.length > 0) return { outcome: 'incomplete', problems };
  // Conversation first, case second: the order in which a student's turn locks them.
  const address = await stores.addresses.lock(one.addressId);
  const note = cap(showable(closing.note));
  const ending = { outcome: closing.outcome, note, seen };
  const closed = await stores.cases.close(caseId, actor.staffId, ending, now);
  if (!closed.ok)
    return closed.code === 'not-yours'
      ? { outcome: 'absent' }
      : { outcome: 'incomplete', problems: [closed.code] };
  await withdrawAsked(scope, one, null);
  const informed = closing.informed.map((row) => ({ ...row, detail: cap(showable(row.detail)).trim() }));
  const { outcome } = closing;
  await stores.closings.add(
    { id: parts.newId(), caseId, staffId: actor.staffId, outcome, informed, at: now },
    parts.newId,
  );
  if (entersRegister(outcome) && closing.plan !== null) {
    await followOn(scope, actor, one, outcome, closing.plan);
  }
  await sayGoodbye(scope, one, address, outcome);
  await nameStillOpen(scope, actor.staffId, one);
  await stores.tellChange('case', 'register');
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  return { outcome: 'closed' };
}

async function followOn(
  scope: Scope,
  actor: StaffActor,
  one: HandoffCase,
  outcome: RegisterClass,
  plan: { readonly ownerId: string; readonly dates: readonly string[] },
): Promise<void> {
  const { stores, now, parts } = scope;
  const { ownerId, dates } = plan;
  const followed = await readFollowed(scope, one);
  const before = followed?.entry ?? null;
  const entryId = before?.id ?? parts.newId();
  if (before === null) {
    const entry = { id: entryId, contactId: one.contactId, caseId: one.id, class: outcome, ownerId };
    await stores.register.enter(entry, actor.staffId, now);
  } else {
    const to = { caseId: one.id, class: graver(before.class, outcome), ownerId };
    await stores.register.follow(entryId, to, actor.staffId, now);
    await tellFormerOwner(scope, actor.staffId, before, ownerId);
  }
  const fresh = datesBeside(dates, followed?.owed ?? [], localDateOf(now));
  await planChecks(scope, actor.staffId, { id: entryId, caseId: one.id }, fresh);
  if (ownerId !== actor.staffId) await tellOwner(scope, actor.staffId, ownerId, one.number, entryId);
}

/**
 * Rows with their due times; what wakes them is only quicker than the sweep. A greeting goes with each of them, where the
 * student says yes to that, unless its hour is over today.
 */
export async function planChecks(
  scope: Scope,
  by: string,
  entry: { readonly id: string; readonly caseId: string },
  dates: readonly string[],
): Promise<void> {
  const { stores, now, parts, centre } = scope;
  const greetIfAhead = (dueOn: string): Date | null => {
    const at = greetAt(centre.followUp, dueOn);
    return at > now ? at : null;
  };
  const checks = [...new Set(dates)].sort().map((dueOn) => ({
    id: parts.newId(),
    entryId: entry.id,
    caseId: entry.caseId,
    dueOn,
    wakeAt: remindAt(centre.followUp, dueOn),
    greetAt: greetIfAhead(dueOn),
    by,
  }));
  await stores.followUps.plan(checks, now);
  const first = checks[0];
  if (first !== undefined) scope.after.escalations.push({ id: followUpWake(first.id), at: first.wakeAt });
}
