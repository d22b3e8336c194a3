import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Clash, Needs } from '../../../groups/activity-store.ts';
import { audit, type Scope } from '../../scope.ts';
import type { ActivityClash } from './activity-desk.ts';

/** What an activity meets, as the viewer may know it: of others' appointments only that there is one. */
export async function findClashes(
  scope: Scope,
  actor: Actor,
  needs: Needs,
  id: string,
): Promise<ActivityClash[]> {
  const found = await scope.stores.activities.clashes(needs, id, scope.now);
  const action = 'appointments.see-changes' as const;
  const clashes: ActivityClash[] = [];
  for (const clash of found) {
    const resource = { kind: 'appointments', counsellorId: clash.staffId } as const;
    const sees = clash.what !== 'appointment' || can(actor, action, resource, 'administration');
    const date = needs.dates.find(({ startsAt }) => startsAt.getTime() === clash.meets.getTime());
    const shown = sees ? toShown(actor, clash) : toHidden(clash, date?.endsAt ?? clash.endsAt);
    if (!clashes.some((one) => keyOf(one) === keyOf(shown))) clashes.push(shown);
    if (!sees || clash.what !== 'appointment') continue;
    const entry = { actor: nameActor(actor), action, resource: `appointment:${clash.id}` };
    await audit(scope, { ...entry, purpose: 'administration', allowed: true });
  }
  return clashes;
}

const shareOf = ({ sharesLeader, sharesPlace }: Clash): ActivityClash['shares'] =>
  sharesLeader && sharesPlace ? 'both' : sharesLeader ? 'leader' : 'place';

function toShown(actor: Actor, clash: Clash): ActivityClash {
  const { what, id, staff, title, place, startsAt, endsAt, staffId } = clash;
  const resource = { kind: 'appointments', counsellorId: staffId } as const;
  const leads =
    what === 'activity' ||
    (what === 'appointment' && can(actor, 'appointments.change', resource, 'administration'));
  return { what, id: leads ? id : null, staff, title, place, startsAt, endsAt, shares: shareOf(clash) };
}

const toHidden = (clash: Clash, endsAt: Date): ActivityClash => ({
  what: clash.what,
  id: null,
  staff: null,
  title: null,
  place: null,
  startsAt: clash.meets,
  endsAt,
  shares: shareOf(clash),
});

const keyOf = ({ what, startsAt, endsAt, shares, id }: ActivityClash): string =>
  [what, startsAt.getTime(), endsAt.getTime(), shares, id ?? ''].join('.');

/** Names what was shown: whoever goes on all the same has seen these, and no others. */
export const clashesKey = (clashes: readonly ActivityClash[]): string => clashes.map(keyOf).join('_');
