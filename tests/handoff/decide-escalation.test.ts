import { describe, expect, it } from 'vitest';
import { addMs, secondsMs } from '../../src/core/clock.ts';
import type { HandoffCase } from '../../src/handoff/case.ts';
import { decideEscalation } from '../../src/handoff/decide-escalation.ts';
import type { DutyBoard } from '../../src/handoff/responders.ts';
import { board, OPENED, policy, real, sample, sampleCase, secondsLater, takenCase } from './samples.ts';

const everybodyThere = board({
  duty: [real('duty')],
  backup: [real('backup')],
  'centre-head': [real('head')],
  desk: [real('desk')],
  'duty-leader': [real('leader')],
  administrators: [real('admin')],
});

const decide = (one: HandoffCase, who: DutyBoard, seconds: number) =>
  decideEscalation(policy, one, who, secondsLater(seconds));

/** Who is called when, if the program wakes up exactly when it decided to. */
function calls(one: HandoffCase, who: DutyBoard, count: number): [number, readonly string[]][] {
  const made: [number, readonly string[]][] = [];
  let now = OPENED;
  let current = one;
  while (made.length < count) {
    const decision = decideEscalation(policy, current, who, now);
    if (decision.kind !== 'notify') throw new Error(`${decision.kind} at ${now.toISOString()}`);
    made.push([(now.getTime() - OPENED.getTime()) / 1_000, decision.staffIds]);
    current = { ...current, step: decision.step, wakeAt: decision.wakeAt };
    now = decision.wakeAt;
  }
  return made;
}

describe('a case that nobody has taken', () => {
  it('is called out at 0, 45 and 90 seconds and then for ever, by the policy of the sample', () => {
    const everybody = ['duty', 'backup', 'head', 'desk', 'leader'];
    expect(calls(sampleCase(), everybodyThere, 6)).toEqual([
      [0, ['duty', 'backup']],
      [45, ['head', 'desk']],
      [90, ['leader']],
      [150, everybody],
      [210, everybody],
      [270, everybody],
    ]);
  });

  it('goes to the backup after two minutes and to the centre head after five, when it is high', () => {
    const everybody = ['duty', 'backup', 'head'];
    expect(calls(sampleCase({ level: 'high' }), everybodyThere, 5)).toEqual([
      [0, ['duty']],
      [120, ['backup']],
      [300, ['head']],
      [600, everybody],
      [900, everybody],
    ]);
  });

  it('calls at once whoever would be called next, and waits for the one after that', () => {
    const one = sampleCase({ step: 1, wakeAt: secondsLater(45) });
    expect(decideEscalation(policy, one, everybodyThere, secondsLater(10), true)).toMatchObject({
      kind: 'notify',
      staffIds: ['head', 'desk'],
      step: 2,
      wakeAt: secondsLater(90),
    });
    const past = sampleCase({ step: 3, wakeAt: secondsLater(150) });
    expect(decideEscalation(policy, past, everybodyThere, secondsLater(100), true)).toMatchObject({
      kind: 'notify',
      wakeAt: secondsLater(160),
    });
  });

  it('waits until the next step is due, not a second less', () => {
    const one = sampleCase({ step: 1, wakeAt: secondsLater(45) });
    expect(decide(one, everybodyThere, 44)).toEqual({ kind: 'wait', until: secondsLater(45) });
    expect(decide(one, everybodyThere, 45)).toMatchObject({ kind: 'notify', staffIds: ['head', 'desk'] });
  });

  it('does not wait for those who cannot be woken any more: the next step follows at once, and only that', () => {
    const one = sampleCase({ step: 1, wakeAt: secondsLater(1) });
    const gone = { duty: [sample('duty')], 'centre-head': [real('head')], 'duty-leader': [real('leader')] };
    expect(decide(one, board(gone), 1)).toMatchObject({
      kind: 'notify',
      staffIds: ['head'],
      step: 2,
      wakeAt: secondsLater(90),
    });
    // Somebody else was called with them.
    const another = board({ ...gone, backup: [real('backup')] });
    expect(decide(one, another, 1)).toEqual({ kind: 'wait', until: secondsLater(45) });
    // Everybody was: rounds keep their pace.
    const past = sampleCase({ step: 3, wakeAt: secondsLater(150) });
    expect(decide(past, board({ duty: [sample('duty')] }), 100)).toEqual({
      kind: 'wait',
      until: secondsLater(150),
    });
  });

  it('waits until the next round is due, once every step was taken', () => {
    const one = sampleCase({ step: 4, wakeAt: secondsLater(210) });
    expect(decide(one, everybodyThere, 209)).toEqual({ kind: 'wait', until: secondsLater(210) });
  });

  it('skips an empty step at once and keeps the times of the others', () => {
    const headOnly = board({ 'centre-head': [real('head')], 'duty-leader': [real('leader')] });
    expect(calls(sampleCase(), headOnly, 4)).toEqual([
      [0, ['head']],
      [90, ['leader']],
      [150, ['head', 'leader']],
      [210, ['head', 'leader']],
    ]);
  });

  it('calls together the steps whose times have passed while nothing ran', () => {
    expect(decide(sampleCase(), everybodyThere, 60)).toEqual({
      kind: 'notify',
      staffIds: ['duty', 'backup', 'head', 'desk'],
      notifiers: [],
      reason: 'waiting',
      step: 2,
      round: 0,
      wakeAt: secondsLater(90),
    });
    const decision = decide(sampleCase(), everybodyThere, 86_400);
    expect(decision).toMatchObject({ staffIds: ['duty', 'backup', 'head', 'desk', 'leader'], step: 3 });
  });

  it('counts its steps from when it got its level', () => {
    const raised = sampleCase({ levelSince: secondsLater(300), wakeAt: secondsLater(300) });
    expect(decide(raised, everybodyThere, 300)).toMatchObject({
      staffIds: ['duty', 'backup'],
      wakeAt: secondsLater(345),
    });
  });

  it('is over only when somebody has it and has spoken, or has closed it', () => {
    expect(
      decide(takenCase('duty', { contactedAt: secondsLater(5), unansweredSince: null }), everybodyThere, 999),
    ).toEqual({
      kind: 'done',
    });
    expect(decide(sampleCase({ status: 'closed' }), everybodyThere, 999)).toEqual({ kind: 'done' });
  });
});

describe('while nobody is on duty', () => {
  it('calls the administrators at once, and again after every round', () => {
    const nobody = board({ administrators: [real('admin')] });
    expect(decide(sampleCase(), nobody, 0)).toMatchObject({
      staffIds: ['admin'],
      reason: 'no-responder',
      wakeAt: secondsLater(60),
    });
    expect(calls(sampleCase(), nobody, 4)).toEqual([
      [0, ['admin']],
      [60, ['admin']],
      [120, ['admin']],
      [180, ['admin']],
    ]);
  });

  it('takes people of the sample centre for nobody', () => {
    const sampleCentre = board({
      duty: [sample('sample 1')],
      backup: [sample('sample 2')],
      'centre-head': [sample('sample 3')],
      administrators: [real('admin')],
    });
    const decision = decide(sampleCase(), sampleCentre, 0);
    expect(decision).toMatchObject({ reason: 'no-responder' });
    expect(decision).toMatchObject({ staffIds: expect.arrayContaining(['admin']) });
  });

  it('calls the backup and the administrators when only the duty is empty', () => {
    const backupOnly = board({ backup: [real('backup')], administrators: [real('admin')] });
    expect(decide(sampleCase({ level: 'high' }), backupOnly, 0)).toMatchObject({
      staffIds: ['backup', 'admin'],
      reason: 'waiting',
    });
  });

  it('finds whoever comes on duty within one round', () => {
    const nobody = board({ administrators: [real('admin')] });
    const first = decide(sampleCase(), nobody, 0);
    if (first.kind !== 'notify') throw new Error(first.kind);
    const later = sampleCase({ step: first.step, wakeAt: first.wakeAt });
    expect(decideEscalation(policy, later, everybodyThere, first.wakeAt)).toMatchObject({
      staffIds: ['duty', 'backup', 'head', 'desk', 'leader'],
    });
  });

  it('does not call the administrators while somebody real is on duty', () => {
    expect(decide(sampleCase(), everybodyThere, 0)).toMatchObject({ staffIds: ['duty', 'backup'] });
  });
});

describe('an owner who has taken the case and says nothing', () => {
  const one = takenCase('duty');

  it('has the time of the policy', () => {
    expect(decide(one, everybodyThere, 59)).toEqual({ kind: 'wait', until: secondsLater(60) });
    expect(decide({ ...one, level: 'high' }, everybodyThere, 179)).toEqual({
      kind: 'wait',
      until: secondsLater(180),
    });
  });

  it('is then called together with everybody, round after round', () => {
    const everybody = ['duty', 'backup', 'head', 'desk', 'leader'];
    for (const round of [1, 2, 3, 1_000]) {
      expect(decide(one, everybodyThere, round * 60)).toEqual({
        kind: 'notify',
        staffIds: everybody,
        notifiers: [],
        reason: 'silent-owner',
        step: 1,
        round: round - 1,
        wakeAt: secondsLater((round + 1) * 60),
      });
    }
  });

  it('is called although nobody else is there, together with the administrators', () => {
    const alone = board({ administrators: [real('admin')] });
    expect(decide(one, alone, 60)).toMatchObject({ staffIds: ['duty', 'admin'] });
  });

  it('counts as nobody when alone on duty: the administrators are called', () => {
    const alone = board({ duty: [real('duty')], administrators: [real('admin')] });
    expect(decide(one, alone, 60)).toMatchObject({ staffIds: ['duty', 'admin'] });
  });

  it('counts from when this owner took it', () => {
    const followed = takenCase('backup', { unansweredSince: secondsLater(100) });
    expect(decide(followed, everybodyThere, 120)).toEqual({
      kind: 'wait',
      until: addMs(secondsLater(100), secondsMs(60)),
    });
  });
});

describe('groups that a step names', () => {
  const withGroups = {
    ...policy,
    imminent: {
      ...policy.imminent,
      steps: [
        { afterSeconds: 0, notify: ['duty', 'notifier:duty-group'] },
        { afterSeconds: 45, notify: ['notifier:campus'] },
        { afterSeconds: 90, notify: ['role:duty-leader', 'notifier:duty-group'] },
      ],
    },
  };
  /** What each call tells, and when. */
  const told = (who: DutyBoard, count: number, first = sampleCase()) => {
    const made: [number, readonly string[], readonly string[]][] = [];
    let [one, now] = [first, OPENED];
    while (made.length < count) {
      const decision = decideEscalation(withGroups, one, who, now);
      if (decision.kind !== 'notify') throw new Error(decision.kind);
      made.push([(now.getTime() - OPENED.getTime()) / 1_000, decision.staffIds, decision.notifiers]);
      one = { ...one, step: decision.step, wakeAt: decision.wakeAt };
      now = decision.wakeAt;
    }
    return made;
  };

  it('are told with their step, a step of a group alone calls the next people at once, and repeats repeat them', () => {
    const both = board({ duty: [real('duty')], 'duty-leader': [real('leader')] });
    expect(told(both, 4)).toEqual([
      [0, ['duty'], ['duty-group']],
      [45, ['leader'], ['campus', 'duty-group']],
      [105, ['duty', 'leader'], ['duty-group', 'campus']],
      [165, ['duty', 'leader'], ['duty-group', 'campus']],
    ]);
  });

  it('are nobody real: the administrators are called as if the group were not there', () => {
    const nobody = board({ administrators: [real('admin')] });
    expect(decideEscalation(withGroups, sampleCase(), nobody, OPENED)).toMatchObject({
      staffIds: ['admin'],
      notifiers: ['duty-group', 'campus'],
      reason: 'no-responder',
    });
  });

  it('are told when an owner says nothing', () => {
    const decision = decideEscalation(withGroups, takenCase('duty'), everybodyThere, secondsLater(60));
    expect(decision).toMatchObject({ reason: 'silent-owner', notifiers: ['duty-group', 'campus'] });
  });
});
