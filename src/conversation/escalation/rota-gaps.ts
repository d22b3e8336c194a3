import { addMs, daysMs } from '../../core/clock.ts';
import { listGaps } from '../../handoff/rota/coverage.ts';
import type { Rota } from '../../handoff/rota/rota.ts';
import type { StaffPresence } from '../../people/duty-store.ts';
import type { Stores } from '../ports/stores.ts';

/** How far ahead gaps are looked for. */
export const GAP_DAYS = 14;

export type Gap = { readonly startsAt: Date; readonly endsAt: Date };

/** When nobody real is on duty in the next fourteen days. */
export async function findGaps(stores: Stores, now: Date): Promise<Gap[]> {
  return gapsOf(await stores.rota.read(now), await stores.duty.presence(now), 'duty', now);
}

/**
 * Whoever is on call beside the rota is always there, so that there is no gap. As for a call, somebody of the sample centre
 * is nobody, and so is whom no account would wake then: that their console is open now says nothing of next week.
 */
export function gapsOf(
  rota: Rota,
  presence: readonly StaffPresence[],
  duty: 'duty' | 'backup',
  now: Date,
): Gap[] {
  const real = new Set(
    presence.filter(({ sample, messenger }) => !sample && messenger).map(({ staffId }) => staffId),
  );
  if (duty === 'duty' && presence.some((one) => one.besideRota && real.has(one.staffId))) return [];
  return listGaps(rota, duty, now, addMs(now, daysMs(GAP_DAYS)), (staffId) => real.has(staffId));
}

/** Whether there is a time without anybody that was not one before. Pure. */
export const hasNewGap = (before: readonly Gap[], after: readonly Gap[]): boolean =>
  after.some((gap) => !before.some((known) => known.startsAt <= gap.startsAt && gap.endsAt <= known.endsAt));
