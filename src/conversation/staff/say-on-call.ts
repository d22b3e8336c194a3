import { formatDay, formatTime, shanghaiDate } from '../../core/shanghai-time.ts';
import { nextAfter, onCallNow } from '../../handoff/rota/coverage.ts';
import type { Duty } from '../../handoff/rota/rota.ts';
import { gapsOf, readCover } from '../escalation/rota-gaps.ts';
import type { Scope } from '../scope.ts';
import { sayPeriod, type Voice } from './tell-voiced.ts';

/** Who is on now and until when, who is next, who stands behind them, and the first gap. */
export async function sayOnCall(scope: Scope, voice: Voice): Promise<string> {
  const { stores, now } = scope;
  const cover = await readCover(stores, now);
  const { rota, presence } = cover;
  const { texts } = voice;
  const nameOf = (staffId: string): string => presence.find((one) => one.staffId === staffId)?.name ?? '';
  const moment = (at: Date): string => sayMoment(voice, at, now);
  const sayNow = (duty: Duty): string =>
    onCallNow(rota, duty, now)
      .map(({ staffId, until }) =>
        until === null
          ? nameOf(staffId)
          : texts('oncall.until', { name: nameOf(staffId), time: moment(until) }),
      )
      .join(texts('oncall.comma')) || texts('oncall.nobody');
  const sayNext = (duty: Duty): string => {
    const next = nextAfter(rota, duty, now);
    if (next === null) return texts('oncall.nobody');
    const names = next.staffIds.map(nameOf).join(texts('oncall.comma'));
    return texts('oncall.from', { name: names, time: moment(next.startsAt) });
  };
  const beside = presence.filter(({ besideRota }) => besideRota).map(({ name }) => name);
  const [gap] = gapsOf(cover, 'duty', now);
  return [
    texts('oncall.now', { names: sayNow('duty') }),
    texts('oncall.next', { names: sayNext('duty') }),
    texts('oncall.backup', { names: sayNow('backup') }),
    texts('oncall.nextBackup', { names: sayNext('backup') }),
    ...(beside.length === 0 ? [] : [texts('oncall.beside', { names: beside.join(texts('oncall.comma')) })]),
    ...(gap === undefined ? [] : [texts('oncall.gap', { period: sayPeriod(voice, gap) })]),
  ].join('\n');
}

/** The time alone today, else with its day. */
const sayMoment = ({ language }: Voice, at: Date, now: Date): string =>
  shanghaiDate(at) === shanghaiDate(now) ? formatTime(at) : `${formatDay(at, language)} ${formatTime(at)}`;
