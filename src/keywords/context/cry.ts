import type { Spans } from '../spans.ts';
import { firstEndingAfter, lastEndingBy } from '../spans.ts';
import { sameSentence, stands } from './near.ts';
import type { Match } from './outing.ts';
import { isOuting, listBefore, listBehind } from './outing.ts';

/** How much more than the match a cry may hold (室友救命啊！), in characters. */
const cryRoom = 3;

/** The clause of a match where it is hardly more than the match and cried out (救命啊！), as an index; or -1. */
function findCry({ cues, start, end }: Match): number {
  const { starts, ends } = cues.exclaimed;
  const at = firstEndingAfter(cues.exclaimed, end - 1);
  const from = starts[at] ?? end;
  const more = start - from + ((ends[at] ?? 0) - end);
  return from <= start && more <= cryRoom ? at : -1;
}

/** 救命！ddl: what a cry goes on with. It is taken at its word where anything worse is told, wherever that is. */
export function isGroan(match: Match): boolean {
  const { text, cues } = match;
  const graver = [cues.intent, cues.despair, cues.distress, cues.peril, cues.earnest, cues.farewell];
  if (graver.some(({ ends }) => ends.length > 0)) return false;
  const at = findCry(match);
  const next = at < 0 ? text.length : (cues.exclaimed.ends[at] ?? text.length);
  const from = cues.groaning.starts[firstEndingAfter(cues.groaning, next)];
  return from !== undefined && sameSentence(text, next, from);
}

/** The sentence of a match, that of the cry right before it, and what it goes on with where it is a cry: a place in each. */
function placesAround(match: Match): number[] {
  const { text, cues, start } = match;
  const { ends } = cues.exclaimed;
  const before = ends[lastEndingBy(cues.exclaimed, start)] ?? text.length;
  const behind = ends[findCry(match)] ?? text.length;
  const places = [start];
  if (before <= start && sameSentence(text, before, start)) places.push(before - 1);
  if (behind < text.length) places.push(behind);
  return places;
}

/** 我在蹦极台上，我要跳了; 蹦极！我要跳了. On a roof, on a bridge or before a farewell it is no sport. */
export function isSport(match: Match): boolean {
  const { cues } = match;
  const graver = [cues.lookout, cues.edge, cues.despair, cues.peril, cues.earnest, cues.farewell];
  if (graver.some(({ ends }) => ends.length > 0)) return false;
  return placesAround(match).some((place) => {
    const around = { ...match, start: place, end: place + 1 };
    const words = [...listBefore(around, cues.sport), ...listBehind(around, cues.sport)];
    return words.some((at) => isOuting(match, cues.sport, at));
  });
}

/** 两板药都吃完了，嗓子还疼: what it is for. Not beside a farewell or the body giving way. */
export function isExplainedByUse({ text, cues, start, end }: Match, use: Spans): boolean {
  const graver = [cues.intent, cues.despair, cues.peril, cues.earnest, cues.farewell];
  return graver.every(({ ends }) => ends.length === 0) && stands(text, use, start, end);
}
