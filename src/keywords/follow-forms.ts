import type { Places } from './pattern-table.ts';

/** Follows forms of several pieces through one text. */
export type Follower = {
  /** Forgets the text before. */
  begin(): void;
  /** Takes in the piece at `place` of the table; gives the start of the whole form when this completes it, else -1. */
  take(place: number, start: number, end: number, sentence: number): number;
};

/**
 * For each first n pieces of a form the two latest runs are kept: spellings of one piece overlap (这就 and 这就去 before
 * 去死), and the latest one alone may reach too far. `place * 2` is the latest. Linear in the pieces that are taken in.
 */
export function createFollower({ gaps, isFirst, isLast, inSentence }: Places): Follower {
  const starts = new Int32Array(gaps.length * 2);
  const ends = new Int32Array(gaps.length * 2);
  const sentences = new Int32Array(gaps.length * 2);
  // A run belongs to the text whose stamp it has, so that nothing needs to be cleared.
  const stamps = new Int32Array(gaps.length * 2);
  let stamp = 0;

  function store(place: number, start: number, end: number, sentence: number): void {
    const latest = place * 2;
    if (stamps[latest] === stamp && ends[latest] !== end) {
      for (const column of [starts, ends, sentences, stamps]) column[latest + 1] = column[latest] ?? 0;
    }
    stamps[latest] = stamp;
    starts[latest] = start;
    ends[latest] = end;
    sentences[latest] = sentence;
  }

  /** Start of the latest run up to the piece before `place` that lets this one begin at `start`, or -1. */
  function findRun(place: number, start: number, sentence: number): number {
    const before = (place - 1) * 2;
    for (let run = before; run <= before + 1; run += 1) {
      if (stamps[run] !== stamp) continue;
      const distance = start - (ends[run] ?? 0);
      if (distance < 0 || distance > (gaps[place] ?? 0)) continue;
      if (inSentence[place] === 1 && sentences[run] !== sentence) continue;
      return starts[run] ?? -1;
    }
    return -1;
  }

  return {
    begin() {
      // The stamp would turn negative after two thousand million texts; long before that, start anew.
      if (stamp === 0x7fff_ffff) {
        stamps.fill(0);
        stamp = 0;
      }
      stamp += 1;
    },
    take(place, start, end, sentence) {
      const whole = isFirst[place] === 1 ? start : findRun(place, start, sentence);
      if (whole < 0 || isLast[place] === 1) return whole;
      store(place, whole, end, sentence);
      return -1;
    },
  };
}
