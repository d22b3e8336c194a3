import { describe, expect, it } from 'vitest';
import { drillWindow, nextDrillAt } from '../../src/handoff/drill/drill-plan.ts';
import { drillPolicy } from '../../src/handoff/drill-policy.ts';
import { escalationPolicySchema, namedTargets } from '../../src/handoff/policy.ts';

/** Monday 10:00 in Shanghai. */
const NOW = new Date('2026-11-23T02:00:00Z');
const at = (text: string): Date => new Date(`${text}:00+08:00`);
const plan = (kind: 'off' | 'fixed' | 'random', weekday = 3, minute = 900) => ({ kind, weekday, minute });

describe('when a drill is held', () => {
  const window = drillWindow(NOW, false);
  it('never where none is planned', () => {
    expect(nextDrillAt(plan('off'), window, [], 0.5, NOW)).toBeNull();
  });

  it('at the next such hour of such a day', () => {
    expect(nextDrillAt(plan('fixed'), window, [], 0.5, NOW)).toEqual(at('2026-11-25T15:00'));
    expect(nextDrillAt(plan('fixed', 1, 600), window, [], 0.5, NOW)).toEqual(at('2026-11-30T10:00'));
    expect(nextDrillAt(plan('fixed', 1, 601), window, [], 0.5, NOW)).toEqual(at('2026-11-23T10:01'));
  });

  it('by chance only while somebody is on duty, each hour as likely as another', () => {
    const onDuty = [
      { startsAt: at('2026-11-24T08:00'), endsAt: at('2026-11-24T10:00') },
      { startsAt: at('2026-11-24T09:00'), endsAt: at('2026-11-24T11:00') },
      { startsAt: at('2026-11-26T20:00'), endsAt: at('2026-11-26T21:00') },
    ];
    const picked = [0, 0.25, 0.5, 0.75, 0.999, 1].map((chance) =>
      nextDrillAt(plan('random'), window, onDuty, chance, NOW),
    );
    expect(picked.slice(0, 4)).toEqual([
      at('2026-11-24T08:00'),
      at('2026-11-24T09:00'),
      at('2026-11-24T10:00'),
      at('2026-11-26T20:00'),
    ]);
    for (const one of picked)
      expect(onDuty.some(({ startsAt, endsAt }) => one !== null && startsAt <= one && one < endsAt)).toBe(
        true,
      );
  });

  it('after one was held, within the next week from Monday', () => {
    expect(drillWindow(NOW, true)).toEqual({
      startsAt: at('2026-11-30T00:00'),
      endsAt: at('2026-12-07T00:00'),
    });
  });

  it('in the middle of a day where the rota names nobody', () => {
    for (const chance of [0, 0.3, 0.999]) {
      const found = nextDrillAt(plan('random'), window, [], chance, NOW);
      const hour = Number(found?.toISOString().slice(11, 13)) + 8;
      expect(hour >= 9 && hour < 18).toBe(true);
    }
  });
});

describe('whom a drill calls', () => {
  const level = {
    steps: [
      { afterSeconds: 0, notify: ['duty', 'notifier:group'] },
      { afterSeconds: 60, notify: ['desk', 'role:desk'] },
    ],
    repeatSeconds: 60,
    louder: [{ afterRounds: 1, notify: ['notifier:group', 'role:centre-head'] }],
    firstWordsSeconds: 60,
  };
  const policy = escalationPolicySchema.parse({
    source: '编的',
    imminent: level,
    high: level,
    nights: { from: '23:00', to: '07:00', first: ['desk'] },
    tellMinutes: [1],
    tellEveryMinutes: 5,
    digestSeconds: 60,
  });
  const targets = (withDesk: boolean, withGroups: boolean): string[] => [
    ...new Set(namedTargets(drillPolicy(policy, { withDesk, withGroups })).map(({ target }) => target)),
  ];

  it('is never the desk or a group that was not chosen', () => {
    expect(targets(false, false).sort()).toEqual(['duty', 'role:centre-head']);
    expect(targets(true, false)).toContain('desk');
    expect(targets(false, true)).toContain('notifier:group');
    expect(drillPolicy(policy, { withDesk: true, withGroups: true })).toEqual({ ...policy, policies: [] });
  });
});
