import { type Actor, can } from '../../../access/can.ts';
import { factsOf, termWeek } from '../../../core/calendar.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import { nextAfter, onCallNow } from '../../../handoff/rota/coverage.ts';
import type { Away } from '../../../handoff/rota/cut-away.ts';
import { listStints, listWholeStints } from '../../../handoff/rota/list-stints.ts';
import { addLocalDays, localDateOf, localDay } from '../../../handoff/rota/local-day.ts';
import { earlierOf, laterOf, overlap } from '../../../handoff/rota/periods.ts';
import { DUTIES, type Duty, type Rota, type Stint, type Swap } from '../../../handoff/rota/rota.ts';
import { GAP_DAYS, type Gap, gapsOf, readCover } from '../../escalation/rota-gaps.ts';
import type { Scope } from '../../scope.ts';
import type { OnCallView, RotaDay, RotaView, StaffName, SwapView } from './rota-desk.ts';

/** How long settled offers are still shown. */
const SETTLED_DAYS = 3;

export async function viewRota(scope: Scope, actor: Actor): Promise<RotaView> {
  const { stores, now } = scope;
  const cover = await readCover(stores, now);
  const { rota, presence, away } = cover;
  const staff = presence
    .map(({ staffId, name, sample }) => ({ id: staffId, name, sample }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'));
  const names = new Map(staff.map((one) => [one.id, one]));
  const gaps = gapsOf(cover, 'duty', now);
  const me = actor.kind === 'staff' ? actor.staffId : '';
  const mayChange = can(actor, 'rota.change', { kind: 'rota' }, 'administration');
  const swaps = await stores.rota.swaps(addMs(now, -daysMs(SETTLED_DAYS)));
  return {
    now,
    duty: viewOnCall(rota, 'duty', now, names),
    backup: viewOnCall(rota, 'backup', now, names),
    gaps,
    backupGaps: gapsOf(cover, 'backup', now),
    days: listDays(rota, gaps, away, now, names),
    rules: rota.rules.filter((rule) => isLive(rule, now) && hasAnybody(rule, rota)),
    swaps: swaps.map((swap) => viewSwap(swap, names, me, mayChange, now)),
    own: ownStints(rota, me, now),
    staff,
    sampleCalendar: rota.calendar.sample,
    may: { change: mayChange },
  };
}

type Names = ReadonlyMap<string, StaffName>;
const nameOf = (names: Names, staffId: string): string => names.get(staffId)?.name ?? '（已停用）';

function viewOnCall(rota: Rota, duty: Duty, now: Date, names: Names): OnCallView {
  const next = nextAfter(rota, duty, now);
  return {
    now: onCallNow(rota, duty, now).map(({ staffId, until }) => ({ name: nameOf(names, staffId), until })),
    next:
      next === null
        ? null
        : { names: next.staffIds.map((staffId) => nameOf(names, staffId)), at: next.startsAt },
  };
}

/** Fourteen days from today's midnight, each with what lies on it. */
function listDays(
  rota: Rota,
  gaps: readonly Gap[],
  away: readonly Away[],
  now: Date,
  names: Names,
): RotaDay[] {
  const today = localDateOf(now);
  const from = localDay(today).startsAt;
  const to = addMs(from, daysMs(GAP_DAYS));
  const stints = DUTIES.flatMap((duty) => listStints(rota, duty, from, to));
  return Array.from({ length: GAP_DAYS }, (_, index) => {
    const { date, weekday, startsAt } = localDay(addLocalDays(today, index));
    const day = { startsAt, endsAt: addMs(startsAt, daysMs(1)) };
    return {
      date,
      startsAt,
      facts: factsOf(rota.calendar, date, weekday),
      term: termWeek(rota.calendar, date),
      stints: within(stints, day).map((stint) => ({
        ...stint,
        name: nameOf(names, stint.staffId),
        sample: names.get(stint.staffId)?.sample ?? false,
        away: away.some((one) => one.staffId === stint.staffId && overlap(one, stint)),
      })),
      gaps: within(gaps, day),
    };
  });
}

const within = <T extends Gap>(all: readonly T[], day: Gap): T[] =>
  all
    .filter((one) => overlap(one, day))
    .map((one) => ({
      ...one,
      startsAt: laterOf(one.startsAt, day.startsAt),
      endsAt: earlierOf(one.endsAt, day.endsAt),
    }));

function isLive(rule: Rota['rules'][number], now: Date): boolean {
  if (rule.endedAt !== null) return false;
  if (rule.kind === 'single' || rule.kind === 'override') return rule.endsAt > now;
  return rule.validTo === null || rule.validTo >= localDateOf(now);
}

/** What only names people who have left does nothing, and nobody has to look at it. */
const hasAnybody = (rule: Rota['rules'][number], { gone }: Rota): boolean =>
  rule.kind === 'rotation' ? rule.members.some((one) => !gone.has(one)) : !gone.has(rule.staffId);

function viewSwap(swap: Swap, names: Names, me: string, mayChange: boolean, now: Date): SwapView {
  const open = swap.status === 'offered' && swap.startsAt > now;
  return {
    ...swap,
    from: nameOf(names, swap.fromStaffId),
    to: nameOf(names, swap.toStaffId),
    may: {
      answer: open && swap.toStaffId === me,
      withdraw: open && (swap.fromStaffId === me || mayChange),
    },
  };
}

/** The viewer's shifts that run or begin within a month, to their real ends: a form is filled in with them. */
function ownStints(rota: Rota, me: string, now: Date): Stint[] {
  const to = addMs(now, daysMs(2 * GAP_DAYS));
  return DUTIES.flatMap((duty) => listWholeStints(rota, duty, addMs(now, 1), to)).filter(
    ({ staffId }) => staffId === me,
  );
}
