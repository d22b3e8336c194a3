import { describe, expect, it } from 'vitest';
import { addMs } from '../../src/core/clock.ts';
import { decideEscalation } from '../../src/handoff/decide-escalation.ts';
import { explainPolicies } from '../../src/handoff/explain-policy.ts';
import { foreseeCalls } from '../../src/handoff/foresee-calls.ts';
import { escalationPolicySchema, namedNotifiers, policyFor } from '../../src/handoff/policy.ts';
import type { DutyBoard } from '../../src/handoff/responders.ts';
import { isKeptBack, kindsKeptBack, stepsOf } from '../../src/handoff/rounds.ts';
import { isStillCalled } from '../../src/handoff/still-called.ts';
import { board, OPENED, policy, real, sampleCase, secondsLater, takenCase } from './samples.ts';

const problemsOf = (value: unknown): string[] =>
  escalationPolicySchema.safeParse(value).error?.issues.map((issue) => issue.path.join('.')) ?? [];

const own = (notify: string[]) => ({
  steps: [{ afterSeconds: 0, notify }],
  repeatSeconds: 30,
  firstWordsSeconds: 40,
});
const byCollege = escalationPolicySchema.parse({
  ...policy,
  policies: [
    {
      name: 'medicine',
      colleges: ['医学院', '护理学院'],
      imminent: own(['rota:医学院值班', 'person:周老师']),
    },
    { name: 'arts', colleges: ['艺术学院'], high: own(['desk']), nights: null },
  ],
});
const who = board({
  duty: [real('duty')],
  backup: [real('backup')],
  desk: [real('desk')],
  administrators: [real('admin')],
  byName: { 周老师: real('zhou') },
  byRota: { 医学院值班: [real('medic')] },
});

const called = (rules: typeof policy, more: object, board: DutyBoard = who) => {
  const decision = decideEscalation(rules, sampleCase(more), board, OPENED);
  return decision.kind === 'notify' ? decision.staffIds : decision.kind;
};

describe('policies by college', () => {
  it('are chosen by the college of the case, and follow the default in what they leave out', () => {
    expect(called(byCollege, { college: '护理学院' })).toEqual(['medic', 'zhou']);
    expect(called(byCollege, { college: ' 护理学院 ' })).toEqual(['medic', 'zhou']);
    expect(called(byCollege, { college: '护理学院', level: 'high' })).toEqual(['duty']);
    expect(called(byCollege, { college: '艺术学院' })).toEqual(['duty', 'backup']);
    expect(called(byCollege, { college: '艺术学院', level: 'high' })).toEqual(['desk']);
    expect(called(byCollege, { college: '没有的学院' })).toEqual(['duty', 'backup']);
    expect(called(byCollege, { college: null })).toEqual(['duty', 'backup']);
    expect(policyFor(byCollege, '医学院').imminent.firstWordsSeconds).toBe(40);
  });

  it('are shown with whom they stand for, with the key where each part stands, and what is skipped', () => {
    const [usual, medicine, arts] = explainPolicies(byCollege, { ...who, backup: [] });
    expect([usual?.name, medicine?.name, arts?.name]).toEqual([null, 'medicine', 'arts']);
    expect(usual?.levels[0]?.steps[0]).toMatchObject({
      afterSeconds: 0,
      skipped: false,
      targets: [
        { target: 'duty', people: [real('duty')] },
        { target: 'backup', people: [] },
      ],
    });
    expect(usual?.levels[0]?.steps[2]).toMatchObject({ skipped: true });
    expect(medicine?.levels.map(({ key }) => key)).toEqual(['policies.0.imminent', 'high']);
    expect(medicine?.levels[0]?.steps).toHaveLength(1);
    expect(arts?.levels[0]?.steps).toHaveLength(usual?.levels[0]?.steps.length ?? 0);
    expect(arts?.nights).toBeNull();
  });

  it('do not lose a case whose college becomes known late', () => {
    const decision = decideEscalation(byCollege, sampleCase({ college: '医学院', step: 7 }), who, OPENED);
    expect(decision).toMatchObject({ kind: 'notify', staffIds: ['medic', 'zhou'] });
  });

  it('reach the administrators where nobody of the college is there', () => {
    const nobody = board({ duty: [real('duty')], administrators: [real('admin')] });
    expect(called(byCollege, { college: '医学院' }, nobody)).toEqual(['admin']);
  });

  it('are refused with two policies for a college, none at all, or a target that is none', () => {
    const one = { name: 'a', colleges: ['医学院'] };
    const refused = (policies: unknown) => problemsOf({ ...policy, policies });
    expect(refused([one, { name: 'b', colleges: ['理学院', '医学院'] }])).toEqual(['policies.1.colleges.1']);
    expect(refused([{ ...one, colleges: [] }])).toEqual(['policies.0.colleges']);
    expect(refused([{ ...one, imminent: own(['person:']) }])).toEqual([
      'policies.0.imminent.steps.0.notify.0',
    ]);
    expect(refused([{ ...one, imminent: own(['role:boss']) }])).toEqual([
      'policies.0.imminent.steps.0.notify.0',
    ]);
  });
});

describe('repeats that grow louder', () => {
  const loud = escalationPolicySchema.parse({
    ...policy,
    imminent: {
      ...own(['duty']),
      louder: [
        { afterRounds: 1, notify: ['backup'], kinds: ['voice', 'sms'] },
        { afterRounds: 3, notify: ['desk', 'notifier:campus'] },
      ],
    },
  });

  it('call more people from a round on, for ever', () => {
    const calls = foreseeCalls(loud, { level: 'imminent', college: null, at: OPENED }, () => who, 6);
    expect(calls.map(({ at, staffIds, notifiers, round }) => [at, staffIds, notifiers, round])).toEqual([
      [OPENED, ['duty'], [], 0],
      [secondsLater(30), ['duty', 'backup'], [], 1],
      [secondsLater(60), ['duty', 'backup'], [], 2],
      [secondsLater(90), ['duty', 'backup', 'desk'], ['campus'], 3],
      [secondsLater(120), ['duty', 'backup', 'desk'], ['campus'], 4],
      [secondsLater(150), ['duty', 'backup', 'desk'], ['campus'], 5],
    ]);
  });

  it('call those who were kept for later at once where nobody else is there', () => {
    const deskOnly = board({ desk: [real('desk')], administrators: [real('admin')] });
    expect(called(loud, {}, deskOnly)).toEqual(['desk', 'admin']);
  });

  it('keep the loud ways for later', () => {
    expect([...kindsKeptBack(loud.imminent, 0)]).toEqual(['voice', 'sms']);
    expect([...kindsKeptBack(loud.imminent, 1)]).toEqual([]);
    expect([...kindsKeptBack(loud.high, 0)]).toEqual([]);
  });

  it.each([
    ['another way works', [{ channel: 'telegram', reachable: true }], true],
    ['the other way is blocked', [{ channel: 'telegram', reachable: false }], false],
    ['the other way is loud too', [{ channel: 'voice', reachable: true }], false],
    ['there is no other way', [], false],
    ['somebody else has one', [{ channel: 'telegram', reachable: true, staffId: 'b' }], false],
  ] as const)('keep a loud way for later only where another works: %s', (_what, others, kept) => {
    const kinds = kindsKeptBack(loud.imminent, 0);
    const sms = { staffId: 'a', channel: 'sms', reachable: true } as const;
    const ways = [sms, ...others.map((one) => ({ staffId: 'a', ...one }))];
    expect(isKeptBack(kinds, sms, ways)).toBe(kept);
    expect(isKeptBack(kindsKeptBack(loud.imminent, 1), sms, ways)).toBe(false);
  });

  it('grow louder for a silent owner too', () => {
    const at = (seconds: number) => decideEscalation(loud, takenCase('duty'), who, secondsLater(seconds));
    expect(at(40)).toMatchObject({ round: 0, staffIds: ['duty', 'admin'] });
    expect(at(80)).toMatchObject({ round: 1, staffIds: ['duty', 'backup'] });
    expect(at(160)).toMatchObject({ round: 3, notifiers: ['campus'] });
  });

  it('name their groups for the check at the start, and say something at all', () => {
    expect(namedNotifiers(loud)).toEqual([{ name: 'campus', key: 'imminent.louder.1.notify.1' }]);
    const empty = { ...policy, imminent: { ...own(['duty']), louder: [{ afterRounds: 1 }] } };
    expect(problemsOf(empty)).toEqual(['imminent.louder.0']);
  });
});

describe('nights', () => {
  const nightly = escalationPolicySchema.parse({
    ...policy,
    nights: { from: '23:00', to: '07:00', first: ['desk'], aloneSeconds: 30 },
  });
  const shanghai = (time: string): Date => new Date(`2026-11-23T${time}:00+08:00`);
  const callsAt = (time: string, who: DutyBoard, count: number) => {
    const at = shanghai(time);
    return foreseeCalls(nightly, { level: 'high', college: null, at }, () => who, count).map(
      (call): [number, readonly string[]] => [(call.at.getTime() - at.getTime()) / 1_000, call.staffIds],
    );
  };

  it('call the staffed desk first, and everybody else half a minute later', () => {
    for (const time of ['23:00', '02:30', '06:59'])
      expect(callsAt(time, who, 3)).toEqual([
        [0, ['desk']],
        [30, ['duty']],
        [150, ['backup']],
      ]);
    for (const time of ['07:00', '12:00', '22:59'])
      expect(callsAt(time, who, 2)).toEqual([
        [0, ['duty']],
        [120, ['backup']],
      ]);
  });

  it('cost nothing where nobody is at the desk', () => {
    const noDesk = board({ duty: [real('duty')], backup: [real('backup')] });
    expect(callsAt('02:00', noDesk, 2)).toEqual([
      [0, ['duty']],
      [150, ['backup']],
    ]);
  });

  it('keep the steps of a case that waits into the morning', () => {
    const one = sampleCase({ levelSince: shanghai('06:59') });
    expect(stepsOf(nightly, nightly.imminent, one.levelSince)).toHaveLength(4);
    const late = decideEscalation(nightly, { ...one, step: 3 }, who, addMs(one.levelSince, 121_000));
    expect(late).toMatchObject({ kind: 'notify', step: 4 });
  });

  it('are refused without a time, or with an end that is the beginning', () => {
    const night = { from: '23:00', to: '07:00', first: ['desk'] };
    expect(problemsOf({ ...policy, nights: { ...night, from: '24:00' } })).toEqual(['nights.from']);
    expect(problemsOf({ ...policy, nights: { ...night, to: '23:00' } })).toEqual(['nights.to']);
    expect(problemsOf({ ...policy, nights: { ...night, first: [] } })).toEqual(['nights.first']);
  });
});

describe('who is on call is resolved when sending', () => {
  const item = {
    caseId: 'case',
    number: 1001,
    level: 'imminent' as const,
    openedAt: OPENED,
    reason: 'waiting' as const,
    college: null,
    round: 0,
    owner: null,
    newWebContact: false,
  };
  const still = (staffId: string, more: object = {}) =>
    isStillCalled(policy, who, staffId, { ...item, ...more }, OPENED);

  it('tells whoever is on call, administrators and the owner, and nobody who went off', () => {
    expect(['duty', 'backup', 'desk', 'admin'].map((staffId) => still(staffId))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(still('gone')).toBe(false);
    expect(still('gone', { reason: 'silent-owner', owner: { id: 'x', name: '', since: OPENED } })).toBe(
      false,
    );
    expect(still('own', { reason: 'silent-owner', owner: { id: 'own', name: '', since: OPENED } })).toBe(
      true,
    );
  });

  it('leaves alone who was called by name', () => {
    expect(still('gone', { reason: 'raised' })).toBe(true);
  });
});
