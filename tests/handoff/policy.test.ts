import { describe, expect, it } from 'vitest';
import { escalationPolicySchema, namedNotifiers } from '../../src/handoff/policy.ts';
import { policy } from './samples.ts';

const problemsOf = (value: unknown): string[] =>
  escalationPolicySchema.safeParse(value).error?.issues.map((issue) => issue.path.join('.')) ?? [];

const withSteps = (steps: unknown) => ({ ...policy, imminent: { ...policy.imminent, steps } });

describe('the escalation policy of a centre', () => {
  it('names each of its notifiers once, with the key of the first step that does', () => {
    const named = escalationPolicySchema.parse(
      withSteps([
        { afterSeconds: 0, notify: ['duty', 'notifier:duty-group'] },
        { afterSeconds: 9, notify: ['notifier:campus', 'notifier:duty-group'] },
      ]),
    );
    expect(namedNotifiers(policy)).toEqual([]);
    expect(namedNotifiers(named)).toEqual([
      { name: 'duty-group', key: 'imminent.steps.0.notify.1' },
      { name: 'campus', key: 'imminent.steps.1.notify.0' },
    ]);
  });

  it('is valid as it ships', () => {
    expect(problemsOf(policy)).toEqual([]);
  });

  it.each([
    ['no steps', [], 'imminent.steps'],
    ['a step that calls nobody', [{ afterSeconds: 0, notify: [] }], 'imminent.steps.0.notify'],
    ['a role that is none', [{ afterSeconds: 0, notify: ['role:boss'] }], 'imminent.steps.0.notify.0'],
    ['a notifier without a name', [{ afterSeconds: 0, notify: ['notifier:'] }], 'imminent.steps.0.notify.0'],
    [
      'a notifier of no such name',
      [{ afterSeconds: 0, notify: ['notifier:A b'] }],
      'imminent.steps.0.notify.0',
    ],
    ['a target that is none', [{ afterSeconds: 0, notify: ['everyone'] }], 'imminent.steps.0.notify.0'],
    [
      'a step in the midst of a second',
      [{ afterSeconds: 0.5, notify: ['duty'] }],
      'imminent.steps.0.afterSeconds',
    ],
    [
      'steps out of order',
      [
        { afterSeconds: 60, notify: ['duty'] },
        { afterSeconds: 30, notify: ['backup'] },
      ],
      'imminent.steps',
    ],
  ])('is refused with %s', (_name, steps, key) => {
    expect(problemsOf(withSteps(steps))).toEqual([key]);
  });

  it('cannot give up, flood or forget to say where its numbers are from', () => {
    expect(problemsOf({ ...policy, imminent: { ...policy.imminent, repeatSeconds: 0 } })).toEqual([
      'imminent.repeatSeconds',
    ]);
    expect(problemsOf({ ...policy, high: { ...policy.high, firstWordsSeconds: 86_400 } })).toEqual([
      'high.firstWordsSeconds',
    ]);
    expect(problemsOf({ ...policy, tellMinutes: [] })).toEqual(['tellMinutes']);
    expect(problemsOf({ ...policy, digestSeconds: 0 })).toEqual(['digestSeconds']);
    expect(problemsOf({ ...policy, source: '' })).toEqual(['source']);
  });
});
