import type { RuleFile } from './rule-file.ts';
import type { Screener } from './rules.ts';
import type { Level, Screening } from './screening.ts';
import { rankLevel } from './screening.ts';

/** An example in a rule file that does not do what it says. */
export type ExampleFailure = {
  readonly file: string;
  readonly rule: string;
  readonly text: string;
  readonly found: string;
  readonly expected: string;
};

function describe(screening: Screening): string {
  const rules = [...new Set(screening.matches.map((match) => match.rule))];
  return `${screening.level}: ${rules.length === 0 ? 'no rule' : rules.join(', ')}`;
}

function reaches(found: Screening, rule: string, level: Level): boolean {
  return rankLevel(found.level) >= rankLevel(level) && found.matches.some((match) => match.rule === rule);
}

/** Runs every example of every rule and idiom; an empty answer means that all hold. */
export function checkRules(files: readonly RuleFile[], screener: Screener): ExampleFailure[] {
  const failures: ExampleFailure[] = [];
  function check(
    file: string,
    rule: string,
    text: string,
    expected: string,
    holds: (found: Screening) => boolean,
  ) {
    const found = screener.screen(text);
    if (!holds(found)) failures.push({ file, rule, text, found: describe(found), expected });
  }
  for (const file of files) {
    for (const { id, level, examples } of file.rules) {
      for (const text of examples.match) {
        const expected = `${level} or above, by rule ${id}`;
        check(file.name, id, text, expected, (found) => reaches(found, id, level));
      }
      for (const text of examples.not) {
        const expected = `rule ${id} does not match`;
        check(file.name, id, text, expected, (found) => found.matches.every((match) => match.rule !== id));
      }
    }
    for (const { id, examples } of file.idioms) {
      for (const text of examples.match)
        check(file.name, id, text, 'none', (found) => found.level === 'none');
      for (const text of examples.not)
        check(file.name, id, text, 'not none', (found) => found.level !== 'none');
    }
  }
  return failures;
}
