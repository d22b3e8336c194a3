import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMs, secondsMs } from '../../src/core/clock.ts';
import { type HandoffCase, isForSilence } from '../../src/handoff/case.ts';
import { decideEscalation } from '../../src/handoff/decide-escalation.ts';
import { isOwnerSilent } from '../../src/handoff/owed.ts';
import { board, OPENED, policy, real, secondsLater, takenCase } from './samples.ts';

const who = board({
  duty: [real('duty')],
  backup: [real('backup')],
  administrators: [real('admin')],
});
const moment = fc.integer({ min: -4_000, max: 0 }).map(secondsLater);
const maybe = fc.option(moment);
const holds = fc.option(
  fc.record({ since: moment, minutes: fc.integer({ min: 1, max: 60 }) }).map(({ since, minutes }) => ({
    kind: 'on-the-way' as const,
    since,
    until: addMs(since, minutes * 60_000),
  })),
);
const cases: fc.Arbitrary<HandoffCase> = fc
  .record({
    level: fc.constantFrom('high' as const, 'imminent' as const),
    contactedAt: maybe,
    unansweredSince: maybe,
    unrepliedSince: maybe,
    studentSilentSince: maybe,
    ownerActiveAt: maybe,
    nudgedAt: maybe,
    calledAt: maybe,
    hold: holds,
    arrivedAt: maybe,
  })
  .map((more) => takenCase('duty', more));

describe('a case that somebody has, in any state', () => {
  it('is looked at again, later than now, for as long as somebody waits', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 9_000 }), (one, late) => {
        const now = secondsLater(late);
        const decision = decideEscalation(policy, one, who, now);
        const waits =
          one.unansweredSince !== null ||
          one.unrepliedSince !== null ||
          (one.studentSilentSince !== null && one.level === 'imminent' && one.arrivedAt === null);
        if (waits) expect(decision.kind).not.toBe('done');
        if (decision.kind === 'done') return;
        const next = decision.kind === 'wait' ? decision.until : decision.wakeAt;
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(next.getTime()).toBeLessThanOrEqual(addMs(now, 3_600_000).getTime());
      }),
    );
  });

  it('calls everybody, again and again, until the owner speaks, and each time the case may be taken', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const danger = one.level === 'imminent' && one.arrivedAt === null;
        const silent = danger && one.studentSilentSince !== null;
        fc.pre(one.unansweredSince !== null || one.unrepliedSince !== null || silent);
        let now = OPENED;
        let current = one;
        let calls = 0;
        const until = addMs(OPENED, secondsMs(6_000));
        for (let looks = 0; now < until && looks < 10_000; looks += 1) {
          const decision = decideEscalation(policy, current, who, now);
          if (decision.kind === 'done') throw new Error('gave up');
          if (decision.kind === 'notify' && isForSilence(decision.reason)) {
            calls += 1;
            current = { ...current, calledAt: now };
            const taken = isOwnerSilent(policy, current, now);
            if (!taken || !decision.staffIds.includes('backup')) throw new Error('called in vain');
          } else if (decision.kind !== 'wait') current = { ...current, nudgedAt: now };
          now = decision.kind === 'wait' ? decision.until : decision.wakeAt;
        }
        expect(calls).toBeGreaterThan(5);
      }),
      { numRuns: 60 },
    );
  });

  it('calls everybody at most once a round, however often one looks', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 9_000 }), (one, late) => {
        const now = secondsLater(late);
        const first = decideEscalation(policy, one, who, now);
        fc.pre(first.kind === 'notify' && isForSilence(first.reason));
        const again = decideEscalation(policy, { ...one, calledAt: now }, who, addMs(now, 1));
        if (again.kind === 'notify') expect(isForSilence(again.reason)).toBe(false);
      }),
    );
  });

  it('is left alone for as long as a hold lasts', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 3_600 }), (one, late) => {
        const now = secondsLater(late);
        fc.pre(one.hold !== null && now < one.hold.until);
        expect(decideEscalation(policy, one, who, now)).toEqual({ kind: 'wait', until: one.hold?.until });
        expect(isOwnerSilent(policy, one, now)).toBe(false);
      }),
    );
  });

  it('tells no owner the same twice, however often one looks', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 9_000 }), (one, late) => {
        const now = secondsLater(late);
        const first = decideEscalation(policy, one, who, now);
        fc.pre(first.kind === 'nudge');
        const again = decideEscalation(policy, { ...one, nudgedAt: now }, who, now);
        if (first.kind === 'nudge' && again.kind === 'nudge') expect(again.nudge).not.toBe(first.nudge);
      }),
    );
  });
});
