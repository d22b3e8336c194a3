import type { Actor } from '../../../access/can.ts';
import { checkInPhase } from '../../../groups/activity.ts';
import { marksOf } from '../../../groups/attendance.ts';
import type { Scope } from '../../scope.ts';
import type { ActivityDesk, TypedAttendance } from './activity-desk.ts';
import { findActivity } from './authorise-activities.ts';

const MOST_WALK_INS = 10_000;
/** Of a page that did not say what it had shown; no count is that. */
const UNSHOWN = -1;

/** Changes what was touched on the page, and nothing that came to be noted after it was opened. */
export async function noteAttendance(
  scope: Scope,
  actor: Actor,
  id: string,
  typed: TypedAttendance,
): ReturnType<ActivityDesk['attend']> {
  const activity = await findActivity(scope, actor, 'activity.attend', id);
  if (activity === null || actor.kind !== 'staff') return 'absent';
  const { dateId, walkIns, walkInsShown } = typed;
  const date = activity.dates.find(({ id }) => id === dateId);
  if (date === undefined) return 'no-date';
  if (checkInPhase(date, scope.now) === 'early') return 'too-early';
  const count = readCount(walkIns);
  if (count === null) return 'no-number';
  const { activities } = scope.stores;
  const marks = marksOf(await activities.signUps(id, null), typed, date);
  if (marks === null) return 'changed';
  const shown = readCount(walkInsShown) ?? UNSHOWN;
  if (count !== shown && !(await activities.setWalkIns(dateId, count, shown))) return 'changed';
  const note = (signUpId: string, attended: boolean): Promise<void> =>
    activities.attend(signUpId, dateId, attended, actor.staffId, scope.now);
  for (const signUpId of marks.came) await note(signUpId, true);
  for (const signUpId of marks.stayedAway) await note(signUpId, false);
  await activities.noteAbsent(marks.unmarked, dateId, actor.staffId, scope.now);
  await scope.stores.tellChange('activities');
  return 'done';
}

/** What staff noted of a date; whoever checked in themselves was there. */
export async function takeBackAttendance(
  scope: Scope,
  actor: Actor,
  id: string,
  dateId: string,
): ReturnType<ActivityDesk['takeBack']> {
  const activity = await findActivity(scope, actor, 'activity.attend', id);
  if (activity === null) return 'absent';
  if (!activity.dates.some((date) => date.id === dateId)) return 'no-date';
  await scope.stores.activities.takeBackMarks(dateId);
  await scope.stores.tellChange('activities');
  return 'done';
}

function readCount(text: string): number | null {
  const count = /^[0-9]{1,5}$/.test(text.trim()) ? Number(text) : null;
  return count === null || count > MOST_WALK_INS ? null : count;
}
