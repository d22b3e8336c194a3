import { addMs, daysMs, minutesMs } from '../../core/clock.ts';
import { addLocalDays, localDateOf, localDay, momentOn } from '../../handoff/rota/local-day.ts';
import { isRotaTask, type RotaTask } from '../../handoff/rota-task-store.ts';
import type { Scope } from '../scope.ts';
import { warnOfChanges } from '../staff/hand-over-shift.ts';
import { tellExpired } from '../staff/swap-shifts.ts';
import { type Notice, tellOrNotify } from '../staff/tell-or-notify.ts';
import { sayPeriod } from '../staff/tell-voiced.ts';
import { callComers } from './call-comers.ts';
import { findGaps, GAP_DAYS, type Gap, hasGapSince } from './rota-gaps.ts';
import { rotaWake } from './rota-wake.ts';
import { tellQuietCases } from './tell-quiet-cases.ts';

/** When gaps are told of: minutes of the day in the centre. */
const GAPS_MINUTE = 9 * 60;
/** How soon a gap is told of that nobody made by changing the rota, in minutes. */
const WATCH_MINUTES = 2;
/** As many gaps as one message names. */
const NAMED = 5;
const TOLD_ROLES = ['centre-head', 'administrator'] as const;

/** Does what the rota has to do by itself now; harmless when nothing is due, and when somebody else does it. */
export async function runRotaTask(scope: Scope, name: string): Promise<void> {
  const { rotaTasks } = scope.stores;
  if (!isRotaTask(name) || !(await rotaTasks.claim(name, scope.now))) return;
  const next = await run(scope, name);
  await rotaTasks.plan(name, next);
  if (next !== null) scope.after.escalations.push({ id: rotaWake(name), at: next });
}

function run(scope: Scope, task: RotaTask): Promise<Date | null> {
  switch (task) {
    case 'gaps':
      return warnOfGaps(scope);
    case 'gap-watch':
      return watchGaps(scope);
    case 'changes':
      return warnOfChanges(scope);
    case 'starts':
      return callComers(scope);
    case 'swaps':
      return tellExpired(scope);
    case 'quiet-cases':
      return tellQuietCases(scope);
  }
}

/** The same gaps are told of once a day; where one begins or ends with what is looked at, that moment goes along with it. */
function nameGaps(gaps: readonly Gap[], now: Date): string {
  const horizon = addMs(now, daysMs(GAP_DAYS));
  const moments = gaps.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  const told = moments.filter((at) => at > now && at < horizon);
  return told.map((at) => Math.floor(at.getTime() / 60_000).toString(36)).join('.');
}

/** Once a day, and when a change made one, to whoever can mend it. */
async function warnOfGaps(scope: Scope): Promise<Date> {
  const { stores, now } = scope;
  const gaps = await findGaps(stores, now);
  await noteGaps(scope, gaps);
  await tellGaps(scope, gaps);
  await stores.tellChange('part');
  const today = localDateOf(now);
  const atNine = (date: string): Date => momentOn(localDay(date), GAPS_MINUTE);
  return atNine(today) > now ? atNine(today) : atNine(addLocalDays(today, 1));
}

/**
 * Somebody was disabled, put off call, went on leave or cannot be reached any more: whatever made the gap, it is told of
 * within minutes, once. What is only now near enough to be seen waits for the morning.
 */
async function watchGaps(scope: Scope): Promise<Date> {
  const { stores, now } = scope;
  const gaps = await findGaps(stores, now);
  const known = await stores.rotaTasks.knownGaps();
  await noteGaps(scope, gaps);
  if (known !== null && hasGapSince(known, gaps)) {
    await tellGaps(scope, gaps);
    await stores.tellChange('part');
  }
  return addMs(now, minutesMs(WATCH_MINUTES));
}

const noteGaps = ({ stores, now }: Scope, gaps: readonly Gap[]): Promise<void> =>
  stores.rotaTasks.noteGaps({ gaps, until: addMs(now, daysMs(GAP_DAYS)) });

async function tellGaps(scope: Scope, gaps: readonly Gap[]): Promise<void> {
  const { stores, now, parts } = scope;
  if (gaps.length === 0) return;
  const count = gaps.length;
  const notice: Notice = { count, what: (texts) => texts('notice.gaps', { count }) };
  const key = `rota-gaps:${localDateOf(now)}:${nameGaps(gaps, now)}`;
  for (const { id, roles, disabledAt } of await stores.staff.list()) {
    if (disabledAt !== null || !TOLD_ROLES.some((role) => roles.includes(role))) continue;
    await tellOrNotify(scope, id, key, notice, (voice) => ({
      text: voice.texts('rota.gaps', {
        count,
        lines: gaps
          .slice(0, NAMED)
          .map((gap) => `· ${sayPeriod(voice, gap)}`)
          .join('\n'),
        link: `${parts.publicUrl}/console/duty`,
      }),
    }));
  }
}
