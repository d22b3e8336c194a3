import { openMatcher } from '../matcher.ts';
import type { Normalised } from '../normalise.ts';
import type { Hit } from './count-writing.ts';
import type { Lexicon } from './lexicon.ts';
import type { Tokens } from './tokens.ts';
import { kind } from './tokens.ts';

type Buffers = {
  units: Uint16Array;
  starts: Uint32Array;
  ends: Uint32Array;
  gaps: Uint8Array;
  sentences: Uint32Array;
};

function allocate(capacity: number): Buffers {
  return {
    units: new Uint16Array(capacity),
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
    gaps: new Uint8Array(capacity),
    sentences: new Uint32Array(capacity),
  };
}

export type WriteView = (text: Normalised, tokens: Tokens, hits: readonly Hit[]) => Normalised | null;

/** Writes the text with the words of `hits` and of letters in plain characters; null when there is none. */
export function createView(lexicon: Pick<Lexicon, 'everyday' | 'everydayWords'>): WriteView {
  const everyday = openMatcher(lexicon.everyday);
  let buffers = allocate(256);
  /** By piece of sound: the character to write, 0 where it stays; how long the word is that says so. */
  let plain = new Uint16Array(256);
  let lengths = new Uint8Array(256);
  let brokenRuns = new Uint8Array(256);

  function place(units: readonly number[], start: number, rank: number): void {
    for (let at = 0; at < units.length; at += 1) if ((lengths[start + at] ?? 0) >= rank) return;
    for (let at = 0; at < units.length; at += 1) {
      plain[start + at] = units[at] ?? 0;
      lengths[start + at] = rank;
    }
  }

  /** wo, jintian, zhende: words that tell the rules whose it is and when. */
  function placeEveryday(tokens: Tokens): void {
    everyday.scan(tokens.sounds, tokens.length, (word, end) => {
      const units = lexicon.everydayWords[word] ?? [];
      const start = end - units.length;
      for (let token = start; token < end; token += 1) if (tokens.kinds[token] !== kind.syllable) return;
      place(units, start, units.length);
    });
  }

  /** wangzisha is a name: letters that run together are words only when all of them are. */
  function findBrokenRuns(tokens: Tokens): void {
    if (brokenRuns.length <= tokens.runCount) brokenRuns = new Uint8Array(tokens.runCount * 2);
    brokenRuns.fill(0, 0, tokens.runCount + 1);
    for (let token = 0; token < tokens.length; token += 1) {
      const run = tokens.runs[token] ?? 0;
      if (run > 0 && plain[token] === 0) brokenRuns[run] = 1;
    }
  }

  function isWhole(tokens: Tokens, { start, end }: Hit): boolean {
    for (let token = start; token < end; token += 1)
      if (brokenRuns[tokens.runs[token] ?? 0] === 1) return false;
    return true;
  }

  function placeHits(hits: readonly Hit[]): void {
    for (const { word, start } of hits) place(word.units, start, 100 + word.units.length);
  }

  function reset(tokens: Tokens): void {
    if (plain.length < tokens.length) {
      plain = new Uint16Array(tokens.length * 2);
      lengths = new Uint8Array(tokens.length * 2);
    }
    plain.fill(0, 0, tokens.length);
    lengths.fill(0, 0, tokens.length);
  }

  function copyUnit(text: Normalised, from: number, to: number): void {
    buffers.units[to] = text.units[from] ?? 0;
    buffers.starts[to] = text.starts[from] ?? 0;
    buffers.ends[to] = text.ends[from] ?? 0;
    buffers.gaps[to] = text.gaps[from] ?? 0;
    buffers.sentences[to] = text.sentences[from] ?? 0;
  }

  function writeText(text: Normalised, tokens: Tokens): Normalised {
    const most = text.length + tokens.length;
    if (buffers.units.length < most) buffers = allocate(most * 2);
    let length = 0;
    let written = 0;
    for (let token = 0; token < tokens.length; token += 1) {
      const start = tokens.starts[token] ?? 0;
      const end = tokens.ends[token] ?? 0;
      const unit = tokens.kinds[token] === kind.letter ? (tokens.units[token] ?? 0) : (plain[token] ?? 0);
      if (unit !== 0) {
        copyUnit(text, start, length);
        buffers.units[length] = unit;
        buffers.ends[length] = text.ends[end - 1] ?? 0;
        if (start < written) buffers.gaps[length] = 0;
        length += 1;
      } else {
        for (let from = Math.max(start, written); from < end; from += 1) {
          copyUnit(text, from, length);
          length += 1;
        }
      }
      written = end;
    }
    return { length, ...buffers, changed: true };
  }

  return function write(text, tokens, hits) {
    reset(tokens);
    placeHits(hits);
    let held = hits;
    if (tokens.runCount > 0) {
      placeEveryday(tokens);
      findBrokenRuns(tokens);
      held = hits.filter((hit) => isWhole(tokens, hit));
      if (held.length === 0 && !tokens.hasLeet) return null;
      if (held.length < hits.length) {
        reset(tokens);
        placeHits(held);
        placeEveryday(tokens);
      }
    }
    return writeText(text, tokens);
  };
}
