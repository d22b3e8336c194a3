import { buildFoldTable, splitCharacters } from './traditional.ts';

/**
 * Text as the rules see it: folded characters without separators, each with its place in the original.
 *
 * `gaps[i]` says what stood between character i - 1 and i (see `gap`), `sentences[i]` counts sentence ends before i.
 * The arrays are scratch space of the normaliser and hold only until its next call.
 */
export type Normalised = {
  readonly length: number;
  readonly units: Uint16Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly gaps: Uint8Array;
  readonly sentences: Uint32Array;
  /** False when folding left every unit as it was, so that a second look at the original can find nothing new. */
  readonly changed: boolean;
};

/** `point` is a strong mark that stands alone (自。杀); `strong` is a line break or several marks. */
export const gap = { none: 0, weak: 1, clause: 2, point: 3, strong: 4 } as const;

const invisible = -2;
const weakMark = -3;
const clauseMark = -4;
const pointMark = -5;
const breakMark = -6;
const severalUnits = -7;
const unknown = -1;

const clauseMarks = '，,、：:；;';
const pointMarks = '。！？!?｡';
const breakMarks = '\n\r\u2028\u2029\u0085\u000b\u000c';

const fullStop = '.'.charCodeAt(0);
const spaces = ' \t\u00a0\u3000';

function isLatin(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 122);
}

type Fold = { readonly code: number; readonly text: string };

/** Compatibility form, case, marks: a slow path taken once for each character that is not in the cache. */
function foldCodePoint(codePoint: number, table: Uint16Array): Fold {
  if (codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff) return { code: codePoint - 0x1f1e6 + 97, text: '' };
  if (codePoint === 0x20779) return { code: '割'.charCodeAt(0), text: '' };
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return { code: invisible, text: '' };
  const character = String.fromCodePoint(codePoint);
  if (breakMarks.includes(character)) return { code: breakMark, text: '' };
  if (clauseMarks.includes(character)) return { code: clauseMark, text: '' };
  if (pointMarks.includes(character)) return { code: pointMark, text: '' };
  if (/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{M}\u115f\u1160\u3164\uffa0\u2800]/u.test(character)) {
    return { code: character === '\t' ? weakMark : invisible, text: '' };
  }
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase();
  let text = '';
  for (const part of plain) if (/[\p{L}\p{N}]/u.test(part)) text += part;
  if (text.length === 0) return { code: weakMark, text: '' };
  let folded = '';
  for (let at = 0; at < text.length; at += 1) folded += String.fromCharCode(table[text.charCodeAt(at)] ?? 0);
  return folded.length === 1
    ? { code: folded.charCodeAt(0), text: '' }
    : { code: severalUnits, text: folded };
}

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

function enlarge(old: Buffers): Buffers {
  const next = allocate(old.units.length * 2);
  next.units.set(old.units);
  next.starts.set(old.starts);
  next.ends.set(old.ends);
  next.gaps.set(old.gaps);
  next.sentences.set(old.sentences);
  return next;
}

function buildMergeTable(): ReadonlyMap<number, number> {
  const merges = new Map<number, number>();
  for (const [left, right, whole] of splitCharacters) {
    merges.set(left.charCodeAt(0) * 65536 + right.charCodeAt(0), whole.charCodeAt(0));
  }
  return merges;
}

/** Gap codes get stronger only; one mark alone is a point, a second one or a line break makes it strong. */
function widen(current: number, code: number): number {
  if (code === breakMark) return gap.strong;
  if (code === pointMark) return current >= gap.clause ? gap.strong : gap.point;
  if (code === clauseMark) return current >= gap.clause ? Math.max(current, gap.point) : gap.clause;
  return Math.max(current, gap.weak);
}

/** In 我。想。死 every character stands alone, and the marks between them end no sentence. */
function joinSpelledOut(buffers: Buffers, length: number): void {
  const { gaps, sentences } = buffers;
  const alone = (at: number) =>
    (at === 0 || (gaps[at] ?? 0) > 0) && (at === length - 1 || (gaps[at + 1] ?? 0) > 0);
  let sentence = 0;
  for (let at = 0; at < length; at += 1) {
    if (at > 0 && (gaps[at] ?? 0) >= gap.point && !(alone(at - 1) && alone(at))) sentence += 1;
    sentences[at] = sentence;
  }
}

export type Normalise = (text: string) => Normalised;

/** Returns a normaliser with its own caches and scratch arrays. Linear in the length of the text; never throws. */
export function createNormaliser(): Normalise {
  const table = buildFoldTable();
  const merges = buildMergeTable();
  const rights = new Set([...merges.keys()].map((key) => key % 65536));
  const codes = new Int32Array(65536).fill(unknown);
  const severals = new Map<number, string>();
  const astral = new Map<number, Fold>();
  let buffers = allocate(1024);

  /** Astral characters are cached up to a limit, so that hostile text cannot fill memory. */
  function foldAstral(codePoint: number): Fold {
    const known = astral.get(codePoint);
    if (known !== undefined) return known;
    const fold = foldCodePoint(codePoint, table);
    if (astral.size < 20_000) astral.set(codePoint, fold);
    return fold;
  }

  function foldUnit(unit: number): number {
    const known = codes[unit] ?? unknown;
    if (known !== unknown) return known;
    const fold = foldCodePoint(unit, table);
    codes[unit] = fold.code;
    if (fold.code === severalUnits) severals.set(unit, fold.text);
    return fold.code;
  }

  return function normalise(text) {
    let length = 0;
    let between: number = gap.none;
    let sentence = 0;
    let changed = false;

    function push(unit: number, start: number, end: number): void {
      if (rights.has(unit) && length > 0) {
        const whole = merges.get((buffers.units[length - 1] ?? 0) * 65536 + unit);
        if (whole !== undefined && between <= gap.weak) {
          buffers.units[length - 1] = whole;
          buffers.ends[length - 1] = end;
          between = gap.none;
          changed = true;
          return;
        }
      }
      if (length === buffers.units.length) buffers = enlarge(buffers);
      if (between >= gap.point) sentence += 1;
      buffers.units[length] = unit;
      buffers.starts[length] = start;
      buffers.ends[length] = end;
      buffers.gaps[length] = between;
      buffers.sentences[length] = sentence;
      length += 1;
      between = gap.none;
    }

    /** A full stop parts words (自.杀) like a space, but behind a word of letters and before a space it ends a sentence. */
    function endsSentence(next: number): boolean {
      if (between !== gap.none || length < 2 || next >= text.length) return false;
      if (!isLatin(buffers.units[length - 1] ?? 0) || !isLatin(buffers.units[length - 2] ?? 0)) return false;
      return buffers.gaps[length - 1] === gap.none && spaces.includes(text.charAt(next));
    }

    for (let at = 0; at < text.length; ) {
      const start = at;
      const unit = text.charCodeAt(at);
      let code: number;
      let several = '';
      at += 1;
      if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00) {
        const fold = foldAstral(text.codePointAt(start) ?? unit);
        at += 1;
        code = fold.code;
        several = fold.text;
      } else {
        code = foldUnit(unit);
        if (code === severalUnits) several = severals.get(unit) ?? '';
      }
      if (code !== unit) changed = true;
      if (code >= 0) push(code, start, at);
      else if (code === severalUnits) {
        for (let part = 0; part < several.length; part += 1) push(several.charCodeAt(part), start, at);
      } else if (code !== invisible) {
        between = widen(between, unit === fullStop && endsSentence(at) ? pointMark : code);
      }
    }
    if (sentence > 0) joinSpelledOut(buffers, length);
    return { length, ...buffers, changed };
  };
}
