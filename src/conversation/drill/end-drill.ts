import type { Drill, DrillResult } from '../../handoff/drill/drill.ts';
import { drillFigures } from '../../handoff/drill/drill.ts';
import type { Scope } from '../scope.ts';
import { tellDrill } from './tell-drill.ts';

/**
 * Ends a drill, and says so to those who were called; a missed one is told to the centre heads as well. For a real crisis
 * nothing is said: nobody must read about a drill now. False where it was over before.
 */
export async function endDrill(
  scope: Scope,
  drill: Drill,
  result: DrillResult,
  staffId: string | null,
): Promise<boolean> {
  const { stores, now } = scope;
  if (!(await stores.drills.end(drill.id, result, staffId, now))) return false;
  await stores.tellChange('case');
  const { number } = drill;
  const called = [...new Set((await stores.drills.pages(drill.id)).map((page) => page.staffId))];
  const key = `${drill.id}:${result}`;
  if (result === 'stopped')
    await tellDrill(scope, drill, called, key, (texts) => ({ text: texts('drill.stopped', { number }) }));
  if (result === 'missed') {
    await tellDrill(scope, drill, called, key, (texts) => ({ text: texts('drill.missed', { number }) }));
    const members = await stores.staff.list();
    const heads = members.filter(
      ({ roles, disabledAt }) => disabledAt === null && roles.includes('centre-head'),
    );
    const link = `${scope.parts.publicUrl}/console/drills`;
    const spoken = drill.acknowledgedAt === null ? 'drill.missedHead' : 'drill.missedHeadTaken';
    await tellDrill(
      scope,
      drill,
      heads.map(({ id }) => id),
      `${key}:head`,
      (texts) => ({ text: texts(spoken, { number, link }) }),
    );
  }
  return true;
}

/** How it went, for whoever took it. */
export const doneFigures = (drill: Drill): { taken: number; words: number } => {
  const { taken, words } = drillFigures(drill);
  return { taken: taken ?? 0, words: words ?? 0 };
};
