import { type Actor, can } from '../../access/can.ts';
import type { TimeRange } from '../../booking/slot.ts';
import type { LedDate } from '../../groups/activity-store.ts';
import type { Scope } from '../scope.ts';
import { linkToChanges, tellDesk } from './tell-staff.ts';

type Away = TimeRange & { readonly staffId: string };

export const seesActivities = (actor: Actor): boolean =>
  can(actor, 'activity.see', { kind: 'activities' }, 'administration');

/** What somebody leads while they are away, and is not over: the program neither moves it nor tells anybody of it. */
export async function ledWhileAway(
  { stores, now }: Scope,
  { staffId, startAt, endAt }: Away,
): Promise<LedDate[]> {
  const from = startAt > now ? startAt : now;
  return from < endAt ? stores.activities.ledDates(staffId, from, endAt) : [];
}

/** Whoever sits at the desk reads so on the page that they have open. */
export async function tellDeskOfLed(scope: Scope, actor: Actor, leaveId: string, away: Away): Promise<void> {
  if (actor.kind === 'staff' && actor.roles.includes('staff')) return;
  if ((await ledWhileAway(scope, away)).length === 0) return;
  const link = linkToChanges(scope);
  await tellDesk(scope, `leave-over-led:${leaveId}`, (texts) => texts('change.ledInLeave', { link }));
}
