import { describe, expect, it } from 'vitest';
import { tellDueAt } from '../../src/handoff/true-state.ts';
import { OPENED, policy, secondsLater } from './samples.ts';

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
