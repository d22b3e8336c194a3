import { nameActor } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import type { Action } from '../../access/role-table.ts';
import { audit, type Scope } from '../scope.ts';

type AvailabilityAction = Extract<Action, `availability.${string}`>;

/** Asked and refused alike stand in the audit. `ownerId`: whose hours they are; null for nobody's or everybody's. */
export async function permitsAvailability(
  scope: Scope,
  actor: Actor,
  action: AvailabilityAction,
  ownerId: string | null,
): Promise<boolean> {
  const allowed = can(actor, action, { kind: 'availability', ownerId }, 'administration');
  await audit(scope, {
    actor: nameActor(actor),
    action,
    resource: ownerId === null ? 'availability' : `availability:${ownerId}`,
    purpose: 'administration',
    allowed,
  });
  return allowed;
}

/** Everybody who can be booked. */
export async function counsellorsOf({ stores }: Scope) {
  const members = await stores.staff.list();
  return members.filter(({ disabledAt, roles }) => disabledAt === null && roles.includes('counsellor'));
}
