import { hasCue, pieceRoles, roles } from './atoms.ts';
import { markExclaimed } from './context/exclaimed.ts';
import { markQuotes } from './context/quotes.ts';
import type { Cues } from './context.ts';
import { emptyCues } from './context.ts';
import type { Candidates } from './find-candidates.ts';
import { createCandidateFinder } from './find-candidates.ts';
import { createFollower } from './follow-forms.ts';
import { endsAsWord, holdsTogether } from './holds-together.ts';
import { beginHits, createHits, type Hits } from './matcher.ts';
import type { Normalised, Noted } from './normalise.ts';
import type { PatternTable } from './pattern-table.ts';
import { cueNames } from './rule-file.ts';
import type { Spans } from './spans.ts';
import { addSpan, emptySpans, isCovered } from './spans.ts';

/** A rule's form found in the normalised text. */
export type Occurrence = {
  readonly rule: number;
  readonly start: number;
  readonly end: number;
  /** Where its last piece begins: the words that a denial may stand before (今晚我不会自杀). */
  readonly core: number;
};

/** What stands in one text. What an ordinary message never needs is worked out when it is asked for. */
export type Finder = {
  /**
   * Forms of rules in this text, which the other answers are then about. Linear in it for a given table.
   * @param first the text where it has been walked through
   */
  find(text: Normalised, original: string, first?: Noted): readonly Occurrence[];
  idioms(): Spans;
  cues(): Cues;
  /** Whether a spelling that marks hide may stand in the original. */
  isHinted(): boolean;
};

const nothing: readonly Occurrence[] = Object.freeze([]);

/** A form may begin before a candidate that ends within it. */
function joinWindows({ count, from, hits }: Candidates, ends: Int32Array): void {
  for (let at = count - 1; at > 0; at -= 1) {
    const start = from[at] ?? 0;
    const isApart = start > (ends[hits[at - 1] ?? 0] ?? 0);
    if (!isApart && start < (from[at - 1] ?? 0)) from[at - 1] = start;
  }
}

export function createFinder(table: PatternTable): Finder {
  const { atoms, places, matcher, gate, extent } = table;
  const all = createHits();
  const near = createHits();
  const findCandidates = createCandidateFinder(table);
  const follower = createFollower(places);
  let text: Normalised | undefined;
  let original = '';
  let isCollected = false;
  let isHinted = false;
  /** Places in texts that were not walked through. */
  let own = new Int32Array(256);
  let idioms: Spans | undefined;
  let cues: Cues | undefined;

  /** Everything in the text: words around a match, idioms. */
  function collectAll(): Hits {
    if (!isCollected && text !== undefined) matcher.collect(text.units, text.length, all);
    isCollected = true;
    return all;
  }

  /** What stands so near to a place where a form may have a piece of its own that it can belong to that form. */
  function collectNear(normalised: Normalised, places: Int32Array, noted: number): Hits {
    const { units, length } = normalised;
    let next = gate.next(normalised, places, noted, 0);
    const first = places[next] ?? 0;
    if (next >= 0 && first <= extent && length <= first + extent) return collectAll();
    beginHits(near, length);
    let from = 0;
    let to = 0;
    for (; next >= 0; next = gate.next(normalised, places, noted, next + 1)) {
      const place = places[next] ?? 0;
      if (place - extent > to) {
        matcher.collectPart(units, from, to, near);
        from = place - extent;
      }
      to = Math.min(length, place + extent);
      // What comes next within reach is collected anyway.
      if (to === length) break;
    }
    matcher.collectPart(units, from, to, near);
    return near;
  }

  /** Every atom with one of the roles in the hits from `first` to `last`, where it stands as a word. */
  function forEachAtom(
    hits: Hits,
    role: number,
    first: number,
    last: number,
    visit: (atom: number, start: number, end: number) => void,
  ): void {
    if (text === undefined) return;
    for (let at = first; at <= last; at += 1) {
      const end = hits.ends[at] ?? 0;
      for (let pattern = hits.patterns[at] ?? 0; pattern !== 0; pattern = matcher.shorter[pattern] ?? 0) {
        const atom = matcher.labels[pattern] ?? 0;
        if (((atoms.roles[atom] ?? 0) & role) === 0) continue;
        const start = end - (matcher.lengths[pattern] ?? 0);
        if (endsAsWord(text, start, end) && holdsTogether(text, start, end)) visit(atom, start, end);
      }
    }
  }

  function findIdioms(): Spans {
    if (idioms !== undefined) return idioms;
    const spans = emptySpans();
    const hits = collectAll();
    if ((hits.flags & roles.idiom) !== 0) {
      forEachAtom(hits, roles.idiom, 0, hits.count - 1, (_, start, end) => addSpan(spans, start, end));
    }
    idioms = spans;
    return spans;
  }

  function findCues(): Cues {
    if (cues !== undefined) return cues;
    const found = emptyCues();
    const hits = collectAll();
    forEachAtom(hits, roles.cue, 0, hits.count - 1, (atom, start, end) => {
      cueNames.forEach((name, cue) => {
        if (hasCue(atoms, atom, cue)) addSpan(found[name], start, end);
      });
    });
    if (text !== undefined) {
      markQuotes(original, text, found);
      markExclaimed(original, text, found);
    }
    cues = found;
    return found;
  }

  /** Follows the forms that may be complete, over the hits that may belong to one. */
  function followForms({ sentences }: Normalised, hits: Hits, candidates: Candidates): Occurrence[] {
    const occurrences: Occurrence[] = [];
    follower.begin();
    const visit = (atom: number, start: number, end: number): void => {
      const sentence = sentences[start] ?? 0;
      const to = atoms.useStarts[atom + 1] ?? 0;
      let isHidden: boolean | undefined;
      for (let use = atoms.useStarts[atom] ?? 0; use < to; use += 1) {
        const place = atoms.uses[use] ?? 0;
        if (!candidates.isWanted(places.forms[place] ?? 0)) continue;
        isHidden ??= isCovered(findIdioms(), start, end);
        if (isHidden) return;
        const whole = follower.take(place, start, end, sentence);
        if (whole >= 0) occurrences.push({ rule: places.rules[place] ?? 0, start: whole, end, core: start });
      }
    };
    joinWindows(candidates, hits.ends);
    let done = -1;
    for (let candidate = 0; candidate < candidates.count; candidate += 1) {
      const last = candidates.hits[candidate] ?? 0;
      const from = candidates.from[candidate] ?? 0;
      let first = last;
      while (first - 1 > done && (hits.ends[first - 1] ?? 0) >= from) first -= 1;
      forEachAtom(hits, pieceRoles, first, last, visit);
      done = last;
    }
    return occurrences;
  }

  return {
    find(normalised, source, first) {
      text = normalised;
      original = source;
      idioms = undefined;
      cues = undefined;
      isCollected = false;
      let places = first?.places ?? own;
      let noted = first?.noted ?? -1;
      if (noted < 0) {
        if (own.length <= normalised.length) own = new Int32Array(normalised.length * 2);
        places = own;
        noted = gate.note(normalised.units, normalised.length, own);
      }
      const hits = collectNear(normalised, places, noted);
      isHinted = (hits.flags & roles.hint) !== 0;
      const candidates = findCandidates(normalised, hits);
      return candidates.count === 0 ? nothing : followForms(normalised, hits, candidates);
    },
    idioms: findIdioms,
    cues: findCues,
    isHinted: () => isHinted,
  };
}
