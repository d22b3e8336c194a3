import type { Cues } from '../context.ts';
import type { Normalised } from '../normalise.ts';
import type { Rule } from '../rule-file.ts';
import type { Spans } from '../spans.ts';
import { endsAt, stands } from './near.ts';
import type { Subject } from './subject.ts';

/** What a quotation, a story or a lesson around a match makes of it. */
export type Frame = 'drops' | 'lowers';

/** First characters of wishes: 想死, 要跳, 不想活, 希望. */
const wishes: ReadonlySet<number> = new Set(Array.from('想要不愿希求盼', (one) => one.charCodeAt(0)));

export type Place = {
  readonly rule: Rule;
  readonly text: Normalised;
  readonly cues: Cues;
  readonly start: number;
  readonly end: number;
  /** Where the last piece of the match begins: a word for a story or lesson may stand before it, within the match. */
  readonly core: number;
  readonly subject: Subject;
};

export function hasOwnWords({ text, cues, start, end }: Place): boolean {
  return stands(text, cues.self, start, end);
}

export function startOf(spans: Spans, at: number): number {
  return spans.starts[at] ?? 0;
}

export function endOf(spans: Spans, at: number): number {
  return spans.ends[at] ?? 0;
}

/** 看完电影我更想死, 听完讲座还是想死: little words right before a wish that make it the writer's own. */
export function speaksForSelf({ text, cues, start, core, subject }: Place): boolean {
  if (subject === 'third') return false;
  return endsAt(text, cues['own-voice'], start) || endsAt(text, cues['own-voice'], core);
}

/** 游戏里我跳下去 tells what was played; 小说里我想死 may be a wish. */
export function isWish({ text, start }: Place): boolean {
  return wishes.has(text.units[start] ?? 0);
}
