import type { Screener } from '../rules.ts';
import { type Level, rankLevel } from '../screening.ts';
import type { ShippedRules } from '../shipped-rules.ts';
import { type RuleBody, ruleIdOf } from './centre-rule.ts';
import { compileCentreRules } from './compile-centre-rules.ts';
import { EVERYDAY } from './everyday.ts';
import { joinScreeners } from './join-screeners.ts';
import { type InputProblem, type RuleInput, readRuleInput } from './rule-input.ts';

export type DraftCheck =
  /** `floods`: everyday sentences that the rule would find, by which a counsellor would be called in vain. */
  | { readonly ok: true; readonly body: RuleBody; readonly floods: readonly string[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** No rule of the centre has this number. */
const DRAFT_NUMBER = 0;

/** Everyday sentences of our own, and those that the shipped rules name as harmless. */
function harmlessSentences({ files, screener }: ShippedRules): string[] {
  const named = files.flatMap(({ idioms, rules }) => [
    ...idioms.flatMap(({ examples }) => examples.match),
    ...rules.flatMap(({ examples }) => examples.not),
  ]);
  return [...new Set([...EVERYDAY, ...named])].filter((text) => screener.screen(text).level === 'none');
}

/** Examples that do not do what they say, of one rule that `screener` knows by this id. */
export function checkExamples(body: RuleBody, rule: string, screener: Screener): InputProblem[] {
  const { match, not } = body.examples;
  const finds = (text: string): boolean => screener.screen(text).matches.some((one) => one.rule === rule);
  return [
    ...match.flatMap((text): InputProblem[] => {
      if (!finds(text)) return [{ field: 'match', code: 'not-found', text }];
      const low = rankLevel(screener.screen(text).level) < rankLevel(body.level);
      return low ? [{ field: 'match', code: 'too-low', text }] : [];
    }),
    ...not.filter(finds).map((text): InputProblem => ({ field: 'not', code: 'found', text })),
  ];
}

/** Reads what was typed and runs it: every example by the rule alone, then what nobody should be called for. */
export function checkDraft(shipped: ShippedRules, input: RuleInput): DraftCheck {
  const read = readRuleInput(input);
  return read.ok ? checkBody(shipped, read.body) : read;
}

export function checkBody(shipped: ShippedRules, body: RuleBody): DraftCheck {
  const { screener } = compileCentreRules(shipped, [{ number: DRAFT_NUMBER, body }]);
  if (screener === null) return { ok: false, problems: [{ field: 'forms', code: 'unusable', text: '' }] };
  const problems = checkExamples(body, ruleIdOf(DRAFT_NUMBER), screener);
  if (problems.length > 0) return { ok: false, problems };
  const floods = harmlessSentences(shipped).filter((text) => screener.screen(text).level !== 'none');
  return { ok: true, body, floods };
}

/** How an example would be graded before and after a change, by this rule and the shipped ones together. */
export type Regraded = { readonly text: string; readonly was: Level; readonly will: Level };

/** Examples of either side that would be graded lower; `after` is null where the rule would be in effect no more. */
export function findRegraded(
  shipped: ShippedRules,
  before: RuleBody,
  after: RuleBody | null,
): readonly Regraded[] {
  const withRule = (body: RuleBody | null): Screener => {
    const rules = body === null ? [] : [{ number: DRAFT_NUMBER, body }];
    const { screener } = compileCentreRules(shipped, rules);
    return screener === null ? shipped.screener : joinScreeners(shipped.screener, screener);
  };
  const [old, now] = [withRule(before), withRule(after)];
  const texts = new Set([...before.examples.match, ...(after?.examples.match ?? [])]);
  return [...texts]
    .map((text) => ({ text, was: old.screen(text).level, will: now.screen(text).level }))
    .filter(({ was, will }) => rankLevel(will) < rankLevel(was));
}
