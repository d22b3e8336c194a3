import type { CaseLevel } from './case.ts';
import { type EscalationPolicy, policyFor } from './policy.ts';
import { type DutyBoard, hasReal, notifiersOf, type Responder, respondersOf } from './responders.ts';

/** One target of a step, and whom it stands for at a moment; for a group, nobody. */
export type ExplainedTarget = { readonly target: string; readonly people: readonly Responder[] };

export type ExplainedStep = {
  readonly afterSeconds: number;
  readonly targets: readonly ExplainedTarget[];
  /** Nobody real is there: whoever comes in the next step is called in its place, at once. */
  readonly skipped: boolean;
};

export type ExplainedLevel = {
  readonly level: CaseLevel;
  /** Where it stands in `config/escalation.yaml`. */
  readonly key: string;
  readonly steps: readonly ExplainedStep[];
  readonly repeatSeconds: number;
  readonly louder: readonly {
    readonly afterRounds: number;
    readonly targets: readonly ExplainedTarget[];
    readonly kinds: readonly string[];
  }[];
  readonly firstWordsSeconds: number;
};

export type ExplainedNights = {
  readonly from: string;
  readonly to: string;
  readonly aloneSeconds: number;
  readonly first: ExplainedStep;
  readonly key: string;
};

/** The default, or what some colleges want otherwise. */
export type ExplainedPolicy = {
  /** Null for the default. */
  readonly name: string | null;
  readonly colleges: readonly string[];
  readonly levels: readonly ExplainedLevel[];
  readonly nights: ExplainedNights | null;
};

const LEVELS: readonly CaseLevel[] = ['imminent', 'high'];

/** Every policy with whom its steps stand for at the board's moment: the default first. Pure. */
export function explainPolicies(policy: EscalationPolicy, board: DutyBoard): ExplainedPolicy[] {
  const ofDefault = { imminent: 'imminent', high: 'high', nights: 'nights' } as const;
  const others = policy.policies.map((own, index): ExplainedPolicy => {
    const stands = <Key extends keyof typeof ofDefault>(key: Key): string =>
      own[key] === undefined ? key : `policies.${index}.${key}`;
    const keys = { imminent: stands('imminent'), high: stands('high'), nights: stands('nights') };
    const resolved = policyFor(policy, own.colleges[0] ?? null);
    return { name: own.name, colleges: own.colleges, ...explain(resolved, board, keys) };
  });
  return [{ name: null, colleges: [], ...explain(policy, board, ofDefault) }, ...others];
}

function explain(
  policy: EscalationPolicy,
  board: DutyBoard,
  keys: Readonly<Record<CaseLevel | 'nights', string>>,
): Pick<ExplainedPolicy, 'levels' | 'nights'> {
  const { nights } = policy;
  return {
    levels: LEVELS.map((level) => {
      const { steps, louder, repeatSeconds, firstWordsSeconds } = policy[level];
      return {
        level,
        key: keys[level],
        steps: steps.map(({ afterSeconds, notify }) => explainStep(afterSeconds, notify, board)),
        repeatSeconds,
        louder: louder.map(({ afterRounds, notify, kinds }) => ({
          afterRounds,
          targets: explainTargets(notify, board),
          kinds,
        })),
        firstWordsSeconds,
      };
    }),
    nights:
      nights === null
        ? null
        : {
            from: nights.from,
            to: nights.to,
            aloneSeconds: nights.aloneSeconds,
            first: explainStep(0, nights.first, board),
            key: keys.nights,
          },
  };
}

const explainTargets = (notify: readonly string[], board: DutyBoard): ExplainedTarget[] =>
  notify.map((target) => ({ target, people: respondersOf([target], board) }));

const explainStep = (afterSeconds: number, notify: readonly string[], board: DutyBoard): ExplainedStep => ({
  afterSeconds,
  targets: explainTargets(notify, board),
  skipped: !hasReal(respondersOf(notify, board)),
});

/** Targets that are no people. */
export const isGroup = (target: string): boolean => notifiersOf([target]).length > 0;
