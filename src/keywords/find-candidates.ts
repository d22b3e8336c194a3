import { roles } from './atoms.ts';
import type { Hits } from './matcher.ts';
import type { Normalised } from './normalise.ts';
import type { PatternTable } from './pattern-table.ts';

/**
 * Where a form may end: at a hit on its last piece with a first piece near enough before it. Looks at little else, so that
 * an ordinary message is done here; the arrays are reused by the next text.
 */
export type Candidates = {
  /** Places in the hits, in rising order. */
  hits: Int32Array;
  /** Hits that end before this place cannot belong to the form. */
  from: Int32Array;
  count: number;
  /** Whether a form may end anywhere in this text. */
  isWanted(form: number): boolean;
};

export type FindCandidates = (text: Normalised, hits: Hits) => Candidates;

/** No form can be complete without a piece that ends one, and a first piece. */
function isWorthLooking(flags: number): boolean {
  const ends = roles.first | roles.last;
  return (flags & roles.whole) !== 0 || (flags & ends) === ends;
}

/** What an atom is in forms, in one number: the form and whether it begins it, ends it or is all of it. */
const begins = 0;
const completes = 1;
const isAll = 2;
type Part = { readonly starts: Int32Array; readonly parts: Int32Array };

/** The uses of the atoms without those between two pieces, in the least memory: each message reads some thirty. */
function listParts({ atoms: { useStarts, uses }, places: { forms, isFirst, isLast } }: PatternTable): Part {
  const starts = new Int32Array(useStarts.length);
  const parts = new Int32Array(uses.length);
  let count = 0;
  for (let label = 0; label + 1 < useStarts.length; label += 1) {
    starts[label] = count;
    for (let use = useStarts[label] ?? 0; use < (useStarts[label + 1] ?? 0); use += 1) {
      const place = uses[use] ?? 0;
      const first = isFirst[place] === 1;
      const last = isLast[place] === 1;
      if (!first && !last) continue;
      parts[count] = ((forms[place] ?? 0) << 2) | (first ? (last ? isAll : begins) : completes);
      count += 1;
    }
  }
  starts[useStarts.length - 1] = count;
  return { starts, parts: parts.slice(0, count) };
}

/** By form, the most characters from the end of the first piece to the last one. */
function listReaches({ places: { forms, reaches, isLast } }: PatternTable): Int32Array {
  const byForm = new Int32Array((forms.at(-1) ?? -1) + 1);
  forms.forEach((form, place) => {
    if (isLast[place] === 1) byForm[form] = reaches[place] ?? 0;
  });
  return byForm;
}

export function createCandidateFinder(table: PatternTable): FindCandidates {
  const { shorter, lengths, labels } = table.matcher;
  const { starts, parts } = listParts(table);
  const reaches = listReaches(table);
  // Places count on from text to text, so that what was noted in the text before is out of reach.
  const distance = reaches.reduce((most, reach) => Math.max(most, reach), 0) + 1;
  let origin = distance;
  const firstEnds = new Int32Array(reaches.length);
  const wanted = new Float64Array(reaches.length).fill(-1);
  let texts = 0;
  const candidates: Candidates = {
    hits: new Int32Array(64),
    from: new Int32Array(64),
    count: 0,
    isWanted: (form) => wanted[form] === texts,
  };

  function begin(count: number): void {
    candidates.count = 0;
    texts += 1;
    if (candidates.hits.length >= count) return;
    candidates.hits = new Int32Array(count * 2);
    candidates.from = new Int32Array(count * 2);
  }

  /** The place from which on hits matter, if a form may end with one of the patterns that end here; else -1. */
  function visit(longest: number, end: number): number {
    let from = -1;
    for (let pattern = longest; pattern !== 0; pattern = shorter[pattern] ?? 0) {
      const label = labels[pattern] ?? 0;
      const to = starts[label + 1] ?? 0;
      for (let at = starts[label] ?? 0; at < to; at += 1) {
        const part = parts[at] ?? 0;
        const form = part >> 2;
        const kind = part & 3;
        if (kind === begins) {
          firstEnds[form] = origin + end;
          continue;
        }
        const start = end - (lengths[pattern] ?? 0);
        const reach = reaches[form] ?? 0;
        if (kind === completes && origin + start - (firstEnds[form] ?? 0) > reach) continue;
        wanted[form] = texts;
        const earliest = start > reach ? start - reach : 0;
        if (from === -1 || earliest < from) from = earliest;
      }
    }
    return from;
  }

  function forget(length: number): void {
    origin += length + distance;
    if (origin < 0x2000_0000) return;
    origin = distance;
    firstEnds.fill(0);
  }

  return function findCandidates(text, hits) {
    begin(hits.count);
    if (!isWorthLooking(hits.flags)) return candidates;
    const { patterns, ends, count } = hits;
    for (let at = 0; at < count; at += 1) {
      const from = visit(patterns[at] ?? 0, ends[at] ?? 0);
      if (from === -1) continue;
      candidates.hits[candidates.count] = at;
      candidates.from[candidates.count] = from;
      candidates.count += 1;
    }
    forget(text.length);
    return candidates;
  };
}
