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

  it('is over when the part has been well for half a minute: what comes and goes is one alarm', () => {
    expect(decide(part('ready', 29), [open]).clear).toEqual([]);
    expect(decide(part('ready', 30), [open]).clear).toEqual([open]);
  });

  it('of a part that nobody watches any more is told no more', () => {
    const old = { ...open, toldAt: addMs(NOW, -minutesMs(30)) };
    expect(decideAlarms([], [old], NOW)).toEqual({ raise: [], again: [], clear: [] });
  });
});
