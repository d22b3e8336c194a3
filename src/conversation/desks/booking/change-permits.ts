import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { audit, type Scope } from '../../scope.ts';

export type StaffActor = Extract<Actor, { kind: 'staff' }>;
type ChangeAction = Extract<Action, `appointments.${string}`>;

export const mayDo = (actor: Actor, action: ChangeAction, counsellorId?: string): boolean =>
  can(
    actor,
    action,
    { kind: 'appointments', ...(counsellorId === undefined ? {} : { counsellorId }) },
    'administration',
  );

export async function permits(
  scope: Scope,
  actor: Actor,
  action: ChangeAction,
  counsellorId?: string,
  resource = 'appointments',
): Promise<boolean> {
  const allowed = mayDo(actor, action, counsellorId);
  await audit(scope, { actor: nameActor(actor), action, resource, purpose: 'administration', allowed });
  return allowed;
}
