import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseEvent, OUTCOMES } from '../../../src/handoff/case.ts';
import { caseTimes } from '../../../src/handoff/closing/case-times.ts';
import {
  type Closing,
  checkClosing,
  GROUNDS,
  graver,
  PARTIES,
} from '../../../src/handoff/closing/closing.ts';
import {
  BUTTON_PARTIES,
  type ClosingStep,
  encodeStep,
  MOST_BY_BUTTON,
  minuteOf,
  momentOf,
  readStep,
} from '../../../src/handoff/closing/closing-code.ts';
import {
  identityRepeatsWords,
  repeatsWords,
  reportTimes,
} from '../../../src/handoff/closing/crisis-report.ts';
import { decideFollowUp, overdueAt, remindAt } from '../../../src/handoff/closing/decide-follow-up.ts';
import {
  datesBeside,
  datesToAdd,
  followUpPolicySchema,
  planDates,
} from '../../../src/handoff/closing/follow-up-policy.ts';
import {
  encodeInformed,
  type InformedStep,
  readInformedStep,
  readParty,
} from '../../../src/handoff/closing/informed-code.ts';

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

describe('the times of a crisis report', () => {
  const at = (day: number, minute: number): Date => new Date(Date.UTC(2026, 10, day, 12, minute));
  const event = (kind: CaseEvent['kind'], moment: Date, staffId: string | null = null): CaseEvent => ({
    kind,
    staffId,
    level: 'high',
    at: moment,
  });
  const first = [
    event('opened', at(1, 0)),
    event('paged', at(1, 1), 'a'),
    event('acknowledged', at(1, 2), 'a'),
    event('contacted', at(1, 3), 'a'),
    event('closed', at(1, 50), 'a'),
  ];
  const times = (events: readonly CaseEvent[], ordinal: number) => {
    const back = { id: 'r', at: at(20, 0), closedAt: at(1, 50), outcome: 'serious' } as const;
    const one = { openedAt: at(1, 0), closedAt: at(20, 40), outcome: 'ordinary' } as const;
    const time = caseTimes(one, [back])[ordinal - 1];
    return time && [time.outcome, ...Object.values(reportTimes(time, events))];
  };
  const iso = (day: number, ...minutes: readonly number[]) =>
    minutes.map((one) => at(day, one).toISOString());

  it('are those of its time alone, whichever it tells of', () => {
    // Paged by a clock that is behind.
    const anew = [
      event('resumed', at(20, 0)),
      event('paged', at(19, 59), 'b'),
      event('acknowledged', at(20, 5), 'b'),
      event('contacted', at(20, 6), 'b'),
      event('closed', at(20, 40), 'b'),
    ];
    expect(times([...first, ...anew], 1)).toEqual(['serious', ...iso(1, 0, 1, 2, 3, 50)]);
    const paged = at(19, 59).toISOString();
    expect(times([...first, ...anew], 2)).toEqual(['ordinary', ...iso(20, 0), paged, ...iso(20, 5, 6, 40)]);
  });

  it('say that whoever is still on duty has it at once, and that nobody was called', () => {
    const kept = [event('resumed', at(20, 0), 'a'), event('contacted', at(20, 6), 'a')];
    expect(times([...first, ...kept], 2)).toEqual(['ordinary', ...iso(20, 0), null, ...iso(20, 0, 6, 40)]);
  });
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
      party: fc.constantFrom(...BUTTON_PARTIES),
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
            party: fc.constantFrom(...BUTTON_PARTIES),
            ground: fc.oneof(fc.constant(null), fc.constantFrom(...GROUNDS)),
          }),
        ),
        toldAll: fc.boolean(),
        owner: fc.constantFrom('', '0123abc'),
        confirmed: fc.option(fc.record({ dangers: fc.nat({ max: 35 }), wordOwed: fc.boolean() })),
      })
      .map((step) => {
        const toldAll = step.toldAll && step.partial === null;
        return {
          ...step,
          toldAll,
          owner: toldAll ? step.owner : '',
          confirmed: toldAll ? step.confirmed : null,
        };
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

describe('who was informed, by buttons', () => {
  it('fits a button at every step, and is read as it was written', () => {
    const steps: fc.Arbitrary<InformedStep> = fc
      .record({
        party: fc.constantFrom(...PARTIES),
        detailed: fc.boolean(),
        ground: fc.option(fc.constantFrom(...GROUNDS)),
        minute: fc.option(fc.integer({ min: 0, max: 36 ** 3 - 1 })),
      })
      .map((step) => (step.ground === null ? { ...step, minute: null } : step));
    fc.assert(
      fc.property(steps, (step) => {
        const code = encodeInformed(step);
        expect(`tool.${'x'.repeat(36)}.in:${code}`.length).toBeLessThanOrEqual(64);
        expect(readInformedStep(code)).toEqual(step);
      }),
    );
    for (const code of ['', 'z', 'c00', 'ca0', 'ca0000', '+c', 'c++', 'cz000'])
      expect([code, readInformedStep(code)]).toEqual([code, null]);
  });

  it.each([
    ['家长 已打电话', 'family', '已打电话'],
    ['家长：已打电话', 'family', '已打电话'],
    ['妈妈，电话', 'family', '妈妈，电话'],
    ['妈妈', 'family', '妈妈'],
    ['学院', 'college-head', ''],
    ['保卫处', 'security', ''],
    ['校医院 值班医生', 'hospital', '校医院 值班医生'],
    ['医院', 'hospital', ''],
    ['１２０', 'emergency', '１２０'],
    ['辅导员小王', 'other', '辅导员小王'],
    ['其他', 'other', ''],
    ['room mate', null, 'room mate'],
    ['', null, ''],
  ])('reads whom %j names', (typed, party, detail) => {
    expect(readParty(typed)).toEqual({ party, detail });
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

  it('is planned beside what is owed: the same and a neighbouring day are one, but the first is never put off', () => {
    const crisis = planDates(policy, 'major-crisis', TODAY);
    const beside = (...owed: string[]) => datesBeside(crisis, owed, TODAY).map((date) => date.slice(5));
    expect(beside()).toEqual(['11-24', '11-26', '11-30', '12-07', '12-23', '02-21']);
    expect(beside('2026-11-25', '2026-12-01', '2026-12-22', '2027-02-19')).toEqual([
      '11-24',
      '12-07',
      '02-21',
    ]);
    expect(beside('2026-11-24')[0]).toBe('11-26');
    // What is late, and what is owed today, was owed for what was before.
    expect(beside('2026-11-22', '2026-11-23')).toHaveLength(6);
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
