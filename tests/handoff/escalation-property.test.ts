import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMs, hoursMs, secondsMs } from '../../src/core/clock.ts';
import type { HandoffCase } from '../../src/handoff/case.ts';
import { decideEscalation } from '../../src/handoff/decide-escalation.ts';
import type { EscalationPolicy, LevelPolicy } from '../../src/handoff/policy.ts';
import { escalationPolicySchema } from '../../src/handoff/policy.ts';
import type { DutyBoard, Responder } from '../../src/handoff/responders.ts';
import { board, OPENED, policy, sampleCase } from './samples.ts';

const responders = fc.uniqueArray(fc.record({ staffId: fc.stringMatching(/^[a-e]$/), real: fc.boolean() }), {
  maxLength: 3,
  selector: (one) => one.staffId,
});
const boards: fc.Arbitrary<DutyBoard> = fc
  .record({
    duty: responders,
    backup: responders,
    'centre-head': responders,
    desk: responders,
    'duty-leader': responders,
    administrators: responders,
  })
  .map(board);

const targets = fc.constantFrom(
  'duty',
  'backup',
  'role:centre-head',
  'role:desk',
  'role:duty-leader',
  'notifier:duty-group',
  'notifier:campus',
);
const levelPolicies: fc.Arbitrary<LevelPolicy> = fc.record({
  steps: fc
    .array(
      fc.record({
        afterSeconds: fc.integer({ min: 0, max: 3_600 }),
        notify: fc.array(targets, { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((steps) => steps.sort((a, b) => a.afterSeconds - b.afterSeconds)),
  repeatSeconds: fc.integer({ min: 10, max: 3_600 }),
  louder: fc.array(
    fc.record({
      afterRounds: fc.integer({ min: 1, max: 4 }),
      notify: fc.array(targets, { minLength: 1, maxLength: 2 }),
      kinds: fc.constant(['voice' as const]),
    }),
    { maxLength: 2 },
  ),
  firstWordsSeconds: fc.integer({ min: 10, max: 3_600 }),
});
const policies: fc.Arbitrary<EscalationPolicy> = fc.oneof(
  fc.constant(policy),
  fc
    .record({ imminent: levelPolicies, high: levelPolicies })
    .map((levels) => escalationPolicySchema.parse({ ...policy, ...levels })),
);

const levels = fc.constantFrom('high' as const, 'imminent' as const);
const waits = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 30, maxLength: 30 });

const namedBy = (rules: EscalationPolicy, one: HandoffCase, who: DutyBoard): readonly Responder[] => [
  ...rules[one.level].steps.flatMap(({ notify }) =>
    notify.flatMap((target) =>
      target === 'duty' || target === 'backup' ? who[target] : (who.byRole[target.slice(5) as 'desk'] ?? []),
    ),
  ),
  ...who.administrators,
];

describe('escalation of any case, by any policy, whoever is there', () => {
  it('always looks again, later than now, and never goes back a step', () => {
    fc.assert(
      fc.property(policies, levels, boards, waits, (rules, level, who, pauses) => {
        let now = OPENED;
        let one = sampleCase({ level });
        for (const pause of pauses) {
          const decision = decideEscalation(rules, one, who, now);
          if (decision.kind === 'done') throw new Error('gave up');
          const next = decision.kind === 'wait' ? decision.until : decision.wakeAt;
          expect(next.getTime()).toBeGreaterThan(now.getTime());
          const step = decision.kind === 'notify' ? decision.step : one.step;
          expect(step).toBeGreaterThanOrEqual(decision.kind === 'notify' ? one.step + 1 : one.step);
          one = { ...one, step, wakeAt: next };
          now = addMs(next, pause);
        }
      }),
    );
  });

  it('calls somebody real in every hour, as long as anybody real is there for it', () => {
    fc.assert(
      fc.property(policies, levels, boards, fc.integer({ min: 0, max: 200 }), (rules, level, who, hour) => {
        const someone = new Set(
          namedBy(rules, sampleCase({ level }), who).flatMap((r) => (r.real ? [r.staffId] : [])),
        );
        fc.pre(someone.size > 0);
        const longest = Math.max(
          rules[level].steps.at(-1)?.afterSeconds ?? 0,
          rules[level].repeatSeconds,
          3_600,
        );
        const from = addMs(OPENED, hoursMs(hour));
        const until = addMs(from, secondsMs(longest));
        // The program was down until the hour began, or has run all the time: both must call.
        let now = hour % 2 === 0 ? from : OPENED;
        let one = sampleCase({ level });
        const called = new Set<string>();
        for (let looks = 0; now <= until && looks < 100_000; looks += 1) {
          const decision = decideEscalation(rules, one, who, now);
          if (decision.kind === 'done') throw new Error('gave up');
          if (decision.kind === 'notify' && now >= from)
            for (const staffId of decision.staffIds) if (someone.has(staffId)) called.add(staffId);
          const next = decision.kind === 'wait' ? decision.until : decision.wakeAt;
          one = decision.kind === 'notify' ? { ...one, step: decision.step, wakeAt: next } : one;
          now = next;
        }
        expect(called.size).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('calls the administrators in the very first call when nobody real is on the first step', () => {
    fc.assert(
      fc.property(levels, boards, (level, who) => {
        const first = policy[level].steps[0]?.notify ?? [];
        const onFirst = first.flatMap((target) => (target === 'backup' ? who.backup : who.duty));
        fc.pre(!onFirst.some((responder) => responder.real));
        const one = sampleCase({ level });
        const due = addMs(OPENED, 0);
        const decision = decideEscalation(policy, one, who, due);
        const called = decision.kind === 'notify' ? decision.staffIds : [];
        expect(called).toEqual(expect.arrayContaining(who.administrators.map((one) => one.staffId)));
      }),
    );
  });

  it('calls the same people at the same times whether or not a group stands beside them', () => {
    const withoutGroups = (rules: EscalationPolicy): EscalationPolicy => {
      const steps = rules.imminent.steps.map((step) => ({
        ...step,
        notify: step.notify.filter((target) => !target.startsWith('notifier:')),
      }));
      return { ...rules, imminent: { ...rules.imminent, steps } };
    };
    fc.assert(
      fc.property(policies, boards, fc.integer({ min: 0, max: 9_000 }), (rules, who, late) => {
        const now = addMs(OPENED, secondsMs(late));
        const decide = (policy: EscalationPolicy) => decideEscalation(policy, sampleCase(), who, now);
        const [plain, beside] = [decide(withoutGroups(rules)), decide(rules)];
        expect({ ...beside, notifiers: [] }).toEqual({ ...plain, notifiers: [] });
      }),
    );
  });

  it('names nobody twice in one call', () => {
    fc.assert(
      fc.property(policies, levels, boards, fc.integer({ min: 0, max: 9_000 }), (rules, level, who, late) => {
        const decision = decideEscalation(rules, sampleCase({ level }), who, addMs(OPENED, secondsMs(late)));
        const called = decision.kind === 'notify' ? decision.staffIds : [];
        expect(new Set(called).size).toBe(called.length);
        const groups = decision.kind === 'notify' ? decision.notifiers : [];
        expect(new Set(groups).size).toBe(groups.length);
      }),
    );
  });
});
