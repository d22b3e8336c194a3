import { addMs, daysMs } from '../../core/clock.ts';
import { listGaps } from '../../handoff/rota/coverage.ts';
import { type Away, cutOut } from '../../handoff/rota/cut-away.ts';
import type { Duty, Rota } from '../../handoff/rota/rota.ts';
import type { KnownGaps } from '../../handoff/rota-task-store.ts';
import type { StaffPresence } from '../../people/duty-store.ts';
import type { Stores } from '../ports/stores.ts';

/** How far ahead gaps are looked for. */
export const GAP_DAYS = 14;

export type Gap = { readonly startsAt: Date; readonly endsAt: Date };

/** Everything that says who can be counted on, and when. */
export type Cover = {
  readonly rota: Rota;
  readonly presence: readonly StaffPresence[];
  /** Leave: whoever is away is called all the same, and not counted on. */
  readonly away: readonly Away[];
};

export async function readCover({ rota, duty, availability }: Stores, now: Date): Promise<Cover> {
  return {
    rota: await rota.read(now),
    presence: await duty.presence(now),
    away: (await availability.leaves(now)).map(({ staffId, startAt, endAt }) => ({
      staffId,
      startsAt: startAt,
      endsAt: endAt,
    })),
  };
}

/** When nobody real is on duty in the next fourteen days. */
export const findGaps = async (stores: Stores, now: Date): Promise<Gap[]> =>
  gapsOf(await readCover(stores, now), 'duty', now);

/**
 * Whoever is on call beside the rota is always there, but for their leave. As for a call, somebody of the sample centre
 * is nobody, and so is whom no account would wake then: that their console is open now says nothing of next week.
 */
export function gapsOf({ rota, presence, away }: Cover, duty: Duty, now: Date): Gap[] {
  const real = new Set(
    presence.filter(({ sample, messenger }) => !sample && messenger).map(({ staffId }) => staffId),
  );
  const to = addMs(now, daysMs(GAP_DAYS));
  const gaps = listGaps(rota, duty, now, to, (staffId) => real.has(staffId), away);
  if (duty === 'backup') return gaps;
  const beside = presence.filter(({ besideRota, staffId }) => besideRota && real.has(staffId));
  return beside.reduce<Gap[]>((open, { staffId }) => {
    const leave = away.filter((one) => one.staffId === staffId);
    return open.flatMap((gap) => cutOut(gap, cutOut({ startsAt: now, endsAt: to }, leave)));
  }, gaps);
}

/** Whether there is a time without anybody that was not one before. Pure. */
export const hasNewGap = (before: readonly Gap[], after: readonly Gap[]): boolean =>
  after.some((gap) => !before.some((known) => known.startsAt <= gap.startsAt && gap.endsAt <= known.endsAt));

/** The same for gaps that were looked for some time ago: what has only come into sight since is none of them. Pure. */
export const hasGapSince = ({ gaps, until }: KnownGaps, after: readonly Gap[]): boolean =>
  hasNewGap(
    gaps,
    after
      .filter(({ startsAt }) => startsAt < until)
      .map(({ startsAt, endsAt }) => ({ startsAt, endsAt: endsAt < until ? endsAt : until })),
  );
