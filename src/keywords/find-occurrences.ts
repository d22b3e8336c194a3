import type { Cues } from './context.ts';
import { emptyCues } from './context.ts';
import type { Matcher } from './matcher.ts';
import type { Normalised } from './normalise.ts';
import { gap } from './normalise.ts';
import type { CompiledForm, PatternTable } from './pattern-table.ts';
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

export type Findings = {
  readonly cues: Cues;
  readonly idioms: Spans;
  readonly occurrences: readonly Occurrence[];
};

/** First parts of words that no clause ends with, so that even 自。杀 is one word. */
const boundFirsts = new Set(Array.from('自轻寻遗', (character) => character.charCodeAt(0)));

function isLatin(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 122);
}

/** "kms" is not found in "kmspico", and 想4 not in 想48: letters and digits must end where the word ends. */
function endsAsWord(text: Normalised, start: number, end: number): boolean {
  if (isLatin(text.units[start] ?? 0) && start > 0 && text.gaps[start] === gap.none) {
    if (isLatin(text.units[start - 1] ?? 0)) return false;
  }
  if (isLatin(text.units[end - 1] ?? 0) && end < text.length && text.gaps[end] === gap.none) {
    if (isLatin(text.units[end] ?? 0)) return false;
  }
  return true;
}

/**
 * Whether characters that the text holds apart are one spelling. Spaces, dots and emoji never part a word. Sentence marks
 * do (我回去，死了的花), except where every character stands alone (我。想。死) or the first cannot end a clause (自。杀).
 */
function holdsTogether(text: Normalised, start: number, end: number): boolean {
  const first = text.gaps[start + 1] ?? gap.none;
  let widest: number = gap.none;
  let widestLater: number = gap.none;
  let gapped = 0;
  for (let unit = start + 1; unit < end; unit += 1) {
    const between = text.gaps[unit] ?? 0;
    if (between > gap.none) gapped += 1;
    if (between > widest) widest = between;
    if (unit > start + 1 && between > widestLater) widestLater = between;
  }
  if (widest < gap.clause) return true;
  // Only behind its first character: 自杀。新闻 ends one sentence and begins another.
  const bound = first < gap.strong && boundFirsts.has(text.units[start] ?? 0);
  if (bound && widestLater < gap.clause) return true;
  if (gapped < end - start - 1) return false;
  const before = start === 0 || (text.gaps[start] ?? 0) > gap.none;
  const after = end === text.length || (text.gaps[end] ?? 0) > gap.none;
  return before && after && !isLatin(text.units[start] ?? 0);
}

type Hits = { readonly atoms: number[]; readonly ends: number[] };

/**
 * Follows forms of several pieces through one text. For each first n pieces the two latest runs are kept: spellings of one
 * piece overlap (这就 and 这就去 before 去死), and the latest one alone may reach too far. `slot * 2` is the latest.
 */
type Progress = {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly sentences: Int32Array;
  readonly stamps: Int32Array;
  stamp: number;
};

function createProgress(slots: number): Progress {
  return {
    starts: new Int32Array(slots * 2),
    ends: new Int32Array(slots * 2),
    sentences: new Int32Array(slots * 2),
    stamps: new Int32Array(slots * 2),
    stamp: 0,
  };
}

function storeRun(progress: Progress, slot: number, start: number, end: number, sentence: number): void {
  const latest = slot * 2;
  if (progress.stamps[latest] === progress.stamp && progress.ends[latest] !== end) {
    for (const column of [progress.starts, progress.ends, progress.sentences, progress.stamps]) {
      column[latest + 1] = column[latest] ?? 0;
    }
  }
  progress.stamps[latest] = progress.stamp;
  progress.starts[latest] = start;
  progress.ends[latest] = end;
  progress.sentences[latest] = sentence;
}

function sortHits(table: PatternTable, text: Normalised, matcher: Matcher, cues: Cues, idioms: Spans): Hits {
  const pieces: Hits = { atoms: [], ends: [] };
  matcher.scan(text.units, text.length, (atom, end) => {
    const start = end - (table.atoms[atom]?.length ?? 0);
    if (!endsAsWord(text, start, end) || !holdsTogether(text, start, end)) return;
    let hasPiece = false;
    for (const use of table.uses[atom] ?? []) {
      if (use.kind === 'cue') addSpan(cues[use.cue], start, end);
      else if (use.kind === 'idiom') addSpan(idioms, start, end);
      else hasPiece = true;
    }
    if (hasPiece) {
      pieces.atoms.push(atom);
      pieces.ends.push(end);
    }
  });
  return pieces;
}

export type FindOccurrences = (text: Normalised) => Findings;

/** Linear in the text for a given table: every hit is looked at once for each of its uses. */
export function createFinder(table: PatternTable, matcher: Matcher): FindOccurrences {
  const progress = createProgress(table.forms.reduce((sum, form) => sum + form.pieces, 0));

  /** Start of the latest run of the pieces up to `slot` that lets a next piece begin at `start`, or -1. */
  function findRun(
    form: CompiledForm,
    slot: number,
    gapLimit: number,
    start: number,
    sentence: number,
  ): number {
    for (const run of [slot * 2, slot * 2 + 1]) {
      if (progress.stamps[run] !== progress.stamp) continue;
      const distance = start - (progress.ends[run] ?? 0);
      if (distance < 0 || distance > gapLimit) continue;
      if (table.rules[form.rule]?.across === 'sentence' && progress.sentences[run] !== sentence) continue;
      return progress.starts[run] ?? -1;
    }
    return -1;
  }

  /** Takes one piece into its form; gives the start of the whole form when this completes it, else -1. */
  function advance(formNumber: number, piece: number, start: number, end: number, sentence: number): number {
    const form = table.forms[formNumber];
    if (form === undefined) return -1;
    const slot = form.offset + piece;
    const whole = piece === 0 ? start : findRun(form, slot - 1, form.gaps[piece] ?? 0, start, sentence);
    if (whole < 0 || piece === form.pieces - 1) return whole;
    storeRun(progress, slot, whole, end, sentence);
    return -1;
  }

  return function findOccurrences(text) {
    const cues = emptyCues();
    const idioms = emptySpans();
    const occurrences: Occurrence[] = [];
    const hits = sortHits(table, text, matcher, cues, idioms);
    progress.stamp += 1;
    for (let at = 0; at < hits.atoms.length; at += 1) {
      const atom = hits.atoms[at] ?? 0;
      const end = hits.ends[at] ?? 0;
      const start = end - (table.atoms[atom]?.length ?? 0);
      if (isCovered(idioms, start, end)) continue;
      for (const use of table.uses[atom] ?? []) {
        if (use.kind !== 'piece') continue;
        const whole = advance(use.form, use.piece, start, end, text.sentences[start] ?? 0);
        const rule = table.forms[use.form]?.rule;
        if (whole >= 0 && rule !== undefined) occurrences.push({ rule, start: whole, end, core: start });
      }
    }
    return { cues, idioms, occurrences };
  };
}
