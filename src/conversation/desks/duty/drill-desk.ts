import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import type { Drill, DrillPage, DrillResult } from '../../../handoff/drill/drill.ts';
import { type DrillFigures, drillFigures } from '../../../handoff/drill/drill.ts';
import type { DrillKind, DrillPlan } from '../../../handoff/drill/drill-plan.ts';
import { DRILL_MS } from '../../../handoff/drill-policy.ts';
import { endDrill } from '../../drill/end-drill.ts';
import { planNext } from '../../drill/plan-drill.ts';
import { stepDrill } from '../../drill/run-drill.ts';
import { drillFor, sayFirstWords, type TakeDrill, takeDrill } from '../../drill/take-drill.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';

const SHOWN = 60;

export type PlanInput = {
  readonly kind: DrillKind;
  readonly weekday: number;
  readonly minute: number;
  readonly withDesk: boolean;
  readonly withGroups: boolean;
};

/** The drill that calls the viewer, as far as they have come with it. */
export type CallingDrill = {
  readonly id: string;
  readonly number: number;
  readonly begunAt: Date;
  readonly owner: string | null;
  readonly mine: boolean;
};

export type DrillsView = {
  readonly now: Date;
  readonly calling: CallingDrill | null;
  /** Null for whoever may not plan. */
  readonly plan: DrillPlan | null;
  /** The one that is under way, for whoever may end it. */
  readonly current: { readonly id: string; readonly number: number; readonly endsAt: Date } | null;
  readonly maySeeResults: boolean;
};

export type DrillRow = {
  readonly number: number;
  readonly begunAt: Date;
  readonly result: DrillResult | null;
  readonly owner: string | null;
  readonly figures: DrillFigures;
  /** Who was called first, after how many seconds, in order. */
  readonly called: readonly { readonly name: string; readonly seconds: number }[];
};

/** Drills with people, planned and taken in the console; authorised and audited here. Null looks like absent. */
export interface DrillDesk {
  view(actor: Actor): Promise<DrillsView | null>;
  calling(actor: Actor): Promise<CallingDrill | null>;
  plan(actor: Actor, input: PlanInput): Promise<'planned' | 'absent'>;
  /** The same id twice is one drill. `real`: somebody waits for help now. */
  start(actor: Actor, id: string): Promise<'begun' | 'busy' | 'real' | 'absent'>;
  end(actor: Actor, id: string): Promise<'ended' | 'over' | 'absent'>;
  take(actor: Actor, id: string): Promise<TakeDrill>;
  /** The first words; what they are is not asked. */
  say(actor: Actor, id: string): Promise<'done' | 'late' | 'absent'>;
  /** For the centre heads, newest first. */
  results(actor: Actor): Promise<DrillRow[] | null>;
}

type DrillAction = Extract<Action, `drill.${string}`>;

const mayDo = (actor: Actor, action: DrillAction): boolean =>
  can(actor, action, { kind: 'drills' }, 'administration');

async function permits(scope: Scope, actor: Actor, action: DrillAction): Promise<boolean> {
  const allowed = mayDo(actor, action);
  const entry = { actor: nameActor(actor), action, resource: 'drills', purpose: 'administration' as const };
  await audit(scope, { ...entry, allowed });
  return allowed;
}

const idOf = (actor: Actor): string | null => (actor.kind === 'staff' ? actor.staffId : null);

export function createDrillDesk(parts: ConversationParts): DrillDesk {
  return {
    view: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'drill.see'))) return null;
        const { drills } = scope.stores;
        const plans = mayDo(actor, 'drill.plan');
        const current = plans ? await drills.current() : null;
        return {
          now: scope.now,
          calling: await callingOf(scope, actor),
          plan: plans ? await drills.plan() : null,
          current: current === null ? null : toCurrent(current),
          maySeeResults: mayDo(actor, 'drill.results'),
        };
      }),
    calling: (actor) => inScope(parts, (scope) => callingOf(scope, actor)),
    plan: (actor, input) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'drill.plan'))) return 'absent';
        const nextAt = await planNext(scope, input, 'from-now');
        await scope.stores.drills.savePlan({ ...input, nextAt }, idOf(actor), scope.now);
        return 'planned';
      }),
    start: (actor, id) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'drill.plan'))) return 'absent';
        const { drills, cases } = scope.stores;
        if ((await drills.byId(id)) !== null) return 'begun';
        if ((await cases.list(0)).some(({ status }) => status === 'open')) return 'real';
        const { withDesk, withGroups } = await drills.plan();
        const begunBy = idOf(actor);
        const drill = await drills.begin({ id, begunBy, withDesk, withGroups }, scope.now);
        if (drill === null) return 'busy';
        await stepDrill(scope, drill);
        return 'begun';
      }),
    end: (actor, id) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'drill.plan'))) return 'absent';
        const drill = await scope.stores.drills.byId(id);
        if (drill === null) return 'absent';
        return (await endDrill(scope, drill, 'stopped', idOf(actor))) ? 'ended' : 'over';
      }),
    take: (actor, id) =>
      inScope(parts, async (scope) =>
        actor.kind === 'staff' ? takeDrill(scope, actor, id) : { outcome: 'absent' },
      ),
    say: (actor, id) =>
      inScope(parts, async (scope) => {
        const drill = await drillFor(scope, actor, id);
        if (drill === null || actor.kind !== 'staff') return 'absent';
        if (drill.status === 'ended' || drill.ownerId !== actor.staffId) return 'late';
        return (await sayFirstWords(scope, actor, drill)) === null ? 'late' : 'done';
      }),
    results: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'drill.results'))) return null;
        const names = new Map((await scope.stores.staff.list()).map(({ id, name }) => [id, name]));
        const rows: DrillRow[] = [];
        for (const drill of await scope.stores.drills.list(SHOWN))
          rows.push(toRow(drill, await scope.stores.drills.pages(drill.id), names));
        return rows;
      }),
  };
}

/** Only for those whom it calls. */
async function callingOf({ stores }: Scope, actor: Actor): Promise<CallingDrill | null> {
  const drill = actor.kind === 'staff' ? await stores.drills.current() : null;
  if (drill === null || !(await stores.drills.pages(drill.id)).some(({ staffId }) => staffId === idOf(actor)))
    return null;
  const owner = drill.ownerId === null ? null : await stores.staff.byId(drill.ownerId);
  const { id, number, begunAt, ownerId } = drill;
  return { id, number, begunAt, owner: owner?.name ?? null, mine: ownerId === idOf(actor) };
}

const toCurrent = ({ id, number, begunAt }: Drill) => ({
  id,
  number,
  endsAt: new Date(begunAt.getTime() + DRILL_MS),
});

function toRow(drill: Drill, pages: readonly DrillPage[], names: ReadonlyMap<string, string>): DrillRow {
  const called = new Map<string, number>();
  for (const { staffId, at } of pages) {
    const seconds = Math.round((at.getTime() - drill.begunAt.getTime()) / 1_000);
    if (!called.has(staffId)) called.set(staffId, seconds);
  }
  return {
    number: drill.number,
    begunAt: drill.begunAt,
    result: drill.result,
    owner: drill.ownerId === null ? null : (names.get(drill.ownerId) ?? ''),
    figures: drillFigures(drill),
    called: [...called].map(([staffId, seconds]) => ({ name: names.get(staffId) ?? '', seconds })),
  };
}
