import { cutOut } from './cut-away.ts';
import { listStints } from './list-stints.ts';
import { addLocalDays, localDateOf, localDay } from './local-day.ts';
import { DAY_MS, laterOf } from './periods.ts';
import { DUTIES, type Duty, type Rota, type RotaRule, type Stint } from './rota.ts';

/** Of shifts that come again and again so many days are looked at; single ones are looked at whenever they are. */
const AHEAD_DAYS = 28;
/** Looks that lie nearer to each other are one. */
const APART_DAYS = 7;
const MINUTE_MS = 60_000;

type Period = { readonly startsAt: Date; readonly endsAt: Date };

/** A time in which somebody is on who was not, or is no more. */
export type StintChange = Period & {
  readonly staffId: string;
  readonly duty: Duty;
  readonly kind: 'on' | 'off';
  /** Instead of whom they are on, or who is on instead of them; null for neither. */
  readonly other: string | null;
};

/** What a change of rules makes for everybody whose own times are others than before; in order of time. Pure. */
export function compareRotas(
  before: Rota,
  after: Rota,
  now: Date,
): { readonly changes: readonly StintChange[]; readonly ahead: 'whole' | 'weeks' } {
  const left = after.rules.filter(
    (rule) => 'staffId' in rule && after.gone.has(rule.staffId) && !before.gone.has(rule.staffId),
  );
  const touched = [...without(before.rules, after.rules), ...without(after.rules, before.rules)];
  const looks = looksAt([...touched, ...left], now, left.length > 0 || touched.length === 0);
  const changes = looks.periods.flatMap(({ startsAt, endsAt }) =>
    DUTIES.flatMap((duty) =>
      listStintChanges(listStints(before, duty, startsAt, endsAt), listStints(after, duty, startsAt, endsAt)),
    ),
  );
  const present = changes.filter(({ staffId }) => !after.gone.has(staffId));
  return { changes: present.sort(byTime), ahead: looks.ahead };
}

const without = (rules: readonly RotaRule[], others: readonly RotaRule[]): RotaRule[] => {
  const known = new Set(others.map(({ id }) => id));
  return rules.filter(({ id }) => !known.has(id));
};

/** Where to look for what these rules have changed. */
function looksAt(
  rules: readonly RotaRule[],
  now: Date,
  anyway: boolean,
): { periods: Period[]; ahead: 'whole' | 'weeks' } {
  const single = rules.flatMap((rule) =>
    rule.kind === 'single' || rule.kind === 'override'
      ? [{ startsAt: laterOf(rule.startsAt, now), endsAt: rule.endsAt }]
      : [],
  );
  const comesAgain = anyway || single.length < rules.length;
  const until = localDay(addLocalDays(localDateOf(now), AHEAD_DAYS)).startsAt;
  const all = comesAgain ? [...single, { startsAt: now, endsAt: until }] : single;
  const future = all.filter(({ startsAt, endsAt }) => startsAt < endsAt);
  return { periods: joinPeriods(future, APART_DAYS * DAY_MS), ahead: comesAgain ? 'weeks' : 'whole' };
}

/** In as few periods as there are gaps longer than `apartMs`. */
export function joinPeriods(periods: readonly Period[], apartMs = 0): Period[] {
  const joined: Period[] = [];
  for (const { startsAt, endsAt } of [...periods].sort(byTime)) {
    const last = joined.at(-1);
    if (last !== undefined && startsAt.getTime() <= last.endsAt.getTime() + apartMs)
      joined[joined.length - 1] = { startsAt: last.startsAt, endsAt: laterOf(last.endsAt, endsAt) };
    else joined.push({ startsAt, endsAt });
  }
  return joined;
}

/** Of whom the times differ in two lists of one duty and one period, and how. Pure. */
export function listStintChanges(before: readonly Stint[], after: readonly Stint[]): StintChange[] {
  const staffIds = new Set([...before, ...after].map(({ staffId }) => staffId));
  return [...staffIds].flatMap((staffId) => {
    const was = before.filter((stint) => stint.staffId === staffId);
    const is = after.filter((stint) => stint.staffId === staffId);
    const duty = (was[0] ?? is[0])?.duty ?? 'duty';
    const on = piecesOf(is, was).map((piece): StintChange => {
      const own = is.find((stint) => holds(stint, piece));
      return { ...piece, staffId, duty, kind: 'on', other: own?.insteadOf ?? null };
    });
    const off = piecesOf(was, is).map((piece): StintChange => {
      const other = after.find((stint) => stint.insteadOf === staffId && holds(stint, piece));
      return { ...piece, staffId, duty, kind: 'off', other: other?.staffId ?? null };
    });
    return [...on, ...off];
  });
}

/** What of one lies outside the other; what is shorter than a minute is nothing. */
const piecesOf = (one: readonly Period[], other: readonly Period[]): Period[] =>
  joinPeriods(one)
    .flatMap((period) => cutOut(period, other))
    .filter(({ startsAt, endsAt }) => endsAt.getTime() - startsAt.getTime() >= MINUTE_MS);

const holds = (stint: Period, piece: Period): boolean =>
  stint.startsAt <= piece.startsAt && piece.endsAt <= stint.endsAt;

const byTime = (a: Period, b: Period): number => a.startsAt.getTime() - b.startsAt.getTime();
