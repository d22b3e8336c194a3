import type { Actor } from '../../../access/can.ts';
import { type Activity, checkInPhase, checkInTime } from '../../../groups/activity.ts';
import { askAboutLeaders } from '../../activities/ask-about-leader.ts';
import { fillPlaces, tellCancelled, tellDecision } from '../../activities/tell-activity.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { clashesKey, findClashes } from './activity-clashes.ts';
import type { ActivityDesk, ActivityStep } from './activity-desk.ts';
import { createActivity, editActivity } from './activity-writing.ts';
import { allows, findActivity, listLeaders, permits } from './authorise-activities.ts';

const SHOWN = 200;
const MOST_WALK_INS = 10_000;

const STEPS: Readonly<Record<ActivityStep, { from: Activity['status'][]; to: Activity['status'] }>> = {
  open: { from: ['draft', 'closed'], to: 'open' },
  close: { from: ['open'], to: 'closed' },
  cancel: { from: ['draft', 'open', 'closed'], to: 'cancelled' },
};

const namesOf = async (scope: Scope): Promise<(id: string) => string> => {
  const names = new Map((await scope.stores.staff.list()).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
};

/** Whoever leads reads what was answered to them. */
const readerOf = (actor: Actor, seesAnswers: boolean): string | null =>
  seesAnswers && actor.kind === 'staff' ? actor.staffId : null;

async function takeStep(
  scope: Scope,
  actor: Actor,
  id: string,
  step: ActivityStep,
  accepted: string,
): Promise<'done' | 'clash' | 'absent'> {
  const activity = await findActivity(scope, actor, 'activity.write', id);
  if (activity === null) return 'absent';
  const { from, to } = STEPS[step];
  if (step === 'open' && from.includes(activity.status)) {
    await scope.stores.activities.lockTimes();
    const clashes = await findClashes(scope, actor, activity, id);
    if (clashes.length > 0 && clashesKey(clashes) !== accepted) return 'clash';
  }
  if (await scope.stores.activities.setStatus(id, from, to, scope.now)) {
    await scope.stores.tellChange('activities');
    if (step === 'cancel' && activity.status !== 'draft') await tellCancelled(scope, activity);
    return 'done';
  }
  return activity.status === to ? 'done' : 'absent';
}

export function createActivityDesk(parts: ConversationParts): ActivityDesk {
  return {
    list: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'activity.see'))) return null;
        const nameOf = await namesOf(scope);
        const rows = await scope.stores.activities.list(SHOWN);
        return rows.map((activity) => ({ activity, leader: nameOf(activity.leaderId) }));
      }),
    leaders: (actor) =>
      inScope(parts, async (scope) =>
        (await permits(scope, actor, 'activity.write')) ? listLeaders(scope) : null,
      ),
    view: (actor, id) =>
      inScope(parts, async (scope) => {
        const activity = await findActivity(scope, actor, 'activity.see', id);
        if (activity === null) return null;
        const { activities } = scope.stores;
        const writes = allows(actor, 'activity.write', activity);
        const may = (step: ActivityStep): boolean => writes && STEPS[step].from.includes(activity.status);
        return {
          activity,
          leader: (await namesOf(scope))(activity.leaderId),
          counts: await activities.count(id),
          attended: await activities.countAttended(id),
          link: `${parts.publicUrl}/a/${activity.code}`,
          clashes:
            writes && activity.status !== 'cancelled' ? await findClashes(scope, actor, activity, id) : [],
          may: {
            open: may('open'),
            close: may('close'),
            cancel: may('cancel'),
            edit: writes && activity.status !== 'cancelled',
            'sign-ups': allows(actor, 'activity.sign-ups', activity),
          },
        };
      }),
    create: (actor, id, input) => inScope(parts, (scope) => createActivity(scope, actor, id, input)),
    async edit(actor, id, version, input, accepted) {
      const edited = await inScope(parts, (scope) =>
        editActivity(scope, actor, id, version, input, accepted),
      );
      if (edited.ok) await askAboutLeaders(parts);
      return edited;
    },
    step: (actor, id, step, accepted) =>
      inScope(parts, (scope) => takeStep(scope, actor, id, step, accepted)),
    signUps: (actor, id) =>
      inScope(parts, async (scope) => {
        const activity = await findActivity(scope, actor, 'activity.sign-ups', id);
        if (activity === null) return null;
        const seesAnswers = allows(actor, 'activity.answers', activity);
        if (seesAnswers && activity.question !== null)
          await findActivity(scope, actor, 'activity.answers', id);
        return {
          activity,
          rows: await scope.stores.activities.signUps(id, readerOf(actor, seesAnswers)),
          seesAnswers,
          decides: allows(actor, 'activity.decide', activity),
          attends: allows(actor, 'activity.attend', activity),
        };
      }),
    decide: (actor, id, signUpId, word) =>
      inScope(parts, async (scope) => {
        const activity = await findActivity(scope, actor, 'activity.decide', id);
        const { activities } = scope.stores;
        const before = activity === null ? null : await activities.bySignUp(signUpId);
        if (activity === null || before?.activityId !== id) return 'absent';
        if (word === 'talk') {
          if (!(await activities.askTalk(signUpId, scope.now))) return 'settled';
          await tellDecision(scope, activity, { signUp: before, place: null });
        } else {
          const decided = await activities.decide(signUpId, word === 'take', scope.now);
          if (decided === null) return 'settled';
          await tellDecision(scope, activity, decided);
          await fillPlaces(scope, id);
        }
        await scope.stores.tellChange('activities');
        return 'done';
      }),
    attend: (actor, id, dateId, came, walkIns) =>
      inScope(parts, async (scope) => {
        const activity = await findActivity(scope, actor, 'activity.attend', id);
        if (activity === null || actor.kind !== 'staff') return 'absent';
        if (!activity.dates.some((date) => date.id === dateId)) return 'no-date';
        const count = /^[0-9]{1,5}$/.test(walkIns.trim()) ? Number(walkIns) : null;
        if (count === null || count > MOST_WALK_INS) return 'no-number';
        const { activities } = scope.stores;
        for (const one of await activities.signUps(id, null)) {
          if (one.status !== 'signed-up') continue;
          const attended = came.includes(one.id);
          if (one.attendance.get(dateId) === attended) continue;
          await activities.attend(one.id, dateId, attended, actor.staffId, scope.now);
        }
        await activities.setWalkIns(dateId, count);
        await scope.stores.tellChange('activities');
        return 'done';
      }),
    checkIn: (actor, id, dateId) =>
      inScope(parts, async (scope) => {
        const activity = await findActivity(scope, actor, 'activity.attend', id);
        if (activity === null || activity.status === 'cancelled') return null;
        const { dates } = activity;
        const next = dates.find((one) => checkInPhase(one, scope.now) !== 'over') ?? dates.at(-1);
        const date = dateId === null ? next : dates.find((one) => one.id === dateId);
        if (date === undefined) return null;
        const phase = checkInPhase(date, scope.now);
        const link = `${parts.publicUrl}/c/${date.checkIn}`;
        return { activity, date, phase, ...checkInTime(date), link };
      }),
    figures: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'activity.see'))) return null;
        const { activities } = scope.stores;
        const nameOf = await namesOf(scope);
        const figures = [];
        for (const activity of await activities.list(SHOWN)) {
          const counts = await activities.count(activity.id);
          const attended = await activities.countAttended(activity.id);
          for (const { id, startsAt, endsAt, walkIns } of activity.dates) {
            const leader = nameOf(activity.leaderId);
            figures.push({
              activity,
              startsAt,
              endsAt,
              leader,
              counts,
              attended: attended.get(id) ?? 0,
              walkIns,
            });
          }
        }
        return figures;
      }),
  };
}
