import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { reportPrecision } from '../../../keywords/precision.ts';
import { type Level, levels, rankLevel } from '../../../keywords/screening.ts';
import type { MarkedLine } from '../../ports/mark-store.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import type { MarkDesk, MarkOutcome, Saying } from './mark-desk.ts';
import { writeExample } from './write-example.ts';

export function createMarkDesk(parts: ConversationParts): MarkDesk {
  return {
    markInCase: (actor, caseId, lineId, saying) =>
      inScope(parts, async (scope) => {
        if (actor.kind !== 'staff' || !(await mayMark(scope, actor, caseId))) return 'absent';
        const line = await lineIn(scope, caseId, lineId);
        return line === null ? 'no-line' : put(scope, actor.staffId, line, saying);
      }),
    markInReview: (actor, itemId, saying) =>
      inScope(parts, async (scope) => {
        const allowed = can(actor, 'review.mark', { kind: 'review' }, 'care');
        const entry = { actor: nameActor(actor), action: 'review.mark', purpose: 'care', allowed } as const;
        await audit(scope, { ...entry, resource: `review:${itemId}` });
        if (actor.kind !== 'staff' || !allowed) return 'absent';
        const line = await scope.stores.marks.lineOfReview(itemId);
        return line === null ? 'absent' : put(scope, actor.staffId, line, saying);
      }),
    line: (actor, caseId, lineId) =>
      inScope(parts, async (scope) =>
        (await mayMark(scope, actor, caseId))
          ? ((await lineIn(scope, caseId, lineId)) ?? 'no-line')
          : 'absent',
      ),
    addExample: (actor, caseId, lineId, example) =>
      inScope(parts, async (scope) => {
        if (actor.kind !== 'staff' || !(await mayMark(scope, actor, caseId))) {
          return { ok: false, code: 'absent' };
        }
        const line = await lineIn(scope, caseId, lineId);
        return line === null
          ? { ok: false, code: 'no-line' }
          : writeExample(scope, actor.staffId, line, example);
      }),
    precision: (actor, weeks, weekOf) =>
      inScope(parts, async (scope) => {
        const since = weeks.at(-1);
        if (since === undefined || !(await permits(scope, actor, 'precision.see'))) return null;
        const { marks } = scope.stores;
        const releases = can(actor, 'precision.release', { kind: 'precision' }, 'administration');
        return {
          report: reportPrecision(await marks.marks(since), weeks, weekOf),
          heard: countLevels(await marks.heard(since)),
          examples: releases ? await marks.examples() : null,
        };
      }),
    examples: (actor) =>
      inScope(parts, async (scope) =>
        (await permits(scope, actor, 'precision.release')) ? scope.stores.marks.examples() : null,
      ),
    removeExample: (actor, id) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'precision.release'))) return 'absent';
        return (await scope.stores.marks.removeExample(id)) ? 'removed' : 'absent';
      }),
  };
}

async function permits(
  scope: Scope,
  actor: Actor,
  action: Extract<Action, `precision.${string}`>,
): Promise<boolean> {
  const allowed = can(actor, action, { kind: 'precision' }, 'administration');
  const entry = { actor: nameActor(actor), action, resource: 'precision', allowed } as const;
  await audit(scope, { ...entry, purpose: 'administration' });
  return allowed;
}

async function mayMark(scope: Scope, actor: Actor, caseId: string): Promise<boolean> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return false;
  const relation = await relationOf(scope, one);
  const allowed = can(actor, 'case.mark', relation, 'crisis');
  const entry = { actor: nameActor(actor), action: 'case.mark', resource: nameResource(relation) } as const;
  await audit(scope, { ...entry, purpose: 'crisis', allowed });
  return allowed;
}

/** A line of another conversation looks exactly like one that is not there. */
async function lineIn(scope: Scope, caseId: string, lineId: string): Promise<MarkedLine | null> {
  const line = await scope.stores.marks.line(lineId);
  return line?.caseIds.includes(caseId) ? line : null;
}

async function put(
  { stores, now }: Scope,
  staffId: string,
  line: MarkedLine,
  { verdict, expected }: Saying,
): Promise<MarkOutcome> {
  const missed = verdict === 'missed' ? expected : null;
  if (!fits(line.level, verdict, expected)) return 'unfit';
  await stores.marks.put({
    heardId: line.id,
    verdict,
    expected: missed === 'none' ? null : missed,
    level: line.level,
    rules: line.rules,
    heardAt: line.at,
    staffId,
    now,
  });
  await stores.tellChange('case', 'review');
  return 'marked';
}

/** Only what said something can have been right or wrong, and only what said too little can have missed something. */
const fits = (level: Level, verdict: Saying['verdict'], expected: Level | null): boolean =>
  verdict === 'missed' ? expected !== null && rankLevel(expected) > rankLevel(level) : level !== 'none';

function countLevels(rows: readonly { level: Level; count: number }[]): Record<Level, number> {
  const counts = Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
  for (const { level, count } of rows) counts[level] = count;
  return counts;
}
