import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, type CaseRelation, can } from '../../../access/can.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import { hoursMs } from '../../../core/clock.ts';
import {
  type BreakGlass,
  type GlassGround,
  type GlassPart,
  isGlassGround,
  lookUntil,
  mayOweReason,
  nextOfOwed,
  REASON_HOURS,
  reasonDue,
} from '../../../handoff/break-glass.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { audit, type Scope } from '../../scope.ts';
import { relationOf } from '../case-actions.ts';
import type { StaffTexts } from '../relay.ts';
import { type Notice, tellOrNotify } from '../tell-or-notify.ts';
import { glassWake } from './glass-wake.ts';
import { tellOfLook } from './who-hears.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

export const LEAST_REASON = 5;
export const LONGEST_REASON = 500;

/** How the actor stands to one part of a case: with their look at it, if it is open. */
export async function relationBehindGlass(
  scope: Scope,
  actor: StaffActor,
  one: HandoffCase,
  part: GlassPart,
): Promise<CaseRelation> {
  const looks = await scope.stores.glasses.openNow(one.id, actor.staffId, scope.now);
  const open = looks.some(({ what }) => what === part);
  return { ...(await relationOf(scope, one)), glassStaffIds: open ? [actor.staffId] : [] };
}

const actionFor = (part: GlassPart) =>
  part === 'words' ? ('case.break-glass-words' as const) : ('case.break-glass' as const);

/** Whether this person may look at this part by giving a reason. */
export async function mayBreak(
  scope: Scope,
  actor: StaffActor,
  one: HandoffCase,
  part: GlassPart,
): Promise<boolean> {
  return can(actor, actionFor(part), await relationOf(scope, one), 'crisis');
}

/**
 * Whether this person may see their own looks and give a reason that they owe. Also where the student came back since and
 * others are called: the reason stays owed.
 */
export async function mayGiveReason(scope: Scope, actor: StaffActor, one: HandoffCase): Promise<boolean> {
  const pagedStaffIds = await scope.stores.cases.pagedSince(one.id, one.openedAt);
  return can(actor, 'case.glass-reason', { ...(await relationOf(scope, one)), pagedStaffIds }, 'crisis');
}

export type BreakOutcome = 'opened' | 'absent' | 'ground' | 'reason';

/** Opens a look at one part for an hour. Without its reason only where somebody is in imminent danger. */
export async function breakGlass(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  part: GlassPart,
  ground: string,
  typed: string,
): Promise<BreakOutcome> {
  const { stores, now, parts } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return 'absent';
  const allowed = await mayBreak(scope, actor, one, part);
  await audit(scope, {
    actor: nameActor(actor),
    action: actionFor(part),
    resource: nameResource(await relationOf(scope, one)),
    purpose: 'crisis',
    allowed,
  });
  if (!allowed) return 'absent';
  // The second tap of a double one: the look is open already.
  const open = await stores.glasses.openNow(caseId, actor.staffId, now);
  if (open.some(({ what }) => what === part)) return 'opened';
  const reason = cap(showable(typed)).trim().slice(0, LONGEST_REASON);
  const owes = reason === '' && ground === '' && mayOweReason(one);
  if (!owes && !isGlassGround(ground)) return 'ground';
  if (!owes && reason.length < LEAST_REASON) return 'reason';
  const id = parts.newId();
  const due = owes ? reasonDue(now) : null;
  await stores.glasses.open({
    id,
    caseId,
    staffId: actor.staffId,
    what: part,
    expiresAt: lookUntil(now),
    given: isGlassGround(ground) && !owes ? { ground, reason } : null,
    owed: due,
    now,
  });
  if (due !== null) scope.after.escalations.push({ id: glassWake(id), at: due.remindAt });
  const staffId = actor.staffId;
  await stores.cases.addEvent(caseId, { kind: 'glass-broken', staffId, level: null, at: now });
  await tellOpened(scope, actor, one, id, part, owes);
  await stores.tellChange('case');
  return 'opened';
}

/** The reason that was owed; once given it stands. */
export async function giveReason(
  scope: Scope,
  actor: StaffActor,
  glassId: string,
  ground: string,
  typed: string,
): Promise<'given' | 'absent' | 'ground' | 'reason'> {
  const look = await scope.stores.glasses.byId(glassId);
  if (look === null || look.staffId !== actor.staffId || look.reasonAt !== null) return 'absent';
  const one = await scope.stores.cases.byId(look.caseId);
  if (one === null || !(await mayGiveReason(scope, actor, one))) return 'absent';
  if (!isGlassGround(ground)) return 'ground';
  const reason = cap(showable(typed)).trim().slice(0, LONGEST_REASON);
  if (reason.length < LEAST_REASON) return 'reason';
  await audit(scope, {
    actor: nameActor(actor),
    action: 'case.glass-reason',
    resource: `break-glass:${glassId}`,
    purpose: 'crisis',
    allowed: true,
  });
  return (await scope.stores.glasses.giveReason(glassId, ground as GlassGround, reason, scope.now))
    ? 'given'
    : 'absent';
}

async function tellOpened(
  scope: Scope,
  actor: StaffActor,
  { number }: HandoffCase,
  id: string,
  part: GlassPart,
  owes: boolean,
): Promise<void> {
  const name = (await scope.stores.staff.byId(actor.staffId))?.name ?? '';
  const link = listLink(scope);
  const compose = (texts: StaffTexts): string => {
    const what = texts(`glass.${part}`);
    return owes
      ? texts('glass.openedOwing', { name, number, what, hours: REASON_HOURS, link })
      : texts('glass.opened', { name, number, what, link });
  };
  const about = owes ? 'notice.glassOwing' : 'notice.glassOpened';
  const notice = noticeOf((texts) => texts(about, { hours: REASON_HOURS }));
  await tellOfLook(scope, actor.staffId, `glass:${id}`, notice, ({ texts }) => ({ text: compose(texts) }));
}

/** One look, and of whom is in the console. */
export const noticeOf = (what: Notice['what']): Notice => ({ count: 1, what });

export const listLink = ({ parts }: Scope): string => `${parts.publicUrl}/console/break-glass`;

/** A reason that is owed: its owner is reminded, and at last it is told; harmless when nothing is due. */
export async function runGlassTask(scope: Scope, id: string): Promise<void> {
  const { stores, now } = scope;
  const look = await stores.glasses.claimDue(id, now);
  if (look === null) return;
  const one = await stores.cases.byId(look.caseId);
  switch (nextOfOwed(look, now)) {
    case 'none':
      return stores.glasses.planNext(id, null, look.overdueToldAt);
    case 'remind':
      await stores.glasses.planNext(id, look.reasonDueAt, null);
      if (look.reasonDueAt !== null)
        scope.after.escalations.push({ id: glassWake(id), at: look.reasonDueAt });
      return remind(scope, look, one?.number ?? 0);
    case 'overdue':
      await stores.glasses.planNext(id, null, now);
      return tellOverdue(scope, look, one?.number ?? 0);
  }
}

async function remind(scope: Scope, look: BreakGlass, number: number): Promise<void> {
  const left = (look.reasonDueAt?.getTime() ?? 0) - scope.now.getTime();
  const hours = Math.max(1, Math.round(left / hoursMs(1)));
  const link = `${scope.parts.publicUrl}/console/cases/${look.caseId}/break-glass`;
  const notice = noticeOf((texts) => texts('notice.glassReminder', { hours }));
  await tellOrNotify(scope, look.staffId, `glass-due:${look.id}`, notice, ({ texts }) => ({
    text: texts('glass.reminder', { number, hours, link }),
  }));
}

async function tellOverdue(scope: Scope, look: BreakGlass, number: number): Promise<void> {
  const name = (await scope.stores.staff.byId(look.staffId))?.name ?? '';
  const link = listLink(scope);
  const hours = REASON_HOURS;
  const notice = noticeOf((texts) => texts('notice.glassOverdue', { hours }));
  await tellOfLook(scope, look.staffId, `glass-overdue:${look.id}`, notice, ({ texts }) => ({
    text: texts('glass.overdue', { name, number, hours, link }),
  }));
}
