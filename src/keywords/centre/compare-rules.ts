/** What a change of a rule means: whether less would be found, or found as less grave. Pure. */
import { type Form, readForm } from '../forms.ts';
import { type Level, opensHandoff, rankLevel } from '../screening.ts';
import type { RuleBody, RuleState } from './centre-rule.ts';

export type DifferenceField =
  | 'name'
  | 'category'
  | 'level'
  | 'forms'
  | 'gap'
  | 'needs'
  | 'unless'
  | 'negation'
  | 'past'
  | 'media'
  | 'study'
  | 'quoted'
  | 'second'
  | 'why'
  | 'match'
  | 'not';

export type Difference = {
  readonly field: DifferenceField;
  /** What is there no more, and what is new; one value each where the field holds one. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
  /** Less is found by it, or found as less grave. */
  readonly weaker: boolean;
};

/** What becomes of a level on an occasion, from the least that is kept of it to all. */
const KEEPS = { drops: 0, lowers: 1, ignored: 2 } as const;

const NO_SETS = new Map<string, readonly string[]>();

function readAll(body: RuleBody): Form[] {
  return body.forms.flatMap((source) => {
    const reading = readForm(source, NO_SETS);
    return reading.ok ? [reading.form] : [];
  });
}

/** Everything that `old` finds, `now` finds too: piece by piece at least its spellings, at least as far apart. */
function covers(now: Form, nowGap: number, old: Form, oldGap: number): boolean {
  return (
    now.length === old.length &&
    old.every((piece, at) => {
      const other = now[at];
      if (other === undefined) return false;
      const spellings = new Set(other.spellings);
      if (at > 0 && (other.gap ?? nowGap) < (piece.gap ?? oldGap)) return false;
      return piece.spellings.every((spelling) => spellings.has(spelling));
    })
  );
}

/**
 * Whether some words that were found are found no more. It errs towards yes: a shorter word in the place of a longer one
 * finds more, and a second person looks at it all the same.
 */
function losesWords(before: RuleBody, after: RuleBody): boolean {
  const now = readAll(after);
  return readAll(before).some((old) => !now.some((form) => covers(form, after.gap, old, before.gap)));
}

const without = (list: readonly string[], others: readonly string[]): string[] =>
  list.filter((one) => !others.includes(one));

function listDifference(
  field: DifferenceField,
  before: readonly string[],
  after: readonly string[],
  weaker: (gone: string[], added: string[]) => boolean,
): Difference[] {
  const gone = without(before, after);
  const added = without(after, before);
  return gone.length + added.length === 0 ? [] : [{ field, gone, added, weaker: weaker(gone, added) }];
}

function valueDifference<Value extends string | number>(
  field: DifferenceField,
  before: Value,
  after: Value,
  weaker: (before: Value, after: Value) => boolean,
): Difference[] {
  if (before === after) return [];
  return [{ field, gone: [String(before)], added: [String(after)], weaker: weaker(before, after) }];
}

const never = (): boolean => false;
const keepsLess = (before: keyof typeof KEEPS, after: keyof typeof KEEPS): boolean =>
  KEEPS[after] < KEEPS[before];

/** Every difference, in the order of the form. Examples have no effect of their own: saving checks that they hold. */
export function compareRules(before: RuleBody, after: RuleBody): Difference[] {
  const loses = losesWords(before, after);
  const words = listDifference('forms', before.forms, after.forms, () => loses);
  return [
    ...valueDifference('name', before.name, after.name, never),
    ...words,
    ...valueDifference('gap', before.gap, after.gap, (old, now) => loses && now < old),
    ...valueDifference('category', before.category, after.category, never),
    ...valueDifference<Level>(
      'level',
      before.level,
      after.level,
      (old, now) => rankLevel(now) < rankLevel(old),
    ),
    ...listDifference('needs', before.needs, after.needs, (_, added) => added.length > 0),
    ...listDifference('unless', before.unless, after.unless, (_, added) => added.length > 0),
    ...valueDifference('negation', before.negation, after.negation, keepsLess),
    ...valueDifference('past', before.past, after.past, keepsLess),
    ...valueDifference('media', before.media, after.media, keepsLess),
    ...valueDifference('study', before.study, after.study, keepsLess),
    ...valueDifference('quoted', before.quoted, after.quoted, keepsLess),
    ...valueDifference('second', before.second, after.second, keepsLess),
    ...valueDifference('why', before.why, after.why, never),
    ...listDifference('match', before.examples.match, after.examples.match, never),
    ...listDifference('not', before.examples.not, after.examples.not, never),
  ];
}

/**
 * Whether a change must wait for a second person: it weakens a rule that is in effect and pages somebody. `after` is null
 * where the rule would be switched off or taken away. A rule that cannot be read finds nothing that could be lost.
 */
export function needsSecondPerson(
  state: RuleState,
  before: RuleBody | null,
  after: RuleBody | null,
): boolean {
  if (state !== 'active' || before === null || !opensHandoff(before.level)) return false;
  return after === null || compareRules(before, after).some(({ weaker }) => weaker);
}
