import { foldRightHalf, foldUnit, isLeftHalf, isUnit, mark } from './folding.ts';
import type { Piece } from './forms.ts';
import type { Normalise } from './normalise.ts';
import type { Trie } from './trie.ts';

/** Normalising takes pictures away and would leave of 想💀 only 想: such spellings are sought in the original alone. */
const pictures = /\p{Extended_Pictographic}/u;
const latinEdge = /^[a-z0-9]|[a-z0-9]$/i;

/** A word of a form, as it stands in the file and folded. */
type Word = {
  readonly folded: string;
  readonly hasPicture: boolean;
  /** Folding takes something away that a text may have had for a reason, or could join it with what stands beside it. */
  readonly isDelicate: boolean;
  /** It could join with the word beside it, so that the two cannot be folded one by one. */
  readonly joins: boolean;
};

/** Whether whoever finds the folded unit has found this one: it is a character, or parts nothing, as a space. */
function isKept(unit: number): boolean {
  const code = foldUnit(unit);
  if (code === mark.weak || code === mark.invisible || code === mark.rightHalf) return true;
  return isUnit(code);
}

/** A half of a split character at an edge may join with what a text has beside it. */
export function hasHalfAtEdge(text: string): boolean {
  if (foldUnit(text.charCodeAt(0)) === mark.rightHalf) return true;
  const last = text.charCodeAt(text.length - 1);
  const code = foldUnit(last);
  return isLeftHalf(code === mark.rightHalf ? foldRightHalf(last) : code);
}

/** Whether a text may hold this spelling where the folded text does not hold the folded spelling. */
function escapesFolding(spelling: string): boolean {
  if (hasHalfAtEdge(spelling)) return true;
  for (let at = 0; at < spelling.length; at += 1) if (!isKept(spelling.charCodeAt(at))) return true;
  return false;
}

/** Grows the spellings of pieces into a trie, word by word: their beginnings, which they share, are walked once. */
export type Speller = {
  /** Calls `found` with the state of each spelling, folded as texts are; spellings with pictures only where wanted. */
  grow(piece: Piece, withPictures: boolean, found: (state: number) => void): void;
  /** Spellings that must be sought in the original text too, because folding could hide them. */
  listDelicate(piece: Piece): readonly string[];
};

export function createSpeller(trie: Trie, normalise: Normalise): Speller {
  const words = new Map<string, Word>();

  function fold(text: string): string {
    const { units, length } = normalise(text);
    return String.fromCharCode(...units.subarray(0, length));
  }

  function readWord(text: string): Word {
    let word = words.get(text);
    if (word === undefined) {
      word = {
        folded: fold(text),
        hasPicture: pictures.test(text),
        isDelicate: text !== '' && escapesFolding(text),
        joins: text !== '' && hasHalfAtEdge(text),
      };
      words.set(text, word);
    }
    return word;
  }

  function growWord(state: number, folded: string): number {
    let next = state;
    for (let at = 0; at < folded.length; at += 1) next = trie.grow(next, folded.charCodeAt(at));
    return next;
  }

  function growFrom(
    parts: readonly (readonly Word[])[],
    part: number,
    state: number,
    found: (state: number) => void,
  ): void {
    const here = parts[part];
    if (here === undefined) {
      if (state !== 0) found(state);
      return;
    }
    for (const { folded } of here) growFrom(parts, part + 1, growWord(state, folded), found);
  }

  return {
    grow(piece, withPictures, found) {
      const parts = piece.parts.map((part) => part.map(readWord));
      if (parts.length === 1 || !parts.some((part) => part.some(({ joins }) => joins))) {
        const kept = withPictures ? parts : parts.map((part) => part.filter(({ hasPicture }) => !hasPicture));
        growFrom(kept, 0, 0, found);
        return;
      }
      for (const spelling of piece.spellings) {
        if (!withPictures && pictures.test(spelling)) continue;
        const state = growWord(0, fold(spelling));
        if (state !== 0) found(state);
      }
    },
    listDelicate(piece) {
      const delicate = piece.parts.some((part) => part.some((text) => readWord(text).isDelicate));
      return delicate
        ? piece.spellings.filter((spelling) => escapesFolding(spelling) && !latinEdge.test(spelling))
        : [];
    },
  };
}
