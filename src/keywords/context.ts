import { isDenied } from './context/denial.ts';
import type { Exclamations } from './context/exclaimed.ts';
import { findFrame } from './context/frame.ts';
import { isAnnoyed, isExaggerated, weighSetting } from './context/mood.ts';
import { stands } from './context/near.ts';
import { beginsWithSelf, isThirdFarOff } from './context/open-subject.ts';
import { isPast } from './context/past.ts';
import type { Quotations } from './context/quotes.ts';
import type { Subject } from './context/subject.ts';
import { findSubject, isAboutThird, isDoneToSelf, isOrdered } from './context/subject.ts';
import type { Occurrence } from './find-occurrences.ts';
import type { Normalised } from './normalise.ts';
import type { Category, CueName, Rule } from './rule-file.ts';
import { cueNames } from './rule-file.ts';
import type { Level } from './screening.ts';
import type { Spans } from './spans.ts';
import { emptySpans, isCovered } from './spans.ts';

/** Whom a match is about, who denies it, when it was: read from the words around it, within its sentence. */
export type Cues = Readonly<Record<CueName, Spans>> & Quotations & Exclamations;

export type Verdict = {
  readonly level: Level;
  readonly third: boolean;
  /** About somebody else as another clause says, so that it may be the writer's own as well. */
  readonly open: boolean;
};

export function emptyCues(): Cues {
  const entries = cueNames.map((name) => [name, emptySpans()] as const);
  const words = Object.fromEntries(entries) as Record<CueName, Spans>;
  return { ...words, quoted: emptySpans(), titled: emptySpans(), exclaimed: emptySpans() };
}

/** 妈妈，撑不住了: the words of another clause do not settle whose these are. */
function isOpen(text: Normalised, cues: Cues, { start, end }: Occurrence, subject: Subject): boolean {
  return subject === 'third' && !isCovered(cues.quoted, start, end) && isThirdFarOff(text, cues, start, end);
}

function meetsNeeds(
  rule: Rule,
  text: Normalised,
  cues: Cues,
  occurrence: Occurrence,
  subject: Subject,
  open: boolean,
): boolean {
  const { start, end, core } = occurrence;
  return rule.needs.every((need) => {
    switch (need) {
      case 'self':
        return stands(text, cues.self, start, end);
      case 'own':
        return subject === 'self' || subject === 'unknown' || open;
      case 'third':
        return subject === 'third' || findSubject(text, cues, core, end) === 'third';
      case 'distress':
        return cues.distress.ends.length > 0;
      default:
        return need satisfies never;
    }
  });
}

/** Whether a story, an outing or moaning hides the match is weighed by itself: it may only lower it. */
const isExcluded = (rule: Rule, subject: Subject, open: boolean): boolean =>
  rule.unless.some((cue) => (cue === 'third' || cue === 'second') && subject === cue && !open);

/** What somebody else may tell a student to do. A voice in the head (psychosis) is another matter. */
const orderedCategories: ReadonlySet<string> = new Set<Category>([
  'suicide-intent',
  'suicide-passive',
  'suicide-talk',
  'suicide-plan',
  'method-question',
  'third-person',
]);

/** What other people do to somebody: about whom it is, its object says. */
const sufferedCategories: ReadonlySet<string> = new Set<Category>([
  'violence-suffered',
  'abuse',
  'assault',
  'bullying',
  'stalking',
  'psychosis',
]);

function lowerBy(level: Level, steps: 0 | 1): Level {
  if (steps === 0) return level;
  return level === 'imminent' ? 'high' : 'concern';
}

/**
 * What an occurrence of a rule amounts to; undefined when it says nothing. Its places are in the normalised text; they may
 * be equal, or the length of the text, where a match is made of emoji only.
 */
export function judge(rule: Rule, text: Normalised, cues: Cues, occurrence: Occurrence): Verdict | undefined {
  const { start, end, core } = occurrence;
  const before = findSubject(text, cues, start, end);
  const subject = beginsWithSelf(text, cues, start, end) ? 'self' : before;
  const open = isOpen(text, cues, occurrence, subject);
  if (!meetsNeeds(rule, text, cues, occurrence, subject, open)) return undefined;
  if (isExcluded(rule, subject, open)) return undefined;
  const setting = weighSetting(rule, text, cues, start, end);
  if (setting === 'drops') return undefined;
  const frame = findFrame({ rule, text, cues, start, end, core, subject: before });
  if (frame === 'drops') return undefined;
  const denied = rule.negation !== 'ignored' && isDenied(text, cues, start, core, end);
  if (denied && rule.negation === 'drops') return undefined;
  const addressed = rule.second !== 'ignored' && subject === 'second';
  if (addressed && rule.second === 'drops') return undefined;
  const isOwn = rule.needs.includes('own') && subject === 'third';
  const third = !isOwn && isAboutThird(text, cues, occurrence, subject);
  // 我朋友去年说想死: between the person and what is told of them stands the time.
  const past =
    rule.past === 'lowers' &&
    (isPast(text, cues, start, end) || (third && core > start && isPast(text, cues, core, end)));
  const annoyed = rule.category === 'violence' && isAnnoyed(text, cues, start, end);
  const exaggerated = rule.hyperbole === 'lowers' && (annoyed || isExaggerated(text, cues, start, end));
  const ordered = orderedCategories.has(rule.category) && isOrdered(text, cues, core, end);
  const lowered =
    setting === 'concerns' || frame === 'lowers' || denied || addressed || past || exaggerated || ordered;
  const suffered = sufferedCategories.has(rule.category) && isDoneToSelf(cues, start, end);
  return {
    level: lowered ? 'concern' : lowerBy(rule.level, setting === 'lowers' ? 1 : 0),
    third: third && !ordered && !suffered,
    open,
  };
}
