import type { Cues } from '../context.ts';
import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import { isCovered, lastEndingBy } from '../spans.ts';
import { nearestAfter, sameClause } from './near.ts';

/** Spellings of a denial that end at one place (没有, 从来没有): more than these are no language. */
const mostTwins = 12;

/** How far behind a match a denial of it may begin (自杀我没想过), in characters. */
const reachBehind = 2;

/** 不想死, 没想过自杀: a denial touches the match. Twice denied (不是不想死, 没有一天不想死) or asked (是不是想死) is none. */
function isDeniedBefore(text: Normalised, cues: Cues, start: number): boolean {
  const { negation } = cues;
  let at = lastEndingBy(negation, start);
  for (let twin = 0; twin < mostTwins && at >= 0 && negation.ends[at] === start; twin += 1, at -= 1) {
    const from = negation.starts[at] ?? 0;
    if ((text.gaps[start] ?? 0) >= gap.clause || !sameClause(text, from, start)) continue;
    if (!isCovered(cues['not-negation'], from, from + 1)) return true;
  }
  return false;
}

function isDeniedBehind(text: Normalised, cues: Cues, end: number): boolean {
  const at = nearestAfter(text, cues['negation-behind'], end, reachBehind);
  return at >= 0 && sameClause(text, end - 1, cues['negation-behind'].starts[at] ?? end);
}

/** `core` is where the last piece of the match begins: 今晚我不会自杀 denies there. */
export function isDenied(text: Normalised, cues: Cues, start: number, core: number, end: number): boolean {
  if (isDeniedBefore(text, cues, start)) return true;
  if (core > start && isDeniedBefore(text, cues, core)) return true;
  return isDeniedBehind(text, cues, end);
}
