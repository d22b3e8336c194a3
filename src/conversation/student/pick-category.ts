import { type Category, categories } from '../../keywords/rule-file.ts';
import type { Screener } from '../../keywords/rules.ts';
import { type Level, rankLevel, type Screening } from '../../keywords/screening.ts';

/** From what kills first to what only hints: of two categories of one level, the first text is about the earlier one. */
export const DANGER_ORDER: readonly Category[] = [
  'overdose',
  'alcohol',
  'suicide-attempt',
  'violence-suffered',
  'abuse',
  'assault',
  'stalking',
  'violence',
  'psychosis',
  'suicide-plan',
  'suicide-preparation',
  'suicide-intent',
  'method-question',
  'self-harm',
  'bullying',
  'eating-disorder',
  'suicide-passive',
  'suicide-talk',
  'third-person',
  'possible-crisis',
];

/** Here another person is the one who does it, so that a third person in the sentence is no report about somebody. */
const DONE_BY_OTHERS: ReadonlySet<Category> = new Set([
  'violence-suffered',
  'abuse',
  'assault',
  'stalking',
  'bullying',
  'psychosis',
]);

/** Where 110 stands before 120. */
const FOR_THE_POLICE: ReadonlySet<Category> = new Set([
  'violence',
  'violence-suffered',
  'abuse',
  'assault',
  'stalking',
  'bullying',
]);

export const callsPolice = (category: Category | null): boolean =>
  category !== null && FOR_THE_POLICE.has(category);

type Found = Pick<Screening, 'level' | 'matches' | 'categories'>;

const isCategory = (text: string): text is Category => (categories as readonly string[]).includes(text);

/**
 * What the first text to the student is about: the gravest rule's category, then the order above. Null where nothing was
 * found. A report about somebody else is spoken to as such, except of alcohol, whose text is written to the helper.
 */
export function pickCategory(screening: Found, explain: Screener['explain']): Category | null {
  const told = screening.categories.filter(isCategory);
  if (screening.level === 'none' || told.length === 0) return null;
  const gravest = findGravest(screening, explain);
  const choice = DANGER_ORDER.find((one) => (gravest.size > 0 ? gravest.has(one) : told.includes(one)));
  if (choice === undefined || choice === 'alcohol') return choice ?? null;
  const reported = gravest.has('third-person') || told.includes('third-person');
  return reported && !told.some((one) => DONE_BY_OTHERS.has(one)) ? 'third-person' : choice;
}

/** The categories of the rules of the highest level. A denied rule counts as no more than what the text came to. */
function findGravest({ level, matches }: Found, explain: Screener['explain']): ReadonlySet<Category> {
  const levels = new Map<Category, Level>();
  for (const { rule } of matches) {
    const note = explain(rule);
    if (note === undefined || !isCategory(note.category)) continue;
    const known = levels.get(note.category) ?? 'none';
    if (rankLevel(note.level) > rankLevel(known)) levels.set(note.category, note.level);
  }
  const most = Math.min(rankLevel(level), Math.max(0, ...[...levels.values()].map(rankLevel)));
  return new Set([...levels].filter(([, one]) => rankLevel(one) >= most).map(([category]) => category));
}
