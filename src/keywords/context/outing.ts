import type { Cues } from '../context.ts';
import type { Normalised } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { isCovered } from '../spans.ts';
import { nearestBefore, nearestWithin, sameClause } from './near.ts';

/** How far before an everyday word its denial may stand (没有人陪我聊天), in characters. */
const denialReach = 3;

/** How many words on one side of a match are looked at. */
const mostWords = 6;

export type Match = {
  readonly text: Normalised;
  readonly cues: Cues;
  readonly start: number;
  readonly end: number;
};

/** Spans before a match in its sentence, the nearest first. */
export function listBefore({ text, start }: Match, spans: Spans): number[] {
  const found: number[] = [];
  let at = nearestBefore(text, spans, start);
  while (at >= 0 && found.length < mostWords) {
    found.push(at);
    at = nearestBefore(text, spans, spans.starts[at] ?? 0);
  }
  return found;
}

/** Spans within a match and behind it in its sentence. */
export function listBehind({ text, start, end }: Match, spans: Spans): number[] {
  const found: number[] = [];
  let at = nearestWithin(text, spans, start, end);
  while (at >= 0 && found.length < mostWords) {
    found.push(at);
    at = nearestWithin(text, spans, Math.max(start, spans.ends[at] ?? 0), end);
  }
  return found;
}

/** 开玩笑, 被钓鱼的人, 快递员 and 没人陪我聊天 hold a word for an outing and are none. Laughter is never denied. */
export function isOuting({ text, cues }: Match, spans: Spans, at: number): boolean {
  const from = spans.starts[at] ?? 0;
  if (isCovered(cues['not-leisure'], from, spans.ends[at] ?? 0)) return false;
  if (spans === cues.casual) return true;
  const denial = nearestBefore(text, cues.negation, from, denialReach);
  return denial < 0 || !sameClause(text, cues.negation.starts[denial] ?? 0, from);
}
