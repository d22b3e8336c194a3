import type { Cues } from '../context.ts';
import { isLatin } from '../folding.ts';
import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import { firstEndingAfter } from '../spans.ts';
import { endsAt, nearestBefore } from './near.ts';
import { subjectReach, widestStart } from './subject.ts';

/** 有人, and 以为他: they are what is told of. */
const existing = '有'.charCodeAt(0);

/** 了 closes a sentence as often as a mark does. */
const completed = '了'.charCodeAt(0);

/** 妈妈，我走了: a match that begins with "I" says itself whose it is; 我室友 is no "I", and in 她说我想死 she speaks. */
export function beginsWithSelf(text: Normalised, cues: Cues, start: number, end: number): boolean {
  const { self, third } = cues;
  const at = firstEndingAfter(self, start);
  if (self.starts[at] !== start || (self.ends[at] ?? 0) > end) return false;
  if (endsAt(text, cues.says, start) || endsAt(text, cues.second, start)) return false;
  for (let name = firstEndingAfter(third, start); name < third.ends.length; name += 1) {
    if ((third.ends[name] ?? 0) > start + third.longest) break;
    if (third.starts[name] === start) return false;
  }
  return true;
}

/**
 * Whether the other person whom a match may be about stands in another clause (妈妈，撑不住了; 他们都睡了想跳下去): who it is
 * about is then open.
 */
export function isThirdFarOff(text: Normalised, cues: Cues, start: number, last: number): boolean {
  const at = nearestBefore(text, cues.third, start, subjectReach);
  if (at < 0) return false;
  const end = cues.third.ends[at] ?? start;
  const from = widestStart(cues.third, at);
  if (text.units[from] === existing || nearestBefore(text, cues.report, from, 2) >= 0) return false;
  const said = nearestBefore(text, cues.says, last);
  if (said >= 0 && (cues.says.starts[said] ?? 0) >= end) return false;
  for (let unit = end; unit <= start; unit += 1) {
    const between = text.gaps[unit] ?? gap.none;
    if (between >= gap.clause) return true;
    if (between === gap.weak && !isLatin(text.units[unit] ?? 0) && !isLatin(text.units[unit - 1] ?? 0))
      return true;
    if (unit > end && text.units[unit - 1] === completed) return true;
  }
  return false;
}
