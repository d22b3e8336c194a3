import { nameActor } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import { cap, showable } from '../../core/clean-text.ts';
import { isGlassGround, lookUntil } from '../../handoff/break-glass.ts';
import type { LookOutcome, ReferralLookRow } from '../desks/sessions/referral-desk.ts';
import { audit, type Scope } from '../scope.ts';
import { LEAST_REASON, LONGEST_REASON, listLink, noticeOf } from '../staff/glass/break-glass.ts';
import { headsHear, tellOfLook } from '../staff/glass/who-hears.ts';
import { openReferral } from './open-session.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** Opens what a referral says for an hour: the reason first, since nobody is in danger by waiting for a referral. */
export async function lookAtReferral(
  scope: Scope,
  actor: StaffActor,
  id: string,
  ground: string,
  typed: string,
): Promise<LookOutcome> {
  const { stores, now, parts } = scope;
  if ((await openReferral(scope, actor, 'referral.break-glass', id)) === null) return 'absent';
  // The second tap of a double one: it is open already.
  if ((await stores.referralLooks.openUntil(id, actor.staffId, now)) !== null) return 'opened';
  if (!isGlassGround(ground)) return 'ground';
  const reason = cap(showable(typed)).trim().slice(0, LONGEST_REASON);
  if (reason.length < LEAST_REASON) return 'reason';
  const lookId = parts.newId();
  const { staffId } = actor;
  await stores.referralLooks.open({
    id: lookId,
    referralId: id,
    staffId,
    openedAt: now,
    expiresAt: lookUntil(now),
    ground,
    reason,
  });
  const name = (await stores.staff.byId(staffId))?.name ?? '';
  const notice = noticeOf((texts) => texts('notice.glassOpened'));
  await tellOfLook(scope, staffId, `referral-look:${lookId}`, notice, ({ texts }) => ({
    text: texts('glass.referral', { name, link: listLink(scope) }),
  }));
  return 'opened';
}

export async function listLooks(
  scope: Scope,
  actor: StaffActor,
  limit: number,
): Promise<ReferralLookRow[] | null> {
  const allowed = can(actor, 'glasses.list', { kind: 'glasses' }, 'administration');
  const entry = { actor: nameActor(actor), action: 'glasses.list' as const, resource: 'glasses' };
  await audit(scope, { ...entry, purpose: 'administration', allowed });
  if (!allowed) return null;
  const staff = await scope.stores.staff.list();
  const isHead = actor.roles.includes('centre-head');
  const headHears = await headsHear(scope);
  const heard = (await scope.stores.referralLooks.list(limit)).filter(
    ({ staffId }) => isHead || !headHears(staffId),
  );
  return heard.map((look) => ({ ...look, name: staff.find(({ id }) => id === look.staffId)?.name ?? '' }));
}
