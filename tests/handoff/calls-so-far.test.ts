import { describe, expect, it } from 'vitest';
import { callsSoFar, standIns } from '../../src/handoff/calls-so-far.ts';
import { board, OPENED, policy, real, sample, sampleCase, secondsLater, takenCase } from './samples.ts';

const targets = (one: Parameters<typeof callsSoFar>[1], seconds: number) =>
  callsSoFar(policy, one, secondsLater(seconds))?.targets ?? null;

describe('whom the calls so far were for', () => {
  it('is nobody before the first, and then whoever the steps name that are done', () => {
    const high = sampleCase({ level: 'high' });
    expect(targets(high, 0)).toBeNull();
    expect(targets({ ...high, step: 1 }, 119)).toEqual(['duty']);
    expect(targets({ ...high, step: 2 }, 299)).toEqual(['duty', 'backup']);
    expect(targets(sampleCase({ step: 1 }), 1)).toEqual(['duty', 'backup']);
  });

  it('is everybody once it repeats, and each repeat is a round of its own', () => {
    for (const [step, round] of [
      [3, 0],
      [4, 1],
      [9, 6],
    ] as const) {
      const soFar = callsSoFar(policy, sampleCase({ level: 'high', step }), secondsLater(3_600));
      expect(soFar).toEqual({
        targets: ['duty', 'backup', 'role:centre-head'],
        reason: 'waiting',
        round,
        since: OPENED,
      });
    }
  });

  it('follows the steps of the night and of a college', () => {
    const nights = { from: '00:00', to: '23:59', first: ['desk'], aloneSeconds: 30 };
    expect(callsSoFar({ ...policy, nights }, sampleCase({ step: 1 }), OPENED)?.targets).toEqual(['desk']);
    const own = { ...policy.high, steps: [{ afterSeconds: 0, notify: ['rota:医学院值班'] }] };
    const policies = [{ name: '医学院', colleges: ['医学院'], high: own }];
    const one = sampleCase({ level: 'high', step: 1, college: '医学院' });
    expect(callsSoFar({ ...policy, policies }, one, OPENED)?.targets).toEqual(['rota:医学院值班']);
  });

  it('is everybody for a silent owner who was called about, and nobody for one who speaks', () => {
    const called = takenCase('owner', { calledAt: secondsLater(60) });
    expect(callsSoFar(policy, called, secondsLater(70))).toMatchObject({
      reason: 'silent-owner',
      since: secondsLater(60),
    });
    expect(targets(takenCase('owner'), 70)).toBeNull();
    expect(targets({ ...called, unansweredSince: null }, 70)).toBeNull();
    expect(targets({ ...called, status: 'closed' }, 70)).toBeNull();
  });
});

describe('who comes in the place of somebody who went off call', () => {
  const own = {
    ...policy.high,
    steps: [
      { afterSeconds: 0, notify: ['person:甲', 'person:乙'] },
      { afterSeconds: 60, notify: ['backup'] },
    ],
  };
  const college = { ...policy, policies: [{ name: '护理', colleges: ['护理学院'], high: own }] };
  const one = sampleCase({ level: 'high', step: 1, college: '护理学院' });
  const comes = (there: Parameters<typeof board>[0], without?: string) => {
    const soFar = callsSoFar(college, one, OPENED) ?? { targets: [] };
    return standIns(college, one, soFar, board({ duty: [real('duty')], ...there }), without).map(
      ({ staffId }) => staffId,
    );
  };

  it('is whoever else was to be called by now, and nobody beyond the policy', () => {
    expect(comes({ byName: { 乙: real('yi') }, backup: [real('backup')] })).toEqual(['yi']);
    expect(comes({})).toEqual([]);
  });

  it('is whoever the policy names later, where nobody real is left, without the speaker', () => {
    expect(comes({ backup: [real('backup')] })).toEqual(['backup']);
    expect(comes({ byName: { 乙: sample('yi') }, backup: [real('backup')] })).toEqual(['yi', 'backup']);
    expect(comes({ byName: { 乙: real('yi') }, backup: [real('backup')] }, 'yi')).toEqual(['backup']);
  });
});
