import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../../src/handoff/case.ts';
import {
  type Closing,
  checkClosing,
  GROUNDS,
  graver,
  PARTIES,
} from '../../../src/handoff/closing/closing.ts';
import {
  type ClosingStep,
  encodeStep,
  MOST_BY_BUTTON,
  minuteOf,
  momentOf,
  readStep,
} from '../../../src/handoff/closing/closing-code.ts';
import { identityRepeatsWords, repeatsWords } from '../../../src/handoff/closing/crisis-report.ts';
import { decideFollowUp, overdueAt, remindAt } from '../../../src/handoff/closing/decide-follow-up.ts';
import {
  datesToAdd,
  followUpPolicySchema,
  planDates,
} from '../../../src/handoff/closing/follow-up-policy.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const TODAY = '2026-11-23';
const policy = followUpPolicySchema.parse({
  source: 'invented',
  days: { ordinary: [14], serious: [3, 14, 30], 'major-crisis': [1, 3, 7, 14, 30, 90] },
  remindAt: '09:00',
  greetAt: '12:30',
  overdueHours: 24,
  repeatHours: 24,
});

describe('an ending', () => {
  const known = { owners: ['a'], staff: ['a', 'b'] };
  const serious = (change: Partial<Closing> = {}): Closing => ({
    outcome: 'serious',
    note: '',
    informed: [],
    plan: { ownerId: 'a', dates: ['2026-11-26'] },
    ...change,
  });
  const check = (closing: Closing) => checkClosing(closing, known, NOW, TODAY);

  it('needs a plan with an owner and days for every class, and none for a false alarm', () => {
    expect(check(serious())).toEqual([]);
    expect(check(serious({ plan: null }))).toEqual(['no-plan']);
    expect(check(serious({ outcome: 'false-alarm', plan: null }))).toEqual([]);
    expect(check(serious({ plan: { ownerId: 'b', dates: [] } }))).toEqual(['unknown-owner', 'no-date']);
    for (const date of ['2026-11-22', '2026-02-30', 'tomorrow', '2030-01-01']) {
      expect(check(serious({ plan: { ownerId: 'a', dates: [date] } }))).toEqual(['wrong-date']);
    }
  });

  it('takes no word of somebody being informed in the future, or by nobody', () => {
    const row = { party: 'family', at: NOW, staffId: 'b', ground: 'life', detail: '' } as const;
    expect(check(serious({ informed: [row] }))).toEqual([]);
    expect(check(serious({ informed: [{ ...row, at: new Date(NOW.getTime() + 1) }] }))).toEqual([
      'informed-later',
    ]);
    expect(check(serious({ informed: [{ ...row, staffId: 'x' }] }))).toEqual(['unknown-informer']);
    expect(check(serious({ informed: [{ ...row, party: 'other' }] }))).toEqual(['no-detail']);
  });

  it('never makes a class lighter', () => {
    expect(graver('serious', 'ordinary')).toBe('serious');
    expect(graver('ordinary', 'major-crisis')).toBe('major-crisis');
  });

  it('fits a button at every step, and is read as it was written', () => {
    const row = fc.record({
      party: fc.constantFrom(...PARTIES),
      ground: fc.constantFrom(...GROUNDS),
      minute: fc.integer({ min: 0, max: 36 ** 3 - 1 }),
    });
    const steps: fc.Arbitrary<ClosingStep> = fc
      .record({
        outcome: fc.constantFrom(...OUTCOMES),
        informed: fc.array(row, { maxLength: MOST_BY_BUTTON }),
        partial: fc.oneof(
          fc.constant(null),
          fc.record({
            party: fc.constantFrom(...PARTIES),
            ground: fc.oneof(fc.constant(null), fc.constantFrom(...GROUNDS)),
          }),
        ),
        toldAll: fc.boolean(),
        owner: fc.constantFrom('', '0123abc'),
        confirmed: fc.boolean(),
      })
      .map((step) => {
        const toldAll = step.toldAll && step.partial === null;
        return { ...step, toldAll, owner: toldAll ? step.owner : '', confirmed: toldAll && step.confirmed };
      })
      .filter(({ informed, partial }) => partial === null || informed.length < MOST_BY_BUTTON);
    fc.assert(
      fc.property(steps, (step) => {
        const code = encodeStep(step);
        expect(`close.${'x'.repeat(36)}.${code}`.length).toBeLessThanOrEqual(64);
        expect(readStep(code)).toEqual(step);
      }),
    );
    // What an earlier version sent counted its minutes from the last tap: it says nothing any more.
    for (const code of ['', 'z', 'sxx', 's-toolong99', 's!', 'sc-', 'mcl0-0123abcd!', 'Bq', 'Fc', 'M'])
      expect([code, readStep(code)]).toEqual([code, null]);
  });

  it('keeps the minute at which somebody was informed, however late it is read', () => {
    const days = fc.integer({ min: 0, max: 31 * 24 * 60 });
    fc.assert(
      fc.property(
        days,
        fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (later, at) => {
          const minute = Math.floor(at.getTime() / 60_000) * 60_000;
          const read = momentOf(minuteOf(at), new Date(at.getTime() + later * 60_000));
          expect(read.getTime()).toBe(minute);
        },
      ),
    );
  });
});

describe('following up', () => {
  it('stands on the days that the colleges name', () => {
    expect(planDates(policy, 'major-crisis', '2026-11-23')).toEqual([
      '2026-11-24',
      '2026-11-26',
      '2026-11-30',
      '2026-12-07',
      '2026-12-23',
      '2027-02-21',
    ]);
    expect(planDates(policy, 'serious', '2026-12-30')).toEqual(['2027-01-02', '2027-01-13', '2027-01-29']);
    expect(planDates(policy, 'ordinary', '2026-11-23')).toEqual(['2026-12-07']);
  });

  it('adds the days of a graver class that are not owed yet, and none of a lighter one', () => {
    const owed = ['2026-12-07', '2026-11-26'];
    const added = (from: 'ordinary' | 'serious' | 'major-crisis', to: typeof from) =>
      datesToAdd(policy, { from, to }, owed, TODAY);
    expect(added('ordinary', 'serious')).toEqual(['2026-12-23']);
    expect(added('serious', 'major-crisis')).toEqual([
      '2026-11-24',
      '2026-11-30',
      '2026-12-23',
      '2027-02-21',
    ]);
    expect(added('major-crisis', 'serious')).toEqual([]);
    expect(added('serious', 'serious')).toEqual([]);
  });

  it('reminds once in the morning and calls every day from the next one on, whenever it is looked at', () => {
    const dueOn = '2026-12-07';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 60 }), (pauses) => {
        let now = new Date(remindAt(policy, dueOn).getTime() - 3_600_000);
        let check: { dueOn: string; remindedAt: Date | null; escalatedAt: Date | null } = {
          dueOn,
          remindedAt: null,
          escalatedAt: null,
        };
        const days = new Map<number, number>();
        for (const minutes of pauses) {
          now = new Date(now.getTime() + minutes * 60_000);
          const decision = decideFollowUp(policy, check, now);
          expect(decision.wakeAt > now).toBe(true);
          if (decision.kind === 'remind') {
            expect(check.remindedAt).toBeNull();
            expect(now < overdueAt(policy, dueOn)).toBe(true);
            check = { ...check, remindedAt: now };
          }
          if (decision.kind === 'escalate') {
            expect(now >= overdueAt(policy, dueOn)).toBe(true);
            const day = Math.floor((now.getTime() - overdueAt(policy, dueOn).getTime()) / 86_400_000);
            days.set(day, (days.get(day) ?? 0) + 1);
            check = { ...check, escalatedAt: now };
          }
        }
        expect([...days.values()].every((count) => count === 1)).toBe(true);
      }),
    );
  });

  it('refuses days that do not grow, and times that no clock shows', () => {
    const raw = { source: 'x', remindAt: '09:00', greetAt: '12:30', overdueHours: 24, repeatHours: 24 };
    const days = { ordinary: [14], serious: [3, 3], 'major-crisis': [1] };
    expect(followUpPolicySchema.safeParse({ ...raw, days }).success).toBe(false);
    expect(
      followUpPolicySchema.safeParse({ ...raw, days: { ...days, serious: [3] }, remindAt: '25:00' }).success,
    ).toBe(false);
  });
});

describe('a crisis report', () => {
  it('does not repeat what the student wrote, however it is spaced', () => {
    const lines = ['我站在十二号楼的楼顶上，风很大', '不想活了', '嗯'];
    expect(repeatsWords('学生说“我站在 十二号楼的楼顶上”。', lines)).toBe(true);
    expect(repeatsWords('学生多次表示不想活了', lines)).toBe(true);
    expect(repeatsWords('学生当时在高处，已陪同离开，情绪稳定。嗯', lines)).toBe(false);
  });

  it('has none where it says who it is about, but for what are facts', () => {
    const lines = ['我在计算机科学与技术学院，学号2021300123', '李小明明', '我把药都藏在枕头下面了'];
    expect(identityRepeatsWords('李小明明（把药都藏在枕头下面）', lines, [])).toBe(true);
    expect(identityRepeatsWords('李小明明，学号 2021300123', lines, [])).toBe(false);
    expect(identityRepeatsWords('计算机科学与技术学院', lines, [])).toBe(true);
    expect(identityRepeatsWords('计算机科学与技术学院', lines, ['', '计算机科学与技术学院'])).toBe(false);
  });
});
