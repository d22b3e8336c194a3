import { describe, expect, it } from 'vitest';
import { isSilenceTold, tellDueAt } from '../../src/handoff/true-state.ts';
import { OPENED, policy, sampleCase, secondsLater, takenCase } from './samples.ts';

describe('when a waiting student is told the true state', () => {
  it('is at 0, 1, 3 and 5 minutes and then every five', () => {
    const times = Array.from({ length: 8 }, (_, count) =>
      tellDueAt(policy, { openedAt: OPENED, resumedAt: null }, count),
    );
    expect(times).toEqual([0, 1, 3, 5, 10, 15, 20, 25].map((minutes) => secondsLater(minutes * 60)));
  });

  it('goes on for ever, each later than the one before', () => {
    const tenDays = 2_880;
    expect(tellDueAt(policy, { openedAt: OPENED, resumedAt: null }, tenDays)).toEqual(
      secondsLater((5 + (tenDays - 3) * 5) * 60),
    );
  });
});

describe('a student whose counsellor is silent', () => {
  /** At which minutes they hear of it, where others are called each `everySeconds` from the first call on. */
  const toldAt = (from: number, everySeconds: number, leftAt: Date | null = null, hours = 1): number[] => {
    const one = takenCase('lin', { unansweredSince: null, unrepliedSince: OPENED });
    const told: number[] = [];
    let calledAt: Date | null = null;
    for (let seconds = from; seconds <= hours * 3_600; seconds += everySeconds) {
      const now = secondsLater(seconds);
      if (isSilenceTold(policy, { ...one, calledAt }, leftAt, now)) told.push(seconds / 60);
      calledAt = now;
    }
    return told;
  };

  it('hears it at 1, 3 and 5 minutes and then every five, though others are called each minute', () => {
    expect(toldAt(60, 60)).toEqual([1, 3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
    expect(toldAt(300, 60)).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
  });

  it('hears it with the next call where none is made at that minute', () => {
    expect(toldAt(180, 180).slice(0, 4)).toEqual([3, 6, 12, 15]);
  });

  it('hears it once in a night where their last words took leave', () => {
    expect(toldAt(60, 60, OPENED, 8)).toEqual([1]);
    expect(toldAt(60, 60, secondsLater(90), 8)).toEqual([1, 2]);
  });

  it('hears it anew for a word after the last call, and where it has become graver', () => {
    const one = takenCase('lin', { unansweredSince: secondsLater(600), calledAt: secondsLater(590) });
    expect(isSilenceTold(policy, one, null, secondsLater(660))).toBe(true);
    const called = { ...one, calledAt: secondsLater(700) };
    expect(isSilenceTold(policy, called, null, secondsLater(710))).toBe(false);
    const graver = { ...called, levelSince: secondsLater(705) };
    expect(isSilenceTold(policy, graver, null, secondsLater(710))).toBe(true);
  });

  it('hears nothing of it where no word is owed', () => {
    expect(isSilenceTold(policy, sampleCase(), null, secondsLater(600))).toBe(false);
  });
});
