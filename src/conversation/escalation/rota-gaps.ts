import { addMs, daysMs } from '../../core/clock.ts';
import { listGaps } from '../../handoff/rota/coverage.ts';
import type { Rota } from '../../handoff/rota/rota.ts';
import type { StaffPresence } from '../../people/duty-store.ts';
import type { Stores } from '../ports/stores.ts';

/** How far ahead gaps are looked for. */
export const GAP_DAYS = 14;

export type Gap = { readonly startsAt: Date; readonly endsAt: Date };

/** When nobody real is on duty in the next fourteen days; people of the sample centre are nobody. */
export async function findGaps(stores: Stores, now: Date): Promise<Gap[]> {
  return gapsOf(await stores.rota.read(now), await stores.duty.presence(now), 'duty', now);
}

/** Whoever is on call beside the rota is always there, so that there is no gap. */
export function gapsOf(
  rota: Rota,
  presence: readonly StaffPresence[],
  duty: 'duty' | 'backup',
  now: Date,
): Gap[] {
  const real = new Set(presence.filter(({ sample }) => !sample).map(({ staffId }) => staffId));
  if (duty === 'duty' && presence.some((one) => one.besideRota && real.has(one.staffId))) return [];
  return listGaps(rota, duty, now, addMs(now, daysMs(GAP_DAYS)), (staffId) => real.has(staffId));
}
