import { type Away, cutAway } from './cut-away.ts';
import { listStints } from './list-stints.ts';
import { DAY_MS } from './periods.ts';
import { DUTIES, type Duty, type Rota, type Stint } from './rota.ts';

/** How far ahead the next change is looked for. */
const HORIZON_DAYS = 31;

/** A time in which the same people are on; nobody is on where `staffIds` is empty. */
export type Stretch = {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly staffIds: readonly string[];
};

/**
 * [from, to) without a hole, in as few stretches as there are changes. Pure.
 * @param away when somebody who is on does not count
 */
export function listCoverage(
  rota: Rota,
  duty: Duty,
  from: Date,
  to: Date,
  away: readonly Away[] = [],
): Stretch[] {
  if (from >= to) return [];
  const stints = cutAway(listStints(rota, duty, from, to), away);
  const moments = new Set([from.getTime(), to.getTime()]);
  for (const { startsAt, endsAt } of stints) moments.add(startsAt.getTime()).add(endsAt.getTime());
  const sorted = [...moments].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (const [index, start] of sorted.entries()) {
    const end = sorted[index + 1];
    if (end === undefined) break;
    const staffIds = staffAt(stints, start);
    const before = stretches.at(-1);
    if (before !== undefined && sameStaff(before.staffIds, staffIds)) {
      stretches[stretches.length - 1] = { ...before, endsAt: new Date(end) };
    } else {
      stretches.push({ startsAt: new Date(start), endsAt: new Date(end), staffIds });
    }
  }
  return stretches;
}

const staffAt = (stints: readonly Stint[], at: number): string[] => {
  const on = stints.filter(({ startsAt, endsAt }) => startsAt.getTime() <= at && at < endsAt.getTime());
  return [...new Set(on.map(({ staffId }) => staffId))].sort();
};

const sameStaff = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((staffId, index) => staffId === b[index]);

/** Whose shift it is. Pure. */
export const whoIsOn = (rota: Rota, duty: Duty, now: Date): readonly string[] =>
  staffAt(listStints(rota, duty, now, new Date(now.getTime() + 1)), now.getTime());

/** For whoever calls: nobody who has left is on, also where the clocks of two processes differ by a moment. Pure. */
export const withoutTheGone = (rota: Rota): Rota => ({
  ...rota,
  gone: new Map([...rota.gone.keys()].map((staffId) => [staffId, new Date(0)])),
});

/** Who is on now and until when; null for longer than a month. Pure. */
export function onCallNow(
  rota: Rota,
  duty: Duty,
  now: Date,
): { readonly staffId: string; readonly until: Date | null }[] {
  const horizon = new Date(now.getTime() + HORIZON_DAYS * DAY_MS);
  const stretches = listCoverage(rota, duty, now, horizon);
  return (stretches[0]?.staffIds ?? []).map((staffId) => {
    const off = stretches.find(({ staffIds }) => !staffIds.includes(staffId));
    return { staffId, until: off?.startsAt ?? null };
  });
}

/** The next stretch, within a month, in which somebody is on who is not on now; null where there is none. Pure. */
export function nextAfter(rota: Rota, duty: Duty, now: Date): Stretch | null {
  const horizon = new Date(now.getTime() + HORIZON_DAYS * DAY_MS);
  const [current, ...later] = listCoverage(rota, duty, now, horizon);
  const present = current?.staffIds ?? [];
  return later.find(({ staffIds }) => staffIds.some((staffId) => !present.includes(staffId))) ?? null;
}

/** When nobody is on who counts. Pure. */
export function listGaps(
  rota: Rota,
  duty: Duty,
  from: Date,
  to: Date,
  counts: (staffId: string) => boolean,
  away: readonly Away[] = [],
): { readonly startsAt: Date; readonly endsAt: Date }[] {
  const gaps: { startsAt: Date; endsAt: Date }[] = [];
  for (const { startsAt, endsAt, staffIds } of listCoverage(rota, duty, from, to, away)) {
    if (staffIds.some(counts)) continue;
    const before = gaps.at(-1);
    if (before?.endsAt.getTime() === startsAt.getTime()) before.endsAt = endsAt;
    else gaps.push({ startsAt, endsAt });
  }
  return gaps;
}

/**
 * Who goes off call within (from, to], and when: whoever goes on as backup, or the other way round, does not, nor whoever
 * has left, who is told of nothing any more. Pure.
 */
export function listShiftEnds(rota: Rota, from: Date, to: Date): { staffId: string; endsAt: Date }[] {
  const until = new Date(to.getTime() + 1);
  const stints = DUTIES.flatMap((duty) => listStints(rota, duty, from, until)).filter(
    ({ staffId }) => !rota.gone.has(staffId),
  );
  const ends: { staffId: string; endsAt: Date }[] = [];
  for (const { staffId, endsAt } of stints) {
    const goesOn = stints.some(
      (other) => other.staffId === staffId && other.startsAt <= endsAt && endsAt < other.endsAt,
    );
    const known = ends.some((end) => end.staffId === staffId && end.endsAt.getTime() === endsAt.getTime());
    if (!goesOn && !known && endsAt <= to && endsAt > from) ends.push({ staffId, endsAt });
  }
  return ends.sort((a, b) => a.endsAt.getTime() - b.endsAt.getTime());
}

/** When somebody comes on next, after `after` and before `to`; null where nobody does. Pure. */
export function nextStart(rota: Rota, after: Date, to: Date): Date | null {
  const starts = DUTIES.flatMap((duty) => listStints(rota, duty, after, to))
    .map(({ startsAt }) => startsAt)
    .filter((at) => at > after);
  return starts.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
}

/** Everybody whom the rota may call, now or later. Pure. */
export function namedStaff({ rules, swaps, gone }: Rota): string[] {
  const named = rules.flatMap((rule) => (rule.kind === 'rotation' ? rule.members : [rule.staffId]));
  const swapped = swaps.filter(({ status }) => status === 'accepted').map(({ toStaffId }) => toStaffId);
  return [...new Set([...named, ...swapped])].filter((staffId) => !gone.has(staffId));
}
