import type { ActivityTime } from './activity.ts';
import type { ListedSignUp } from './activity-store.ts';

/** Who came on a date, as it was ticked on a page that showed what was noted until then. */
export type Ticks = {
  readonly dateId: string;
  /** Numbers of those whom the page listed, and of those whom it showed as there. */
  readonly listed: ReadonlySet<number>;
  readonly shown: ReadonlySet<number>;
  /** Ids of the sign-ups that are ticked now. */
  readonly came: ReadonlySet<string>;
};

export type Marks = {
  readonly came: readonly string[];
  readonly stayedAway: readonly string[];
  /** Nobody has noted anything of them: whoever checks in at this moment was there all the same. */
  readonly unmarked: readonly string[];
};

const isTouched = ({ id, number }: ListedSignUp, { came, shown }: Ticks): boolean =>
  came.has(id) !== shown.has(number);

/** How it stands once this is saved: what was not touched on the page is as it is noted now. Pure. */
export const isTicked = (row: ListedSignUp, ticks: Ticks): boolean =>
  isTouched(row, ticks) ? ticks.came.has(row.id) : row.attendance.get(ticks.dateId) === true;

/**
 * What saving it changes; null where somebody was ticked who has no place any more. A mark that was not touched on the
 * page stays, whoever made it meanwhile. Pure.
 */
export function marksOf(
  rows: readonly ListedSignUp[],
  ticks: Ticks,
  { endsAt }: Pick<ActivityTime, 'endsAt'>,
): Marks | null {
  const known = new Set(rows.map(({ id }) => id));
  if ([...ticks.came].some((id) => !known.has(id))) return null;
  const touched = rows.filter((row) => isTouched(row, ticks));
  if (touched.some(({ id, status }) => ticks.came.has(id) && status !== 'signed-up')) return null;
  const changed = touched.filter(
    (row) => row.status === 'signed-up' && row.attendance.get(ticks.dateId) !== isTicked(row, ticks),
  );
  const unmarked = rows.filter(
    (row) =>
      row.status === 'signed-up' &&
      // Nobody stays away from what was over when they got their place.
      row.since < endsAt &&
      ticks.listed.has(row.number) &&
      !isTouched(row, ticks) &&
      !row.attendance.has(ticks.dateId),
  );
  const idsOf = (some: readonly ListedSignUp[]): string[] => some.map(({ id }) => id);
  return {
    came: idsOf(changed.filter((row) => isTicked(row, ticks))),
    stayedAway: idsOf(changed.filter((row) => !isTicked(row, ticks))),
    unmarked: idsOf(unmarked),
  };
}
