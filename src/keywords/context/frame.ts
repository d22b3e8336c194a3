import type { Normalised } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { isCovered } from '../spans.ts';
import { endsAt, nearestAfter, nearestBefore, sameClause } from './near.ts';
import type { Frame, Place } from './place.ts';
import { endOf, hasOwnWords, isWish, speaksForSelf, startOf } from './place.ts';
import { findStory } from './story.ts';

/** How near the words 这句歌词, 怎么翻译 stand to the quotation they are about, in characters. */
const quotingReach = 12;

/** How near a study stands behind what it is about (我做自杀未遂者的访谈), in characters. */
const topicReach = 4;

/** 活着有什么意思我想死: 什么意思 asks about a quotation behind it, and brings none. */
const meaning = '思'.charCodeAt(0);

/** Words that say what a quotation is, before it or right behind it. */
function isTold({ text, cues, start, end }: Place, marked: Spans): boolean {
  return [cues.quoting, cues.media, cues.study].some(
    (spans) =>
      nearestBefore(text, spans, start, quotingReach * 2) >= 0 || isAskedBehind(text, marked, spans, end),
  );
}

/**
 * “我想死”这句歌词: words between quotation marks count as somebody else's only where the text says what they are. Title
 * marks say it themselves, though not so surely that a wish within them is nothing.
 */
function findQuotation(place: Place): Frame | undefined {
  const { rule, cues, start, core, end, subject } = place;
  const { quoted, titled } = cues;
  if (isCovered(titled, start, end)) {
    return rule.level === 'concern' || isTold(place, titled) ? 'drops' : 'lowers';
  }
  if (quoted.ends.length === 0 || !isCovered(quoted, core, end)) return findUnmarked(place);
  // 想“死” begins outside; 怎么看“自杀…”这句话 does as well, but is about nobody.
  if (subject === 'self' && !isCovered(quoted, start, end)) return undefined;
  if (!isTold(place, quoted)) return undefined;
  return speaksOutside(place) ? 'lowers' : 'drops';
}

/** 歌词写我想死: without marks, words that say so stand right before the "I". */
function findUnmarked({ text, cues, start, subject }: Place): Frame | undefined {
  if (subject !== 'self') return undefined;
  const self = nearestBefore(text, cues.self, start);
  const from = self < 0 ? 0 : startOf(cues.self, self);
  if (from === 0 || text.units[from - 1] === meaning) return undefined;
  return endsAt(text, cues.quoting, from) ? 'lowers' : undefined;
}

/** An "I" of the sentence that is no part of the quotation. */
function speaksOutside({ text, cues, start, end }: Place): boolean {
  const { self, quoted } = cues;
  const close = nearestEnd(quoted, end);
  const near = [nearestBefore(text, self, start), nearestAfter(text, self, close)];
  return near.some((at) => at >= 0 && !isCovered(quoted, startOf(self, at), endOf(self, at)));
}

/** “我想死”是歌词: what the quotation is called behind its end, in the same clause. */
function isAskedBehind(text: Normalised, marked: Spans, spans: Spans, end: number): boolean {
  const close = nearestEnd(marked, end);
  const at = nearestAfter(text, spans, close, quotingReach);
  return at >= 0 && sameClause(text, close - 1, startOf(spans, at));
}

/** End of the quotation that ends first at or after `end`. */
function nearestEnd(marked: Spans, end: number): number {
  let low = 0;
  let high = marked.ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marked.ends[middle] ?? 0) >= end) high = middle;
    else low = middle + 1;
  }
  return marked.ends[low] ?? end;
}

/** 论文选题是自杀意念: homework and lectures; 论文写得我想死 is the student's own. */
function findLesson(place: Place): Frame | undefined {
  const { rule, text, cues, start, core, end, subject } = place;
  const { study } = cues;
  if (speaksForSelf(place)) return undefined;
  const weaker: Frame = rule.level === 'concern' && !hasOwnWords(place) ? 'drops' : 'lowers';
  const at = nearestBefore(text, study, core);
  if (at >= 0) {
    const near = sameClause(text, endOf(study, at) - 1, core);
    const self = nearestBefore(text, cues.self, start);
    const ownAfter = self >= 0 && startOf(cues.self, self) >= endOf(study, at);
    if (subject === 'self' && ownAfter) return undefined;
    if (near || subject === 'third' || rule.level === 'concern') return weaker;
  }
  const behind = nearestAfter(text, study, end);
  if (behind < 0 || !sameClause(text, end - 1, startOf(study, behind))) return undefined;
  if (subject !== 'self' || rule.level === 'concern') return weaker;
  return startOf(study, behind) - end <= topicReach && !isWish(place) ? 'lowers' : undefined;
}

/** Whether the words of a match are quoted, told in a story, or the subject of a lesson. The strongest reading decides. */
export function findFrame(place: Place): Frame | undefined {
  const { rule } = place;
  const frames = [
    rule.quoted === 'ignored' ? undefined : findQuotation(place),
    rule.media === 'ignored' ? undefined : findStory(place),
    rule.study === 'ignored' ? undefined : findLesson(place),
  ];
  if (frames.includes('drops')) return 'drops';
  return frames.includes('lowers') ? 'lowers' : undefined;
}
