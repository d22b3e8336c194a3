import { describe, expect, it } from 'vitest';
import { decideAlarms, type WatchedPart } from '../../src/alarms/decide-alarms.ts';
import { addMs, minutesMs, secondsMs } from '../../src/core/clock.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const ago = (seconds: number): Date => addMs(NOW, -secondsMs(seconds));
const part = (state: WatchedPart['state'], seconds: number): WatchedPart => ({
  name: 'telegram',
  state,
  code: state === 'degraded' ? 'unreachable' : null,
  since: ago(seconds),
});
const open = { id: 'a', part: 'telegram', code: 'unreachable', raisedAt: ago(3_600), toldAt: ago(60) };
const decide = (one: WatchedPart, alarms = [] as (typeof open)[]) => decideAlarms([one], alarms, NOW);

describe('an alarm', () => {
  it.each([
    ['degraded', 15, 1],
    ['degraded', 14, 0],
    ['stopped', 15, 1],
    ['starting', 45, 1],
    ['starting', 44, 0],
    ['ready', 9_999, 0],
  ] as const)('of a part that is %s for %i s is raised %i times', (state, seconds, times) => {
    expect(decide(part(state, seconds)).raise).toHaveLength(times);
  });

  it('is raised once, however long it lasts, and told again after half an hour', () => {
    expect(decide(part('degraded', 3_600), [open])).toEqual({ raise: [], again: [], clear: [] });
    const old = { ...open, toldAt: addMs(NOW, -minutesMs(30)) };
    expect(decide(part('degraded', 3_600), [old]).again).toEqual([old]);
  });

  it('is over when the part has been well for ten minutes, and nobody is told anything before', () => {
    const old = { ...open, toldAt: addMs(NOW, -minutesMs(30)) };
    expect(decide(part('ready', 599), [old])).toEqual({ raise: [], again: [], clear: [] });
    expect(decide(part('ready', 600), [old])).toEqual({ raise: [], again: [], clear: [old] });
  });

  it('is one alarm for a part that is down for 20 s and up for 21 s all the time', () => {
    const began = NOW.getTime();
    let alarms: (typeof open)[] = [];
    const said: string[] = [];
    for (let second = 0; second < 3_600; second += 5) {
      const now = addMs(NOW, secondsMs(second));
      const into = second % 41;
      const state = into < 20 ? 'degraded' : 'ready';
      const since = new Date(began + secondsMs(second - (into < 20 ? into : into - 20)));
      const one: WatchedPart = { name: 'telegram', state, code: null, since };
      const { raise, again, clear } = decideAlarms([one], alarms, now);
      for (const _ of raise) alarms.push({ ...open, raisedAt: now, toldAt: now });
      alarms = alarms
        .filter((alarm) => !clear.includes(alarm))
        .map((alarm) => (again.includes(alarm) ? { ...alarm, toldAt: now } : alarm));
      said.push(...raise.map(() => 'down'), ...again.map(() => 'still'), ...clear.map(() => 'back'));
    }
    expect(said).toEqual(['down', 'still']);
  });

  it('of a part that nobody watches any more is told no more', () => {
    const old = { ...open, toldAt: addMs(NOW, -minutesMs(30)) };
    expect(decideAlarms([], [old], NOW)).toEqual({ raise: [], again: [], clear: [] });
  });
});
