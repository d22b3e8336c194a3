import { addMs, hoursMs } from '../../core/clock.ts';
import { decideEscalation } from '../../handoff/decide-escalation.ts';
import { asCase, type Drill } from '../../handoff/drill/drill.ts';
import { DRILL_MS, drillPolicy, POSTPONE_MS } from '../../handoff/drill-policy.ts';
import { kindsKeptBack } from '../../handoff/rounds.ts';
import { readDutyBoard } from '../escalation/duty-board.ts';
import type { Scope } from '../scope.ts';
import { drillWake } from './drill-wake.ts';
import { drillWordsChoice } from './drill-words-choice.ts';
import { endDrill } from './end-drill.ts';
import { planNext } from './plan-drill.ts';
import { tellDrill, tellGroups } from './tell-drill.ts';

/** A planned drill that could not begin within this time is left out, in ms. */
const LATEST_MS = hoursMs(1);

/** Does what is due for a drill or for the plan; harmless when nothing is. */
export async function runDrill(scope: Scope, what: string): Promise<void> {
  const { drills } = scope.stores;
  if (what === 'plan') return beginPlanned(scope);
  const drill = await drills.claimDue(what, scope.now);
  if (drill !== null) await stepDrill(scope, drill);
}

/** A drill never begins while somebody really waits: it is held later, and at last in the week after. */
async function beginPlanned(scope: Scope): Promise<void> {
  const { stores, now, parts } = scope;
  const plan = await stores.drills.claimPlan(now);
  if (plan === null) return;
  // The program was down at its time: nobody is called for a drill at an hour that nobody has chosen.
  if (plan.nextAt !== null && addMs(plan.nextAt, LATEST_MS) < now)
    return stores.drills.savePlan({ ...plan, nextAt: await planNext(scope, plan, 'from-now') }, null, now);
  if ((await stores.cases.list(0)).some(({ status }) => status === 'open'))
    return stores.drills.postpone(addMs(now, POSTPONE_MS));
  const { withDesk, withGroups } = plan;
  await stores.drills.savePlan({ ...plan, nextAt: await planNext(scope, plan, 'after-one') }, null, now);
  const drill = await stores.drills.begin({ id: parts.newId(), begunBy: null, withDesk, withGroups }, now);
  if (drill !== null) await stepDrill(scope, drill);
}

/** Calls whoever a real imminent case would call now, by the same decision. */
export async function stepDrill(scope: Scope, drill: Drill): Promise<void> {
  const { stores, now, centre } = scope;
  if (await isRealMeanwhile(scope, drill)) return void (await endDrill(scope, drill, 'real', null));
  const endsAt = addMs(drill.begunAt, DRILL_MS);
  if (endsAt <= now) return void (await endDrill(scope, drill, 'missed', null));
  const policy = drillPolicy(centre.escalation, drill);
  const decision = decideEscalation(policy, asCase(drill, now), await readDutyBoard(stores, now), now);
  const wakeAt =
    decision.kind === 'wait' ? decision.until : decision.kind === 'done' ? endsAt : decision.wakeAt;
  const step = decision.kind === 'notify' ? decision.step : drill.step;
  const nextAt = wakeAt < endsAt ? wakeAt : endsAt;
  await stores.drills.saveStep(drill.id, step, nextAt);
  scope.after.escalations.push({ id: drillWake(drill.id), at: nextAt });
  await stores.tellChange('case');
  if (decision.kind !== 'notify') return;
  const { staffIds, notifiers, round } = decision;
  await stores.drills.page(drill.id, staffIds, step, now);
  const key = `${drill.id}:${now.getTime()}`;
  const kept = kindsKeptBack(policy.imminent, round);
  const { number } = drill;
  if (drill.status === 'open') {
    const choice = { id: `drill-take.${drill.id}` };
    await tellDrill(
      scope,
      drill,
      staffIds,
      key,
      (texts) => ({
        text: texts('drill.page', { number }),
        choices: [{ ...choice, label: texts('drill.take', { number }) }],
      }),
      kept,
    );
  } else {
    await tellDrill(
      scope,
      drill,
      staffIds,
      key,
      (texts) => ({ text: texts('drill.silent', { number }), choices: [drillWordsChoice(texts, drill)] }),
      kept,
    );
  }
  await tellGroups(scope, drill, notifiers, key);
}

/** Somebody really waits, or has cried for help since the drill began. */
export const isRealMeanwhile = async ({ stores }: Scope, { begunAt }: Drill): Promise<boolean> =>
  (await stores.cases.list(0)).some(
    ({ status, openedAt, resumedAt, levelSince }) =>
      status === 'open' || openedAt >= begunAt || levelSince >= begunAt || (resumedAt ?? openedAt) >= begunAt,
  );
