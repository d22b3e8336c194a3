import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer } from '../../../src/conversation/delivery/pacer.ts';

const WECHAT = { pace: { everyMs: 3_000, jitterMs: 1_000, perMinute: 10 }, bulkEveryMs: 0 };
const TELEGRAM = { pace: null, bulkEveryMs: 40 };

describe('the pace of a bot', () => {
  it('leaves the time between two messages that the platform asks for, with jitter', () => {
    const pacer = createPacer(WECHAT, () => 0.5);
    expect(pacer.waitMs('crisis', 0)).toBe(0);
    pacer.spoke(0);
    expect(pacer.waitMs('crisis', 0)).toBe(3_500);
    expect(pacer.waitMs('crisis', 3_499)).toBe(1);
    expect(pacer.waitMs('crisis', 3_500)).toBe(0);
  });

  it('never says more in any minute than is allowed, and never waits for nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 60 }), (pauses) => {
        const pacer = createPacer({ ...WECHAT, pace: { ...WECHAT.pace, everyMs: 100 } }, () => 0);
        const spoken: number[] = [];
        let at = 0;
        for (const pause of pauses) {
          at += pause;
          at += pacer.waitMs('crisis', at);
          expect(pacer.waitMs('crisis', at)).toBe(0);
          pacer.spoke(at);
          spoken.push(at);
        }
        for (const start of spoken) {
          expect(spoken.filter((one) => one >= start && one < start + 60_000).length).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  it('leaves some of every minute for a crisis, and more of it for conversations than for campaigns', () => {
    const pacer = createPacer({ ...WECHAT, pace: { everyMs: 0, jitterMs: 0, perMinute: 10 } }, () => 0);
    const say = (lane: 'crisis' | 'conversation' | 'campaign'): number => {
      let said = 0;
      for (; pacer.waitMs(lane, 0) === 0; said += 1) pacer.spoke(0);
      return said;
    };
    expect([say('campaign'), say('conversation'), say('crisis')]).toEqual([3, 3, 4]);
  });

  it('slows down only what is in no hurry where the platform minds nothing else', () => {
    const pacer = createPacer(TELEGRAM, () => 0);
    pacer.reserve('campaign', 0);
    pacer.spoke(0);
    expect(pacer.waitMs('campaign', 0)).toBe(40);
    expect(pacer.waitMs('reminder', 0)).toBe(40);
    expect(pacer.waitMs('crisis', 0)).toBe(0);
    expect(pacer.waitMs('conversation', 0)).toBe(0);
  });

  it('gives each of many who ask at once a place of their own', () => {
    const pacer = createPacer(TELEGRAM, () => 0);
    for (const _ of [1, 2, 3]) pacer.reserve('campaign', 0);
    expect(pacer.waitMs('campaign', 0)).toBe(120);
  });

  it('rests as long as the platform asks for, and crisis goes on', () => {
    const pacer = createPacer(TELEGRAM, () => 0);
    pacer.restBulk(30_000, 0);
    expect(pacer.waitMs('campaign', 1)).toBe(29_999);
    expect(pacer.waitMs('crisis', 1)).toBe(0);
  });
});
