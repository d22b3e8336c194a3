import type { Cues } from '../context.ts';
import type { Occurrence } from '../find-occurrences.ts';
import type { Normalised } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { firstEndingAfter, isCovered, lastEndingBy } from '../spans.ts';
import { endsAt, nearestBefore, sameClause, sameSentence } from './near.ts';

export type Subject = 'self' | 'second' | 'third' | 'unknown';

/** How far before a match a subject still belongs to it, in characters. */
export const subjectReach = 40;

/** How many words for "I" that are objects (他跟我说) are passed over: more are no sentence. */
const mostObjects = 3;

/** More names than these do not end together. */
const mostNames = 8;

const possessive = '的'.charCodeAt(0);

/** 和室友吵架，想死: the roommate is an object there and says nothing about who wants to die. */
export function isObject(text: Normalised, cues: Cues, start: number): boolean {
  const markers = cues['object-marker'];
  let place = start;
  if (place > 1 && text.units[place - 1] === possessive) place -= 1;
  const owner = lastEndingBy(cues.self, place);
  if (owner >= 0 && cues.self.ends[owner] === place) {
    const ownerStart = cues.self.starts[owner] ?? place;
    // 我朋友告诉我她想死: this "I" is told, and owns nobody.
    if (!isCovered(cues['told-me'], ownerStart, place)) place = ownerStart;
  }
  const at = lastEndingBy(markers, place);
  return at >= 0 && markers.ends[at] === place && sameSentence(text, place - 1, start);
}

/** After a "我", another person is the subject only as 我(的)室友 or after a word of reporting (我发现他…). */
function takesOver(text: Normalised, cues: Cues, self: number, start: number): boolean {
  const selfEnd = cues.self.ends[self] ?? 0;
  if (start - selfEnd <= 3) return true;
  return nearestBefore(text, cues.report, start, start - selfEnd) >= 0;
}

/** The nearest "I" that is not who something is said or sent to: in 他跟我说想死 and 他给我发了遗书 it is not the subject. */
function findSelf(text: Normalised, cues: Cues, place: number): number {
  let at = nearestBefore(text, cues.self, place, subjectReach);
  for (let passed = 0; passed < mostObjects && at >= 0; passed += 1) {
    const start = cues.self.starts[at] ?? 0;
    if (!isCovered(cues['told-me'], start, cues.self.ends[at] ?? 0)) return at;
    at = nearestBefore(text, cues.self, start, subjectReach);
  }
  return at;
}

/** Of the names that end together (my little brother, brother) the longest says whose it is. */
export function widestStart({ starts, ends }: Spans, last: number): number {
  let start = starts[last] ?? 0;
  for (let at = last - 1; at >= 0 && at > last - mostNames && ends[at] === ends[last]; at -= 1) {
    start = Math.min(start, starts[at] ?? start);
  }
  return start;
}

/** The nearest "you" that is spoken to: 你知道吗 addresses nobody, and in 没有你，… it is an object of another clause. */
function findSecond(text: Normalised, cues: Cues, place: number): number {
  let at = nearestBefore(text, cues.second, place, subjectReach);
  for (let passed = 0; passed < mostObjects && at >= 0; passed += 1) {
    const start = cues.second.starts[at] ?? 0;
    const end = cues.second.ends[at] ?? 0;
    const isSubject = sameClause(text, end - 1, place) || !isObject(text, cues, start);
    if (isSubject && !isCovered(cues['not-second'], start, end)) return at;
    at = nearestBefore(text, cues.second, start, subjectReach);
  }
  return at;
}

function nearestSubject(text: Normalised, cues: Cues, place: number): Subject {
  const self = findSelf(text, cues, place);
  const second = findSecond(text, cues, place);
  const third = nearestBefore(text, cues.third, place, subjectReach);
  const selfEnd = self < 0 ? -1 : (cues.self.ends[self] ?? 0);
  const secondEnd = second < 0 ? -1 : (cues.second.ends[second] ?? 0);
  const thirdEnd = third < 0 ? -1 : (cues.third.ends[third] ?? 0);
  if (thirdEnd > selfEnd && thirdEnd > secondEnd) {
    const thirdStart = widestStart(cues.third, third);
    if (!isObject(text, cues, thirdStart)) {
      if (self < 0 || takesOver(text, cues, self, thirdStart)) return 'third';
      return 'self';
    }
  }
  if (selfEnd < 0 && secondEnd < 0) return 'unknown';
  return selfEnd >= secondEnd ? 'self' : 'second';
}

/** Start of the innermost quotation around a match, or -1. */
function findQuotation(cues: Cues, start: number, end: number): number {
  const { quoted } = cues;
  let inner = -1;
  for (let at = lastEndingBy(quoted, end - 1) + 1; at < quoted.ends.length; at += 1) {
    if ((quoted.ends[at] ?? 0) > end + quoted.longest || inner >= 0) break;
    if ((quoted.starts[at] ?? 0) <= start) inner = quoted.starts[at] ?? -1;
  }
  return inner;
}

/** 他说“我不想活了”: whoever says it is who it is about. */
function findSpeaker(text: Normalised, cues: Cues, quotation: number): Subject {
  const says = lastEndingBy(cues.says, quotation);
  const end = says < 0 ? 0 : (cues.says.ends[says] ?? 0);
  if (end === 0 || quotation - end > 1 || !sameSentence(text, end - 1, quotation)) return 'unknown';
  return nearestSubject(text, cues, cues.says.starts[says] ?? 0);
}

export function findSubject(text: Normalised, cues: Cues, start: number, end: number): Subject {
  const quotation = cues.quoted.ends.length === 0 ? -1 : findQuotation(cues, start, end);
  const speaker = quotation > 0 ? findSpeaker(text, cues, quotation) : 'unknown';
  return speaker === 'unknown' ? nearestSubject(text, cues, start) : speaker;
}

/** 我妈让我去死: what another person says to the writer is abuse, and not what the writer wants. */
export function isOrdered(text: Normalised, cues: Cues, core: number, end: number): boolean {
  const { ordered } = cues;
  const last = Math.max(end - 1, core);
  for (let at = firstEndingAfter(ordered, last); at < ordered.ends.length; at += 1) {
    if ((ordered.ends[at] ?? 0) > end + ordered.longest) return false;
    const start = ordered.starts[at] ?? 0;
    if (start < end && nearestSubject(text, cues, start) === 'third') return true;
  }
  return false;
}

/** A form may name the other person itself (有人…要跳了). */
function startsWithThird(text: Normalised, cues: Cues, { start, core }: Occurrence): boolean {
  const at = lastEndingBy(cues.third, core);
  return core > start && at >= 0 && cues.third.starts[at] === start && !isObject(text, cues, start);
}

/** 我室友很奇怪。昨天说不想活了: a sentence without a subject whose words are said by whom the one before was about. */
function isSaidByThird(text: Normalised, cues: Cues, start: number): boolean {
  if (!endsAt(text, cues.says, start)) return false;
  const third = lastEndingBy(cues.third, start);
  if (third < 0) return false;
  const end = cues.third.ends[third] ?? 0;
  if (start - end > subjectReach || isObject(text, cues, cues.third.starts[third] ?? 0)) return false;
  const self = lastEndingBy(cues.self, start);
  return self < 0 || (cues.self.ends[self] ?? 0) <= end;
}

/** 想自杀的同学: the other person stands behind. */
function describesThird(text: Normalised, cues: Cues, end: number): boolean {
  return text.units[end] === possessive && isCovered(cues.third, end + 1, end + 2);
}

/** 室友孤立我, 有人跟踪我: another person does it, and it is done to the writer. */
export function isDoneToSelf(cues: Cues, start: number, end: number): boolean {
  const at = lastEndingBy(cues.self, end + 1);
  return at >= 0 && (cues.self.starts[at] ?? 0) > start;
}

/** Whether a match is about another person: the category of its own for whoever takes it over. */
export function isAboutThird(
  text: Normalised,
  cues: Cues,
  occurrence: Occurrence,
  subject: Subject,
): boolean {
  if (subject === 'third') return true;
  if (startsWithThird(text, cues, occurrence) || describesThird(text, cues, occurrence.end)) return true;
  return subject === 'unknown' && isSaidByThird(text, cues, occurrence.start);
}
