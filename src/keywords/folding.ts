import { buildFoldTable, splitCharacters } from './traditional.ts';

/**
 * What a character becomes where it is not simply one folded unit. The codes are those of lone surrogates, which no
 * character folds to, so that a look-up of two bytes says everything; those below `invisible` take more than that.
 */
export const mark = {
  unknown: 0xd800,
  /** Becomes several units: `severalUnits` has them. */
  several: 0xd801,
  /** First half of a character of two units. */
  pair: 0xd802,
  /** May be the right half of a split character (the 匕 of 歹匕): `foldRightHalf` has what it is by itself. */
  rightHalf: 0xd803,
  invisible: 0xd804,
  weak: 0xd805,
  clause: 0xd806,
  point: 0xd807,
  break: 0xd808,
  /** "." parts words like a space, or ends a sentence: what stands around it decides. */
  fullStop: 0xd809,
} as const;

/** Whether a code is a folded unit and none of `mark`. */
export function isUnit(code: number): boolean {
  return (code & 0xf800) !== 0xd800;
}

const clauseMarks = '，,、：:；;';
const pointMarks = '。！？!?｡';
const breakMarks = '\n\r\u2028\u2029\u0085\u000b\u000c';
/** Strokes of characters that nobody writes by themselves but to part words (自丨杀). */
const strokes = '丨丶丿亅';
const ignored = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{M}\u115f\u1160\u3164\uffa0\u2800]/u;

/** Astral characters are remembered up to a limit, so that hostile text cannot fill memory. */
const mostAstral = 20_000;

export type Fold = { readonly code: number; readonly text: string };

function foldPlain(character: string, table: Uint16Array): Fold {
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase();
  let folded = '';
  for (const part of plain) {
    if (!/[\p{L}\p{N}]/u.test(part)) continue;
    for (let at = 0; at < part.length; at += 1) {
      folded += String.fromCharCode(table[part.charCodeAt(at)] ?? 0);
    }
  }
  if (folded.length === 0) return { code: mark.weak, text: '' };
  return folded.length === 1
    ? { code: folded.charCodeAt(0), text: '' }
    : { code: mark.several, text: folded };
}

/** Compatibility form, case, marks: a slow path taken once for each character. */
function foldCodePoint(codePoint: number, table: Uint16Array): Fold {
  if (codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff) return { code: codePoint - 0x1f1e6 + 97, text: '' };
  if (codePoint === 0x20779) return { code: '割'.charCodeAt(0), text: '' };
  if (codePoint >= 0xd800 && codePoint <= 0xdbff) return { code: mark.pair, text: '' };
  if (codePoint >= 0xdc00 && codePoint <= 0xdfff) return { code: mark.invisible, text: '' };
  const character = String.fromCodePoint(codePoint);
  if (strokes.includes(character)) return { code: mark.weak, text: '' };
  if (character === '.') return { code: mark.fullStop, text: '' };
  if (breakMarks.includes(character)) return { code: mark.break, text: '' };
  if (clauseMarks.includes(character)) return { code: mark.clause, text: '' };
  if (pointMarks.includes(character)) return { code: mark.point, text: '' };
  if (ignored.test(character)) return { code: character === '\t' ? mark.weak : mark.invisible, text: '' };
  return foldPlain(character, table);
}

const table = buildFoldTable();
const merges = new Map<number, number>();
const leftHalves = new Set<number>();
const rightHalves = new Set<number>();
for (const [left, right, whole] of splitCharacters) {
  merges.set(left.charCodeAt(0) * 65536 + right.charCodeAt(0), whole.charCodeAt(0));
  leftHalves.add(left.charCodeAt(0));
  rightHalves.add(right.charCodeAt(0));
}
const alone = new Map<number, number>();
const severals = new Map<number, string>();
const astral = new Map<number, Fold>();

/**
 * What each UTF-16 unit becomes: a folded unit, or one of `mark`. Filled as characters appear (`foldUnit`), because folding
 * all of them would cost every start a quarter of a second.
 */
export const unitCodes: Uint16Array = new Uint16Array(65536).fill(mark.unknown);

/** Code of a unit, looked up or found out. */
export function foldUnit(unit: number): number {
  const known = unitCodes[unit] ?? mark.unknown;
  if (known !== mark.unknown) return known;
  const fold = foldCodePoint(unit, table);
  // ǐ, Ａ and ① too: a spelling with one of them may be sought as it is written, which needs the longer way.
  const isDressed = unit >= 128 && isLatin(fold.code);
  const code = isDressed ? mark.several : fold.code;
  if (code === mark.several) severals.set(unit, isDressed ? String.fromCharCode(fold.code) : fold.text);
  const isHalf = rightHalves.has(code);
  if (isHalf) alone.set(unit, code);
  unitCodes[unit] = isHalf ? mark.rightHalf : code;
  return unitCodes[unit] ?? mark.unknown;
}

/** What a unit whose code is `mark.rightHalf` becomes where it joins nothing. */
export function foldRightHalf(unit: number): number {
  return alone.get(unit) ?? unit;
}

/** The units of a unit whose code is `mark.several`. */
export function severalUnits(unit: number): string {
  return severals.get(unit) ?? '';
}

function foldAstral(codePoint: number): Fold {
  const known = astral.get(codePoint);
  if (known !== undefined) return known;
  const fold = foldCodePoint(codePoint, table);
  if (astral.size < mostAstral) astral.set(codePoint, fold);
  return fold;
}

const pairOf = (high: number, low: number): number => ((high & 0x3ff) << 10) + (low & 0x3ff) + 0x10000;

/** What the two units of one character become; null where the second is no second one. */
export function foldPair(high: number, low: number): Fold | null {
  return (low & 0xfc00) === 0xdc00 ? foldAstral(pairOf(high, low)) : null;
}

/** By code point of the first plane beyond the basic one: 1 for those that are left out, 2 for others, 0 where unknown. */
const ignoredPairs = new Uint8Array(65536);

/** Emoji and the like: two units that make one character which is left out. */
export function isIgnoredPair(high: number, low: number): boolean {
  const known = high < 0xd840 ? (ignoredPairs[pairOf(high, low) - 0x10000] ?? 0) : 0;
  if (known !== 0 && (low & 0xfc00) === 0xdc00) return known === 1;
  const code = foldPair(high, low)?.code;
  const isIgnored = code === mark.weak || code === mark.invisible;
  if (code !== undefined && high < 0xd840) ignoredPairs[pairOf(high, low) - 0x10000] = isIgnored ? 1 : 2;
  return isIgnored;
}

/** The character that two halves side by side stand for, or undefined. */
export function mergeHalves(left: number, right: number): number | undefined {
  return rightHalves.has(right) ? merges.get(left * 65536 + right) : undefined;
}

export function isLeftHalf(unit: number): boolean {
  return leftHalves.has(unit);
}

/** Letters and digits of the folded alphabet. */
export function isLatin(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57);
}
