import type { RuleFile } from '../rule-file.ts';
import { compileRules, type Screener } from '../rules.ts';
import { noScreening } from '../screening.ts';
import type { ShippedRules } from '../shipped-rules.ts';
import {
  CENTRE_FILE,
  CENTRE_SOURCE,
  type CentreRule,
  readBody,
  ruleIdOf,
  toRuleFile,
} from './centre-rule.ts';

export type CentreScreening = {
  /** Null where no rule of the centre is in effect. */
  readonly screener: Screener | null;
  /** Numbers of rules that are switched on and cannot be used, for example after an upgrade. */
  readonly leftOut: readonly number[];
};

type Numbered = Pick<CentreRule, 'number' | 'body'>;
/** What rules of the centre share with the shipped ones. */
type Shared = Pick<ShippedRules, 'files' | 'restore'>;

/** Words around a match, everyday words that hide one, and how evasive spellings are read. */
const stripRules = ({ files, restore }: Shared): Shared => ({
  files: files.filter(({ name }) => name !== CENTRE_FILE).map((file): RuleFile => ({ ...file, rules: [] })),
  restore,
});

/** Whether the rule compiles by itself; a mistake that throws counts as one that is told. */
function isUsable({ files, restore }: Shared, rule: Numbered): boolean {
  try {
    const file = toRuleFile([rule]);
    return file !== null && compileRules([...files, file], { restore }).ok;
  } catch {
    return false;
  }
}

function compileAll({ files, restore }: Shared, rules: readonly Numbered[]): Screener | null {
  try {
    const file = toRuleFile(rules);
    if (file === null) return null;
    const compilation = compileRules([...files, file], { restore });
    return compilation.ok ? compilation.screener : null;
  } catch {
    return null;
  }
}

/**
 * A small screener of the centre's own rules. One that cannot be used is left out and named; it never takes the others
 * with it. Takes as long as compiling the shared words, some 0.1 s.
 */
export function compileCentreRules(shipped: Shared, rules: readonly Numbered[]): CentreScreening {
  if (rules.length === 0) return { screener: null, leftOut: [] };
  const shared = stripRules(shipped);
  const whole = compileAll(shared, rules);
  if (whole !== null) return { screener: whole, leftOut: [] };
  const usable = rules.filter((rule) => isUsable(shared, rule));
  return {
    screener: usable.length === 0 ? null : compileAll(shared, usable),
    leftOut: rules.filter((rule) => !usable.includes(rule)).map(({ number }) => number),
  };
}

/**
 * The screener of the rules that are switched on, which also explains those that are not any more: an old line of a
 * student keeps the reason for which it was marked.
 */
export function compileKnownRules(shipped: Shared, rules: readonly CentreRule[]): CentreScreening {
  const active = rules.filter(({ state }) => state === 'active');
  const { screener, leftOut } = compileCentreRules(shipped, active);
  if (rules.length === 0) return { screener, leftOut };
  const notes = new Map(
    rules.flatMap(({ number, body }) => {
      const read = readBody(body);
      return read === null
        ? []
        : [[ruleIdOf(number), { id: ruleIdOf(number), ...read, source: CENTRE_SOURCE }] as const];
    }),
  );
  return {
    leftOut,
    screener: {
      screen: (text) => screener?.screen(text) ?? noScreening(),
      explain: (rule) => screener?.explain(rule) ?? notes.get(rule),
    },
  };
}
