import { type DrillPlan, drillWindow, nextDrillAt } from '../../handoff/drill/drill-plan.ts';
import { listStints } from '../../handoff/rota/list-stints.ts';
import type { Scope } from '../scope.ts';

const HEX = 16;
const DIGITS = 12;

/** When the next drill is held, by the rota as it is now. */
export async function planNext(
  scope: Scope,
  plan: Pick<DrillPlan, 'kind' | 'weekday' | 'minute'>,
  when: 'from-now' | 'after-one',
): Promise<Date | null> {
  const { stores, now } = scope;
  const window = drillWindow(now, when === 'after-one');
  const onDuty = listStints(await stores.rota.read(now), 'duty', window.startsAt, window.endsAt);
  return nextDrillAt(plan, window, onDuty, byChance(scope), now);
}

/** From 0 to 1; the first digits of an id are random. */
const byChance = ({ parts }: Scope): number =>
  Number.parseInt(parts.newId().replaceAll('-', '').slice(0, DIGITS), HEX) / HEX ** DIGITS;
