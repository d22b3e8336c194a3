import { nameActor, nameResource } from '../../access/audit.ts';
import { type Actor, can, type SessionRelation } from '../../access/can.ts';
import type { Action } from '../../access/role-table.ts';
import { isNotifierKind } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type Choice, say } from '../../core/message.ts';
import { shanghaiDate } from '../../core/shanghai-time.ts';
import type { Referral } from '../../sessions/referral.ts';
import type { Session } from '../../sessions/session.ts';
import { lettersTo } from '../changes/tell-staff.ts';
import { audit, type CentreContent, type Scope, utter } from '../scope.ts';

/** What authorisation needs to know of a session, or of a referral that grew out of one. */
export const relationOfSession = async (
  scope: Scope,
  kind: SessionRelation['kind'],
  id: string,
  counsellorId: string,
): Promise<SessionRelation> => ({
  kind,
  id,
  counsellorId,
  supervisorIds: await scope.stores.supervisions.supervisorsOf(counsellorId, shanghaiDate(scope.now)),
});

async function permits(
  scope: Scope,
  actor: Actor,
  action: Action,
  resource: SessionRelation,
): Promise<boolean> {
  const allowed = can(actor, action, resource, 'care');
  const entry = { actor: nameActor(actor), resource: nameResource(resource), purpose: 'care' as const };
  await audit(scope, { ...entry, action, allowed });
  return allowed;
}

/** Authorised and audited; null looks like absent. */
export async function openSession(
  scope: Scope,
  actor: Actor,
  action: Action,
  appointmentId: string,
): Promise<Session | null> {
  const session = await scope.stores.sessions.find(appointmentId);
  if (session === null) return null;
  const relation = await relationOfSession(scope, 'session', session.appointmentId, session.staffId);
  return (await permits(scope, actor, action, relation)) ? session : null;
}

/** How the actor stands to a referral: with their look at it, if it is open. */
export async function relationOfReferral(
  scope: Scope,
  actor: Actor,
  { id, staffId }: Pick<Referral, 'id' | 'staffId'>,
): Promise<SessionRelation> {
  const relation = await relationOfSession(scope, 'referral', id, staffId);
  if (actor.kind !== 'staff') return relation;
  const until = await scope.stores.referralLooks.openUntil(id, actor.staffId, scope.now);
  return { ...relation, glassStaffIds: until === null ? [] : [actor.staffId] };
}

/** The same of a referral, which stays locked. */
export async function openReferral(
  scope: Scope,
  actor: Actor,
  action: Action,
  id: string,
): Promise<Referral | null> {
  const referral = await scope.stores.referrals.find(id);
  if (referral === null) return null;
  const relation = await relationOfReferral(scope, actor, referral);
  return (await permits(scope, actor, action, relation)) ? referral : null;
}

/**
 * To every messenger of somebody of the staff, in their language; the same key is told once. A mailbox, where no messenger
 * reaches them, learns that there is something to read.
 */
export async function tellCounsellor(
  scope: Scope,
  staffId: string,
  key: string,
  compose: (
    texts: CentreContent['tools'],
    language: Language,
  ) => { text: string; choices?: readonly Choice[] },
): Promise<void> {
  const addresses = await scope.stores.staff.addresses([staffId]);
  await utter(scope, [
    ...addresses.flatMap(({ id, addressId, activeAt, channel, language }) => {
      if (activeAt === null || addressId === null || isNotifierKind(channel)) return [];
      const { text, choices = [] } = compose(scope.centre.contents[language].tools, language);
      const dedupeKey = `${key}:${id}`;
      return [{ addressId, lane: 'conversation' as const, dedupeKey, message: say(text, choices) }];
    }),
    ...lettersTo(scope, addresses, key),
  ]);
}
