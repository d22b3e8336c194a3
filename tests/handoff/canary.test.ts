import { describe, expect, it } from 'vitest';
import { canaryPolicySchema, oldAfterSeconds } from '../../src/handoff/canary/canary-policy.ts';
import type { CanaryRun, EndedRun, Stuck } from '../../src/handoff/canary/canary-store.ts';
import {
  decideCanary,
  findStuck,
  isPathFailing,
  judgeCanary,
} from '../../src/handoff/canary/judge-canary.ts';

const POLICY = canaryPolicySchema.parse({
  everyMinutes: 5,
  limitSeconds: 60,
  missesToAlarm: 2,
  sentence: '编出来的一句话',
});
const T0 = new Date('2026-11-23T02:00:00Z');
const at = (seconds: number): Date => new Date(T0.getTime() + seconds * 1_000);
const run = (more: Partial<CanaryRun> = {}): CanaryRun => ({
  id: 'a',
  begunAt: T0,
  addressId: 'b',
  caseId: null,
  outgoingId: null,
  openedAt: null,
  calledAt: null,
  sentAt: null,
  acknowledgedAt: null,
  ...more,
});
const ended = (code: Stuck | null, seconds = 0): EndedRun => ({
  ...run({ begunAt: at(seconds) }),
  endedAt: at(seconds + 1),
  code,
});

describe('what is to be done', () => {
  it('begins at once where none was, and then every five minutes', () => {
    expect(decideCanary(POLICY, null, null, T0)).toBe('begin');
    expect(decideCanary(POLICY, null, ended(null), at(299))).toBe('wait');
    expect(decideCanary(POLICY, null, ended(null), at(300))).toBe('begin');
  });

  it('never begins beside one that is under way, and gives that one up at its limit', () => {
    expect(decideCanary(POLICY, run(), ended(null, -9_000), at(59))).toBe('wait');
    expect(decideCanary(POLICY, run(), ended(null, -9_000), at(60))).toBe('give-up');
  });

  it('a limit that two could overlap in is refused', () => {
    expect(canaryPolicySchema.safeParse({ ...POLICY, everyMinutes: 1, limitSeconds: 60 }).success).toBe(
      false,
    );
  });
});

describe('how the path stands', () => {
  it.each<[string, (Stuck | null)[], string]>([
    ['nothing yet', [], 'unknown'],
    ['one miss', ['queue'], 'well'],
    ['a miss after a good one', ['queue', null], 'well'],
    ['two misses', ['delivery', 'queue'], 'failing'],
    ['a good one after misses', [null, 'queue', 'queue'], 'well'],
  ])('%s', (_, codes, state) => {
    const verdict = judgeCanary(
      POLICY,
      codes.map((code, index) => ended(code, -300 * index)),
    );
    expect(verdict.state).toBe(state);
    if (verdict.state === 'failing') expect(verdict.code).toBe(codes[0]);
  });

  it('is said to those who wait for as long as it is known: not from before the canary was switched off', () => {
    const missed = [ended('queue', 300), ended('queue')];
    expect(isPathFailing(POLICY, missed, at(302))).toBe(true);
    expect(isPathFailing(POLICY, missed, at(301 + 719))).toBe(true);
    expect(isPathFailing(POLICY, missed, at(301 + 720))).toBe(false);
    expect(isPathFailing(POLICY, [ended(null, 300), ended('queue')], at(302))).toBe(false);
    expect(isPathFailing(POLICY, [], at(0))).toBe(false);
  });

  it('the file is old once two canaries could have come to their end', () => {
    expect(oldAfterSeconds(POLICY)).toBe(720);
  });
});

describe('where it stuck', () => {
  const progress = { stored: true, waits: false, attempts: 0, caseId: 'c' };
  it.each<[Partial<CanaryRun>, Partial<typeof progress> & { caseId?: string | null }, Stuck]>([
    [{}, { stored: false }, 'intake'],
    [{}, { waits: true }, 'queue'],
    [{}, { waits: true, attempts: 2 }, 'turn-fails'],
    [{}, { caseId: null as unknown as string }, 'screening'],
    [{}, {}, 'escalation'],
    [{ calledAt: T0 }, {}, 'delivery'],
    [{ calledAt: T0, sentAt: T0 }, {}, 'closing'],
  ])('%o %o: %s', (more, told, code) => {
    expect(findStuck(run(more), { ...progress, ...told })).toBe(code);
  });
});
