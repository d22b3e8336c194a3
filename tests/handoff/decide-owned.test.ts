import { describe, expect, it } from 'vitest';
import type { HandoffCase } from '../../src/handoff/case.ts';
import { decideEscalation } from '../../src/handoff/decide-escalation.ts';
import { isOwnerSilent } from '../../src/handoff/owed.ts';
import { board, OPENED, policy, real, secondsLater, takenCase } from './samples.ts';

const team = board({
  duty: [real('duty')],
  backup: [real('backup')],
  'centre-head': [real('head')],
  desk: [real('desk')],
  'duty-leader': [real('leader')],
  administrators: [real('admin')],
});
const decide = (one: HandoffCase, seconds: number) =>
  decideEscalation(policy, one, team, secondsLater(seconds));

/** The owner has spoken at the beginning. */
const talking = (more: Partial<HandoffCase> = {}): HandoffCase =>
  takenCase('duty', { contactedAt: OPENED, unansweredSince: null, ownerActiveAt: OPENED, ...more });

/** What is done and when, if the program wakes up exactly when it decided to. */
function acts(first: HandoffCase, count: number): [number, string][] {
  const made: [number, string][] = [];
  let [one, now] = [first, OPENED];
  while (made.length < count) {
    const decision = decideEscalation(policy, one, team, now);
    if (decision.kind === 'done') return made;
    if (decision.kind !== 'wait') {
      const seconds = (now.getTime() - OPENED.getTime()) / 1_000;
      made.push([seconds, decision.kind === 'nudge' ? decision.nudge : decision.reason]);
      const nudges = decision.kind === 'nudge' || decision.reason === 'owner-away';
      one = { ...one, ...(nudges ? { nudgedAt: now } : { calledAt: now }) };
    }
    now = decision.kind === 'wait' ? decision.until : decision.wakeAt;
  }
  return made;
}

describe('an owner who has spoken and is silent later', () => {
  it('is reminded after 120 seconds of harmless words, and everybody is called after 300, again and again', () => {
    expect(acts(talking({ unrepliedSince: OPENED, level: 'high' }), 4)).toEqual([
      [120, 'no-reply'],
      [300, 'silent-owner'],
      [600, 'silent-owner'],
      [900, 'silent-owner'],
    ]);
    expect(acts(talking({ unrepliedSince: OPENED }), 3)).toEqual([
      [120, 'no-reply'],
      [300, 'silent-owner'],
      [360, 'silent-owner'],
    ]);
  });

  it('may be followed from then on, and not before', () => {
    const one = talking({ unrepliedSince: OPENED });
    expect(isOwnerSilent(policy, one, secondsLater(299))).toBe(false);
    expect(isOwnerSilent(policy, one, secondsLater(300))).toBe(true);
  });

  it('is not reminded twice, however often one looks', () => {
    const one = talking({ unrepliedSince: OPENED, nudgedAt: secondsLater(120) });
    for (const seconds of [120, 121, 299])
      expect(decide(one, seconds)).toEqual({ kind: 'wait', until: secondsLater(300) });
  });

  it('owes nothing while the student has not written', () => {
    expect(decide(talking({ level: 'high', studentSilentSince: OPENED }), 9_999)).toEqual({ kind: 'done' });
  });
});

describe('a new dangerous word', () => {
  it('is the owner’s alone who is there, until they are silent', () => {
    const there = talking({ unansweredSince: secondsLater(50) });
    expect(decide(there, 50)).toEqual({ kind: 'wait', until: secondsLater(110) });
    expect(decide(there, 110)).toMatchObject({ kind: 'notify', reason: 'silent-owner' });
  });

  it('is told at once to the first step where the owner has not spoken lately, once', () => {
    const away = talking({ unansweredSince: secondsLater(300) });
    expect(decide(away, 300)).toMatchObject({
      kind: 'notify',
      reason: 'owner-away',
      staffIds: ['backup'],
      notifiers: [],
      wakeAt: secondsLater(360),
    });
    const told = { ...away, nudgedAt: secondsLater(300) };
    expect(decide(told, 301)).toEqual({ kind: 'wait', until: secondsLater(360) });
    expect(isOwnerSilent(policy, told, secondsLater(359))).toBe(false);
    expect(isOwnerSilent(policy, told, secondsLater(360))).toBe(true);
  });

  it('does not count as an absence where the case is only high', () => {
    const one = talking({ level: 'high', unansweredSince: secondsLater(300) });
    expect(decide(one, 300)).toEqual({ kind: 'wait', until: secondsLater(480) });
  });
});

describe('everybody, called for an owner who says nothing', () => {
  it.each([
    ['dangerous', { unansweredSince: OPENED }, 60, 120],
    ['harmless', { unrepliedSince: OPENED }, 300, 360],
  ] as const)(
    'is called once a round, however often the student writes %s words',
    (_what, owed, first, next) => {
      const silent = talking(owed);
      expect(decide(silent, first + 3)).toMatchObject({ kind: 'notify', reason: 'silent-owner' });
      const called = { ...silent, calledAt: secondsLater(first + 3) };
      for (const seconds of [first + 4, first + 10, next - 1])
        expect(decide(called, seconds)).toEqual({ kind: 'wait', until: secondsLater(next) });
      expect(decide(called, next)).toMatchObject({ kind: 'notify', reason: 'silent-owner' });
    },
  );

  it('is called again at once where the danger has grown since', () => {
    const raised = talking({
      unansweredSince: OPENED,
      calledAt: secondsLater(190),
      levelSince: secondsLater(200),
    });
    expect(decide(raised, 200)).toMatchObject({ kind: 'notify', reason: 'silent-owner' });
  });

  it('does not hide from the owner that a hold is over', () => {
    const hold = { kind: 'on-phone' as const, since: OPENED, until: secondsLater(60) };
    const one = talking({ hold, unansweredSince: OPENED, calledAt: secondsLater(121) });
    expect(decide(one, 122)).toMatchObject({ kind: 'nudge', nudge: 'hold-over' });
  });
});

describe('通话中 and 在路上', () => {
  const hold = { kind: 'on-phone' as const, since: OPENED, until: secondsLater(1_200) };

  it('hold everything until they are over; then the owner hears it, and what is owed counts from there', () => {
    const owing = talking({ hold, unrepliedSince: secondsLater(30), unansweredSince: secondsLater(10) });
    expect(decide(owing, 1_199)).toEqual({ kind: 'wait', until: secondsLater(1_200) });
    expect(isOwnerSilent(policy, owing, secondsLater(1_199))).toBe(false);
    expect(acts(owing, 2)).toEqual([
      [1_200, 'hold-over'],
      [1_260, 'silent-owner'],
    ]);
    expect(isOwnerSilent(policy, owing, secondsLater(1_260))).toBe(true);
  });

  it('hold the silence of the student too', () => {
    const one = talking({ hold, studentSilentSince: OPENED });
    expect(acts(one, 3)).toEqual([
      [1_200, 'hold-over'],
      [1_380, 'both-silent'],
      [1_560, 'both-silent'],
    ]);
    expect(isOwnerSilent(policy, one, secondsLater(1_379))).toBe(false);
    expect(isOwnerSilent(policy, one, secondsLater(1_380))).toBe(true);
    // Whoever writes a note after it is there.
    expect(acts({ ...one, ownerActiveAt: secondsLater(1_300) }, 3)).toEqual([
      [1_200, 'hold-over'],
      [1_380, 'silent-student'],
      [1_480, 'both-silent'],
    ]);
  });

  it('leave nothing behind where nothing is owed', () => {
    expect(acts(talking({ hold, level: 'high' }), 2)).toEqual([[1_200, 'hold-over']]);
  });
});

describe('an imminent student who is silent after the owner spoke', () => {
  it('makes the owner be told after three minutes, and everybody be called every three where they give no sign', () => {
    expect(acts(talking({ studentSilentSince: OPENED }), 4)).toEqual([
      [180, 'silent-student'],
      [360, 'both-silent'],
      [540, 'both-silent'],
      [720, 'both-silent'],
    ]);
    const one = talking({ studentSilentSince: OPENED, nudgedAt: secondsLater(180) });
    expect(decide(one, 360)).toMatchObject({
      staffIds: expect.arrayContaining(['duty', 'backup', 'head', 'leader']),
    });
  });

  it('may be followed by somebody else from then on, and not before', () => {
    const one = talking({ studentSilentSince: OPENED });
    expect(isOwnerSilent(policy, one, secondsLater(359))).toBe(false);
    expect(isOwnerSilent(policy, one, secondsLater(360))).toBe(true);
    for (const there of [
      { ownerActiveAt: secondsLater(190) },
      { arrivedAt: secondsLater(190) },
      { level: 'high' as const },
      { hold: { kind: 'on-phone' as const, since: secondsLater(190), until: secondsLater(1_390) } },
    ])
      expect(isOwnerSilent(policy, { ...one, ...there }, secondsLater(369))).toBe(false);
  });

  it('is the owner’s alone for as long as they give signs', () => {
    const one = talking({
      studentSilentSince: OPENED,
      nudgedAt: secondsLater(180),
      ownerActiveAt: secondsLater(200),
    });
    expect(decide(one, 360)).toMatchObject({
      kind: 'nudge',
      nudge: 'silent-student',
      wakeAt: secondsLater(380),
    });
    const told = { ...one, nudgedAt: secondsLater(360) };
    expect(decide(told, 380)).toMatchObject({ kind: 'notify', reason: 'both-silent' });
    expect(decide({ ...told, calledAt: secondsLater(380) }, 381)).toEqual({
      kind: 'wait',
      until: secondsLater(560),
    });
  });

  it('is told once for each three minutes, however often one looks', () => {
    const there = { ownerActiveAt: secondsLater(190) };
    const one = talking({ studentSilentSince: OPENED, nudgedAt: secondsLater(181), ...there });
    expect(decide(one, 200)).toEqual({ kind: 'wait', until: secondsLater(360) });
    expect(decide(one, 360)).toMatchObject({ kind: 'nudge', nudge: 'silent-student', round: 1 });
  });

  it('is no longer told once somebody is there', () => {
    expect(decide(talking({ studentSilentSince: OPENED, arrivedAt: secondsLater(60) }), 999)).toEqual({
      kind: 'done',
    });
  });
});
