import type { Actor } from '../../../access/can.ts';
import { type Activity, checkInPhase, checkInTime, goesOn, isOver } from '../../../groups/activity.ts';
import { checkInTurn, endOfTurn } from '../../../groups/activity-code.ts';
import { askAboutLeaders } from '../../activities/ask-about-leader.ts';
import { fillPlaces, tellCancelled, tellDecision } from '../../activities/tell-activity.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { clashesKey, findClashes } from './activity-clashes.ts';
import type { ActivityDesk, ActivityStep, ShownCode } from './activity-desk.ts';
import { namesOf, viewFigures } from './activity-figures.ts';
import { createActivity, editActivity } from './activity-writing.ts';
import { allows, findActivity, listLeaders, permits } from './authorise-activities.ts';
import { noteAttendance, takeBackAttendance } from './note-attendance.ts';

/** Activities of a page. */
const SHOWN = 50;

const STEPS: Readonly<Record<ActivityStep, { from: Activity['status'][]; to: Activity['status'] }>> = {
  open: { from: ['draft', 'closed'], to: 'open' },
  close: { from: ['open'], to: 'closed' },
  cancel: { from: ['draft', 'open', 'closed'], to: 'cancelled' },
};

/** All of it: there is nothing left to call off, and nobody to tell not to come. */
const wasHeld = (activity: Activity, now: Date): boolean =>
  (activity.status === 'open' || activity.status === 'closed') && isOver(activity, now);

/** Nobody could sign up for such a date, and once opened it would count as held: it is put right while it is a draft. */
const hasBegun = ({ dates }: Activity, now: Date): boolean => dates.some(({ startsAt }) => startsAt <= now);

/** Whoever leads reads what was answered to them. */
const readerOf = (actor: Actor, seesAnswers: boolean): string | null =>
  seesAnswers && actor.kind === 'staff' ? actor.staffId : null;

function showCode({ stores, parts, now }: Scope, dateId: string): ShownCode {
  const code = stores.activities.checkInCode(dateId, now);
  return { code, link: `${parts.publicUrl}/c/${code}`, changesAt: endOfTurn(checkInTurn(now)) };
}

const codesOf = (scope: Scope, { dates }: Activity): ReadonlyMap<string, string> =>
  new Map(
    dates
      .filter((date) => checkInPhase(date, scope.now) === 'now')
      .map(({ id }) => [id, showCode(scope, id).code]),
  );

async function takeStep(
  scope: Scope,
  actor: Actor,
  id: string,
  step: ActivityStep,
  accepted: string,
): ReturnType<ActivityDesk['step']> {
  const activity = await findActivity(scope, actor, 'activity.write', id);
  if (activity === null) return 'absent';
  const { from, to } = STEPS[step];
  if (step === 'cancel' && wasHeld(activity, scope.now)) return 'over';
  if (step === 'open' && activity.status === 'draft' && hasBegun(activity, scope.now)) return 'begun';
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
    list: (actor, page) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'activity.see'))) return null;
        const nameOf = await namesOf(scope);
        const found = await scope.stores.activities.list(SHOWN + 1, (page - 1) * SHOWN);
        const rows = found
          .slice(0, SHOWN)
          .map((activity) => ({ activity, leader: nameOf(activity.leaderId) }));
        return { rows, page, more: found.length > SHOWN };
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
          begun:
            activity.status === 'draft'
              ? 0
              : activity.dates.filter(({ startsAt }) => startsAt <= scope.now).length,
          link: `${parts.publicUrl}/a/${activity.code}`,
          clashes:
            writes && activity.status !== 'cancelled' ? await findClashes(scope, actor, activity, id) : [],
          may: {
            open: may('open'),
            close: may('close'),
            cancel: may('cancel') && !wasHeld(activity, scope.now),
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
        const attends = allows(actor, 'activity.attend', activity);
        if (seesAnswers && activity.question !== null)
          await findActivity(scope, actor, 'activity.answers', id);
        return {
          activity,
          rows: await scope.stores.activities.signUps(id, readerOf(actor, seesAnswers)),
          seesAnswers,
          decides: allows(actor, 'activity.decide', activity) && goesOn(activity, scope.now),
          attends,
          codes: attends ? codesOf(scope, activity) : new Map(),
          early: new Set(
            activity.dates.filter((date) => checkInPhase(date, scope.now) === 'early').map(({ id }) => id),
          ),
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
    attend: (actor, id, typed) => inScope(parts, (scope) => noteAttendance(scope, actor, id, typed)),
    takeBack: (actor, id, dateId) => inScope(parts, (scope) => takeBackAttendance(scope, actor, id, dateId)),
    checkIn: (actor, id, dateId) =>
      inScope(parts, async (scope) => {
        const activity = await findActivity(scope, actor, 'activity.attend', id);
        if (activity === null || activity.status === 'cancelled') return null;
        const { dates } = activity;
        const next = dates.find((one) => checkInPhase(one, scope.now) !== 'over') ?? dates.at(-1);
        const date = dateId === null ? next : dates.find((one) => one.id === dateId);
        if (date === undefined) return null;
        const phase = checkInPhase(date, scope.now);
        const shown = phase === 'now' ? showCode(scope, date.id) : null;
        return { activity, date, phase, ...checkInTime(date), shown };
      }),
    figures: (actor, name) => inScope(parts, (scope) => viewFigures(scope, actor, name)),
  };
}
