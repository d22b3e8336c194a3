import type { RuleNote, Screener } from './rules.ts';
import type { Match, Screening } from './screening.ts';
import type { Said } from './window-pieces.ts';

/** How long several concerns may lie apart, in minutes: one visit to the conversation. */
export const CONCERN_MINUTES = 30;
/** How many messages must have said something that none before them had said. */
const MESSAGES_NEEDED = 3;
/** Of how many categories: one topic said over and over is still one concern. */
const CATEGORIES_NEEDED = 2;

/**
 * Not the total of a scale, which is never to be summed: different signs, each of them a known one, that somebody tells
 * within half an hour.
 */
export const severalConcerns: RuleNote = {
  id: 'several-concerns',
  category: 'suicide-passive',
  level: 'high',
  why: '半小时内分几条说了至少三件不同的事，都和轻生或自伤有关：单看每条只是关注，合起来要有人马上看',
  source: '本程序的谨慎规定，不是量表：C-SSRS 筛查各问不加总，这里也不算分，只请人早些看',
};

const counted: ReadonlySet<string> = new Set([
  'suicide-attempt',
  'suicide-plan',
  'suicide-preparation',
  'suicide-intent',
  'suicide-passive',
  'suicide-talk',
  'self-harm',
]);

type Sign = { readonly rule: RuleNote; readonly match: Match };

const signsIn = (screener: Screener, matches: readonly Match[]): Sign[] =>
  matches.flatMap((match) => {
    const rule = screener.explain(match.rule);
    return rule !== undefined && counted.has(rule.category) ? [{ rule, match }] : [];
  });

/** A rule that is graver by itself was lowered: what is denied or long ago counts once, however it was said. */
const nameOf = ({ rule }: Sign): string => (rule.level === 'concern' ? rule.id : '(lowered)');

/**
 * The signs of the newest message, and the earlier messages that had others, when they add up; null when they do not.
 * @param earlier oldest first, all within `CONCERN_MINUTES`; what had somebody called before is not counted again
 */
export function addUpConcerns(
  screener: Screener,
  earlier: readonly Said[],
  own: Screening,
): { newest: readonly Match[]; earlier: readonly { id: string; matches: readonly Match[] }[] } | null {
  if (own.level !== 'concern') return null;
  const newest = signsIn(screener, own.matches);
  if (newest.length === 0) return null;
  const since = earlier.slice(
    earlier.findLastIndex(({ level }) => level === 'high' || level === 'imminent') + 1,
  );
  const told = since
    .filter(({ level }) => level === 'concern')
    .map(({ id, matches }) => ({ id, signs: signsIn(screener, matches) }));
  const heard = new Set<string>();
  let adding = 0;
  for (const signs of [...told.map((one) => one.signs), newest]) {
    const names = signs.map(nameOf).filter((name) => !heard.has(name));
    for (const name of names) heard.add(name);
    // Somebody who says the same again adds nothing, and calls nobody.
    if (names.length > 0) adding += 1;
    else if (signs === newest) return null;
  }
  const all = [...newest, ...told.flatMap(({ signs }) => signs)];
  if (adding < MESSAGES_NEEDED) return null;
  if (new Set(all.map(({ rule }) => rule.category)).size < CATEGORIES_NEEDED) return null;
  const mark = ({ match }: Sign): Match => ({ ...match, rule: severalConcerns.id });
  return {
    newest: newest.map(mark),
    earlier: told
      .filter(({ signs }) => signs.length > 0)
      .map(({ id, signs }) => ({ id, matches: signs.map(mark) })),
  };
}
