import type { Actor } from '../../../access/can.ts';
import { fail, unreachable } from '../../../core/result.ts';
import type { Activity, ActivityTime } from '../../../groups/activity.ts';
import { activityCodeFrom } from '../../../groups/activity-code.ts';
import type { Needs, NewDate } from '../../../groups/activity-store.ts';
import { type ActivityInput, checkActivity } from '../../../groups/check-activity.ts';
import { fillPlaces, tellChanged } from '../../activities/tell-activity.ts';
import type { Scope } from '../../scope.ts';
import { clashesKey, findClashes } from './activity-clashes.ts';
import type { ActivityClash, ActivityDesk, ActivityRefusal } from './activity-desk.ts';
import { findActivity, listLeaders, permits } from './authorise-activities.ts';

/** Codes are few: another one is drawn where the first is taken. */
const DRAWS = 20;

async function check(scope: Scope, input: ActivityInput, before: Activity | null = null) {
  const leaders = await listLeaders(scope);
  return checkActivity(
    input,
    leaders.map(({ id }) => id),
    leaders.filter(({ counsellor }) => counsellor).map(({ id }) => id),
    (startsAt) => before !== null && isSlip(before, startsAt, scope.now),
  );
}

/** What has begun counts as held and could never be taken out again. */
const isSlip = ({ status, dates }: Activity, startsAt: Date, now: Date): boolean =>
  (status === 'open' || status === 'closed') &&
  startsAt <= now &&
  dates.every((date) => date.startsAt.getTime() !== startsAt.getTime());

const toDates = (scope: Scope, times: readonly ActivityTime[]): NewDate[] =>
  times.map((time) => ({ ...time, id: scope.parts.newId() }));

export async function createActivity(
  scope: Scope,
  actor: Actor,
  id: string,
  input: ActivityInput,
): ReturnType<ActivityDesk['create']> {
  if (!(await permits(scope, actor, 'activity.write')) || actor.kind !== 'staff') return fail('absent');
  const checked = await check(scope, input);
  if (!checked.ok) return { ok: false, code: 'problems', problems: checked.problems };
  const { activities } = scope.stores;
  const dates = toDates(scope, checked.times);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    // A form that came twice is one activity.
    if ((await activities.byId(id)) !== null) return { ok: true, id };
    const code = activityCodeFrom(scope.parts.newId());
    const made = { ...checked.draft, id, code, madeBy: actor.staffId, dates, now: scope.now };
    if (await activities.add(made)) {
      await scope.stores.tellChange('activities');
      return { ok: true, id };
    }
  }
  throw new Error('no code is left for an activity');
}

export async function editActivity(
  scope: Scope,
  actor: Actor,
  id: string,
  version: number,
  input: ActivityInput,
  accepted: string,
): Promise<{ readonly ok: true } | ActivityRefusal> {
  const before = await findActivity(scope, actor, 'activity.write', id);
  if (before === null || actor.kind !== 'staff') return fail('absent');
  const checked = await check(scope, input, before);
  if (!checked.ok) return { ok: false, code: 'problems', problems: checked.problems };
  const { activities } = scope.stores;
  const clashes = await findNewClashes(scope, actor, before, { ...checked.draft, dates: checked.times });
  if (clashes.length > 0 && clashesKey(clashes) !== accepted) return { ok: false, code: 'clash', clashes };
  const dates = toDates(scope, checked.times);
  const mayPass = before.leaderId === actor.staffId || !(await leadsStill(scope, before));
  const edited = await activities.edit(id, version, checked.draft, dates, mayPass, scope.now);
  if (!edited.ok) {
    switch (edited.code) {
      case 'changed':
      case 'below-taken':
      case 'date-used':
        return fail(edited.code);
      case 'date-held':
        return { ok: false, code: 'problems', problems: [{ field: 'dates', code: edited.code }] };
      case 'answers-given':
        return { ok: false, code: 'problems', problems: [{ field: 'leaderId', code: edited.code }] };
      default:
        return unreachable(edited.code);
    }
  }
  const after = await activities.byId(id);
  if (after !== null && movedFrom(before, after)) await tellChanged(scope, before, after);
  await fillPlaces(scope, id);
  await scope.stores.tellChange('activities');
  return { ok: true };
}

/** A draft meets nothing before it is opened, and what stays where it was has been accepted. */
async function findNewClashes(
  scope: Scope,
  actor: Actor,
  before: Activity,
  needs: Needs,
): Promise<ActivityClash[]> {
  const settled = before.status === 'draft' || before.status === 'cancelled';
  if (settled || (before.leaderId === needs.leaderId && !movedFrom(before, needs))) return [];
  await scope.stores.activities.lockTimes();
  return findClashes(scope, actor, needs, before.id);
}

/** Whoever is disabled, or no counsellor any more where a question is asked, cannot name the one after them. */
const leadsStill = async (scope: Scope, { leaderId, question }: Activity): Promise<boolean> =>
  (await listLeaders(scope)).some(
    ({ id, counsellor }) => id === leaderId && (question === null || counsellor),
  );

/** Another time or place is told; other words are not. */
function movedFrom(before: Activity, after: Pick<Needs, 'place' | 'dates'>): boolean {
  const when = ({ dates }: Pick<Needs, 'dates'>): string =>
    dates.map(({ startsAt, endsAt }) => `${startsAt.getTime()}-${endsAt.getTime()}`).join();
  return before.place !== after.place || when(before) !== when(after);
}
