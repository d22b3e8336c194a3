import type { RuleFile } from '../../src/keywords/rule-file.ts';
import type { Sample } from './corpora.ts';

function toSamples(texts: readonly string[], crisis: boolean): Sample[] {
  return texts.map((text) => ({ text, crisis, source: 'examples', labels: [] }));
}

/** What the rules must find and what they must not, as their authors wrote it beside them. */
export function readRuleExamples(files: readonly RuleFile[]): Sample[] {
  return files.flatMap(({ rules, idioms }) => [
    ...rules.flatMap(({ examples }) => [
      ...toSamples(examples.match, true),
      ...toSamples(examples.not, false),
    ]),
    // What an idiom matches is harmless.
    ...idioms.flatMap(({ examples }) => [
      ...toSamples(examples.match, false),
      ...toSamples(examples.not, true),
    ]),
  ]);
}
