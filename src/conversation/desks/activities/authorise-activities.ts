import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import type { Activity } from '../../../groups/activity.ts';
import { audit, type Scope } from '../../scope.ts';
import type { Leader } from './activity-desk.ts';

export const allows = (actor: Actor, action: Action, activity: Activity): boolean =>
  can(actor, action, { kind: 'activities', id: activity.id, leaderId: activity.leaderId }, 'administration');

/** All of them together; who leads one counts only for that one. */
export async function permits(scope: Scope, actor: Actor, action: Action): Promise<boolean> {
  const allowed = can(actor, action, { kind: 'activities' }, 'administration');
  const entry = { actor: nameActor(actor), action, resource: 'activities' };
  await audit(scope, { ...entry, purpose: 'administration', allowed });
  return allowed;
}

/** The activity, where the actor may do this with it. */
export async function findActivity(
  scope: Scope,
  actor: Actor,
  action: Action,
  id: string,
): Promise<Activity | null> {
  const activity = await scope.stores.activities.byId(id);
  const resource = {
    kind: 'activities',
    id,
    ...(activity === null ? {} : { leaderId: activity.leaderId }),
  } as const;
  const allowed = can(actor, action, resource, 'administration');
  const entry = { actor: nameActor(actor), action, resource: nameResource(resource) };
  await audit(scope, { ...entry, purpose: 'administration', allowed });
  return allowed ? activity : null;
}

/** Everybody who is there and may lead; what is answered to a question only counsellors may hear. */
export const listLeaders = async (scope: Scope): Promise<(Leader & { readonly counsellor: boolean })[]> =>
  (await scope.stores.staff.list())
    .filter(({ disabledAt, roles }) => disabledAt === null && roles.some(mayLead))
    .map(({ id, name, roles }) => ({ id, name, counsellor: roles.includes('counsellor') }));

const mayLead = (role: string): boolean =>
  ['counsellor', 'supervisor', 'centre-head', 'staff'].includes(role);
