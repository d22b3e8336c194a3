import { clip, expandRules, whileThere } from './expand-rules.ts';
import { DAY_MS, earlierOf, laterOf, overlap } from './periods.ts';
import type { Duty, Rota, Stint } from './rota.ts';

/** So far behind the end of a time the ends of shifts are looked for; further only where one goes on there, in ms. */
const LONG_STINT_MS = 31 * DAY_MS;
/** No shift is longer; whoever is on for ever ends there. */
const LONGEST_STINT_MS = 366 * DAY_MS;

/** What begins within (from, to) or runs then, each with its real end, though that lies behind `to`. Pure. */
export function listWholeStints(rota: Rota, duty: Duty, from: Date, to: Date): Stint[] {
  const look = (furtherMs: number): Stint[] =>
    listStints(rota, duty, from, new Date(to.getTime() + furtherMs)).filter(({ startsAt }) => startsAt < to);
  const stints = look(LONG_STINT_MS);
  const areWhole = stints.every(({ endsAt }) => endsAt.getTime() < to.getTime() + LONG_STINT_MS);
  return areWhole ? stints : look(LONGEST_STINT_MS);
}

/** Somebody instead of somebody, or beside everybody, from the moment at which it was decided. */
type Change = Omit<Stint, 'duty'> & { readonly decidedAt: Date };

/** Who is on within [from, to), one stint for each person and reason, in order of time. Pure. */
export function listStints(rota: Rota, duty: Duty, from: Date, to: Date): Stint[] {
  const changes = changesOf(rota, duty, from, to);
  const stints = changes.reduce(
    (before, change) => apply(before, change, duty),
    expandRules(rota, duty, from, to),
  );
  return merge(stints);
}

/** In the order in which they were decided: whoever decides later has seen what was so before. */
function changesOf(rota: Rota, duty: Duty, from: Date, to: Date): Change[] {
  const overrides = rota.rules.flatMap((rule) => {
    if (rule.kind !== 'override' || rule.duty !== duty) return [];
    const { kind, id, staffId, insteadOf, startsAt, endsAt, madeAt } = rule;
    const change = { staffId, insteadOf, startsAt, endsAt, from: { kind, id } };
    return clip({ ...change, decidedAt: madeAt ?? startsAt }, rule, from, to);
  });
  const swaps = rota.swaps.flatMap((swap): Change[] => {
    if (swap.status !== 'accepted' || swap.duty !== duty) return [];
    const { id, fromStaffId, toStaffId, startsAt, endsAt, settledAt, offeredAt } = swap;
    const decidedAt = settledAt ?? offeredAt;
    const whole = { staffId: toStaffId, insteadOf: fromStaffId, startsAt, endsAt, decidedAt };
    const life = { madeAt: decidedAt, endedAt: null };
    return clip({ ...whole, from: { kind: 'swap' as const, id } }, life, from, to);
  });
  return [...overrides, ...swaps]
    .flatMap((change) => whileThere(rota, change))
    .sort((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime() || a.from.id.localeCompare(b.from.id));
}

function apply(stints: readonly Stint[], change: Change, duty: Duty): Stint[] {
  const { staffId, startsAt, endsAt, insteadOf, from } = change;
  if (insteadOf === null) return [...stints, { staffId, duty, startsAt, endsAt, from, insteadOf: null }];
  return stints.flatMap((stint) => {
    if (stint.staffId !== insteadOf || !overlap(stint, change)) return [stint];
    const pieces: Stint[] = [];
    if (stint.startsAt < startsAt) pieces.push({ ...stint, endsAt: startsAt });
    const taken = { startsAt: laterOf(stint.startsAt, startsAt), endsAt: earlierOf(stint.endsAt, endsAt) };
    const whose = stint.insteadOf ?? stint.staffId;
    pieces.push({ staffId, duty, from, insteadOf: whose === staffId ? null : whose, ...taken });
    if (endsAt < stint.endsAt) pieces.push({ ...stint, startsAt: endsAt });
    return pieces;
  });
}

const byTime = (a: Stint, b: Stint): number =>
  a.startsAt.getTime() - b.startsAt.getTime() || a.staffId.localeCompare(b.staffId);

/** What goes on for the same person and reason is one, also over midnight. */
function merge(stints: readonly Stint[]): Stint[] {
  const open = new Map<string, Stint>();
  const done: Stint[] = [];
  for (const stint of [...stints].sort(byTime)) {
    const key = `${stint.staffId} ${stint.from.id} ${stint.insteadOf ?? ''}`;
    const before = open.get(key);
    if (before !== undefined && stint.startsAt <= before.endsAt) {
      open.set(key, { ...before, endsAt: laterOf(before.endsAt, stint.endsAt) });
      continue;
    }
    if (before !== undefined) done.push(before);
    open.set(key, stint);
  }
  return [...done, ...open.values()].sort(byTime);
}
