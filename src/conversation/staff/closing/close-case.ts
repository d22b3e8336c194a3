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
import { localDateOf } from '../../../handoff/rota/local-day.ts';
import type { StaffMember } from '../../../people/staff.ts';
import { caseWake } from '../../escalation/escalation.ts';
import { followUpWake } from '../../escalation/follow-up-wake.ts';
import type { Scope } from '../../scope.ts';
import { speakingStaffOf } from '../../student/speaker.ts';
import { permits } from '../case-actions.ts';
import { tellVoiced } from '../tell-voiced.ts';
import { withdrawAsked } from '../tools/withdraw-asked.ts';
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
 * student hears goodbye and may take up what was interrupted.
 */
export async function closeCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  closing: Closing,
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
  const closed = await stores.cases.close(caseId, actor.staffId, closing.outcome, note, now);
  if (!closed.ok) return { outcome: 'absent' };
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
  const before = await stores.register.activeOf(one.contactId);
  const entryId = before?.id ?? parts.newId();
  if (before === null) {
    const entry = { id: entryId, contactId: one.contactId, caseId: one.id, class: outcome, ownerId };
    await stores.register.enter(entry, actor.staffId, now);
  } else {
    const to = { caseId: one.id, class: graver(before.class, outcome), ownerId };
    await stores.register.follow(entryId, to, actor.staffId, now);
  }
  await planChecks(scope, actor.staffId, { id: entryId, caseId: one.id }, dates, true);
  if (ownerId !== actor.staffId) await tellOwner(scope, actor.staffId, ownerId, one.number, entryId);
}

/**
 * Rows with their due times; what wakes them is only quicker than the sweep.
 * @param greets a greeting goes with each of them, where the student says yes to that
 */
export async function planChecks(
  scope: Scope,
  by: string,
  entry: { readonly id: string; readonly caseId: string },
  dates: readonly string[],
  greets = false,
): Promise<void> {
  const { stores, now, parts, centre } = scope;
  const checks = [...new Set(dates)].sort().map((dueOn) => ({
    id: parts.newId(),
    entryId: entry.id,
    caseId: entry.caseId,
    dueOn,
    wakeAt: remindAt(centre.followUp, dueOn),
    greetAt: greets ? greetAt(centre.followUp, dueOn) : null,
    by,
  }));
  await stores.followUps.plan(checks, now);
  const first = checks[0];
  if (first !== undefined) scope.after.escalations.push({ id: followUpWake(first.id), at: first.wakeAt });
}

/** Whoever is named hears of it at once. */
export async function tellOwner(
  scope: Scope,
  byId: string,
  ownerId: string,
  number: number,
  entryId: string,
): Promise<void> {
  const name = (await scope.stores.staff.byId(byId))?.name ?? '';
  const link = `${scope.parts.publicUrl}/console/follow-up/${entryId}`;
  const key = `follow-up-yours:${entryId}:${scope.now.getTime()}`;
  await tellVoiced(scope, ownerId, key, ({ texts }) => ({
    text: texts('followUp.yours', { number, name, link }),
  }));
}
