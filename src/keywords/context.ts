import type { Occurrence } from './find-occurrences.ts';
import type { Normalised } from './normalise.ts';
import { gap } from './normalise.ts';
import type { CueName, Rule } from './rule-file.ts';
import { cueNames } from './rule-file.ts';
import type { Level } from './screening.ts';
import type { Spans } from './spans.ts';
import { emptySpans, firstEndingAfter, isCovered, lastEndingBy } from './spans.ts';

/** Whom a match is about, who denies it, when it was: read from the words around it, within its sentence. */
export type Cues = Readonly<Record<CueName, Spans>>;

export type Verdict = { readonly level: Level; readonly third: boolean };

type Subject = 'self' | 'second' | 'third' | 'unknown';

/** How far before a match a subject, a time or a denial still belongs to it, in characters. */
const subjectReach = 40;
const pastReach = 25;
const negationReach = 2;

const possessive = '的'.charCodeAt(0);

export function emptyCues(): Cues {
  const entries = cueNames.map((name) => [name, emptySpans()] as const);
  return Object.fromEntries(entries) as Record<CueName, Spans>;
}

function sameSentence(text: Normalised, a: number, b: number): boolean {
  return text.sentences[a] === text.sentences[b];
}

/** The nearest cue that ends at or before `place` in its sentence, as an index into its spans, or -1. */
function nearestBefore(text: Normalised, spans: Spans, place: number, reach: number): number {
  const at = lastEndingBy(spans, place);
  if (at < 0 || place >= text.length) return -1;
  const end = spans.ends[at] ?? 0;
  return place - end <= reach && sameSentence(text, end - 1, place) ? at : -1;
}

function stands(text: Normalised, spans: Spans, start: number, end: number): boolean {
  if (nearestBefore(text, spans, start, Number.POSITIVE_INFINITY) >= 0) return true;
  const after = firstEndingAfter(spans, start);
  const from = spans.starts[after];
  return from !== undefined && end > 0 && sameSentence(text, from, end - 1);
}

/** 和室友吵架，想死: the roommate is an object there and says nothing about who wants to die. */
function isObject(text: Normalised, cues: Cues, start: number): boolean {
  const markers = cues['object-marker'];
  let place = start;
  if (place > 1 && text.units[place - 1] === possessive) place -= 1;
  const owner = lastEndingBy(cues.self, place);
  if (owner >= 0 && cues.self.ends[owner] === place) place = cues.self.starts[owner] ?? place;
  const at = lastEndingBy(markers, place);
  return at >= 0 && markers.ends[at] === place && sameSentence(text, place - 1, start);
}

/** After a "我", another person is the subject only as 我(的)室友 or after a word of reporting (我发现他…). */
function takesOver(text: Normalised, cues: Cues, self: number, start: number): boolean {
  const selfEnd = cues.self.ends[self] ?? 0;
  if (start - selfEnd <= 3) return true;
  return nearestBefore(text, cues.report, start, start - selfEnd) >= 0;
}

function findSubject(text: Normalised, cues: Cues, start: number): Subject {
  const self = nearestBefore(text, cues.self, start, subjectReach);
  const second = nearestBefore(text, cues.second, start, subjectReach);
  const third = nearestBefore(text, cues.third, start, subjectReach);
  const selfEnd = self < 0 ? -1 : (cues.self.ends[self] ?? 0);
  const secondEnd = second < 0 ? -1 : (cues.second.ends[second] ?? 0);
  const thirdEnd = third < 0 ? -1 : (cues.third.ends[third] ?? 0);
  if (thirdEnd > selfEnd && thirdEnd > secondEnd) {
    const thirdStart = cues.third.starts[third] ?? 0;
    if (!isObject(text, cues, thirdStart)) {
      if (self < 0 || takesOver(text, cues, self, thirdStart)) return 'third';
      return 'self';
    }
  }
  if (selfEnd < 0 && secondEnd < 0) return 'unknown';
  return selfEnd >= secondEnd ? 'self' : 'second';
}

/** 不想死, 没想过自杀: a denial stands directly before the match (one character must touch it); 是不是想死 is none. */
function isNegated(text: Normalised, cues: Cues, start: number): boolean {
  const at = nearestBefore(text, cues.negation, start, negationReach);
  if (at < 0) return false;
  const negationStart = cues.negation.starts[at] ?? 0;
  const negationEnd = cues.negation.ends[at] ?? 0;
  if (negationEnd - negationStart === 1 && negationEnd !== start) return false;
  for (let unit = negationEnd; unit <= start; unit += 1) {
    if ((text.gaps[unit] ?? 0) >= gap.clause) return false;
  }
  return !isCovered(cues['not-negation'], negationStart, negationEnd);
}

function isPast(text: Normalised, cues: Cues, start: number, end: number): boolean {
  if (nearestBefore(text, cues.past, start, pastReach) < 0) return false;
  return !stands(text, cues.present, start, end);
}

function meetsNeeds(
  rule: Rule,
  text: Normalised,
  cues: Cues,
  occurrence: Occurrence,
  subject: Subject,
): boolean {
  const { start, end, core } = occurrence;
  return rule.needs.every((need) => {
    switch (need) {
      case 'self':
        return stands(text, cues.self, start, end);
      case 'own':
        return subject === 'self' || subject === 'unknown';
      case 'third':
        return findSubject(text, cues, core) === 'third';
      case 'distress':
        return cues.distress.ends.length > 0;
      default:
        return need satisfies never;
    }
  });
}

/** A form may name the other person itself (有人…要跳了). */
function startsWithThird(text: Normalised, cues: Cues, { start, core }: Occurrence): boolean {
  const at = lastEndingBy(cues.third, core);
  return core > start && at >= 0 && cues.third.starts[at] === start && !isObject(text, cues, start);
}

/**
 * What an occurrence of a rule amounts to; undefined when it says nothing. Its places are in the normalised text; they may
 * be equal, or the length of the text, where a match is made of emoji only.
 */
export function judge(rule: Rule, text: Normalised, cues: Cues, occurrence: Occurrence): Verdict | undefined {
  const { start, end, core } = occurrence;
  const subject = findSubject(text, cues, start);
  if (!meetsNeeds(rule, text, cues, occurrence, subject)) return undefined;
  for (const cue of rule.unless) {
    const holds = cue === 'third' || cue === 'second' ? subject === cue : stands(text, cues[cue], start, end);
    if (holds) return undefined;
  }
  const own = stands(text, cues.self, start, end);
  if (rule.media === 'drops' && !own && stands(text, cues.media, start, end)) return undefined;
  const denied = rule.negation !== 'ignored' && (isNegated(text, cues, start) || isNegated(text, cues, core));
  if (denied && rule.negation === 'drops') return undefined;
  const addressed = rule.second !== 'ignored' && subject === 'second';
  if (addressed && rule.second === 'drops') return undefined;
  const past = rule.past === 'lowers' && isPast(text, cues, start, end);
  return {
    level: denied || addressed || past ? 'concern' : rule.level,
    third: subject === 'third' || startsWithThird(text, cues, occurrence),
  };
}
