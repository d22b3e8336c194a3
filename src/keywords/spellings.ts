import { foldRightHalf, foldUnit, isLeftHalf, isUnit, mark } from './folding.ts';
import type { Piece } from './forms.ts';
import type { Normalise } from './normalise.ts';

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
  if (pictures.test(String.fromCharCode(unit))) return false;
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

/** Marks that part what stands before and behind them. */
function isParting(code: number): boolean {
  return code === mark.clause || code === mark.point || code === mark.break || code === mark.fullStop;
}

/** Whether only marks hide the spelling from whoever looks for it in the folded text: without them it stands there too. */
export function isHiddenByMarks(spelling: string): boolean {
  if (hasHalfAtEdge(spelling)) return false;
  let kept = 0;
  for (let at = 0; at < spelling.length; at += 1) {
    const unit = spelling.charCodeAt(at);
    if (isUnit(foldUnit(unit))) kept += 1;
    if (!isKept(unit) && !isParting(foldUnit(unit))) return false;
  }
  return kept > 0;
}

/** Folds the words of pieces as texts are folded. */
export type Speller = {
  /** The folded words of each part, of which a spelling takes one; those with pictures only where wanted. */
  foldParts(piece: Piece, withPictures: boolean): readonly (readonly string[])[];
  /** Spellings that must be sought in the original text too, because folding could hide them. */
  listDelicate(piece: Piece): readonly string[];
  fold(text: string): string;
};

/** What is to be known of the words of one part. Equal arrays are one array (forms.ts), and are read once. */
type Part = {
  readonly folded: readonly string[];
  readonly withoutPictures: readonly string[];
  readonly isDelicate: boolean;
  readonly joins: boolean;
};

export function createSpeller(normalise: Normalise): Speller {
  const words = new Map<string, Word>();
  const parts = new Map<readonly string[], Part>();

  function fold(text: string): string {
    const { units, length, changed } = normalise(text);
    if (!changed) return text;
    return String.fromCharCode(...units.subarray(0, length));
  }

  function readWord(text: string): Word {
    let word = words.get(text);
    if (word === undefined) {
      const folded = fold(text);
      word = {
        folded,
        // Pictures are no letters, so that folding takes them away.
        hasPicture: folded !== text && pictures.test(text),
        isDelicate: text !== '' && escapesFolding(text),
        joins: text !== '' && hasHalfAtEdge(text),
      };
      words.set(text, word);
    }
    return word;
  }

  function readPart(texts: readonly string[]): Part {
    let part = parts.get(texts);
    if (part === undefined) {
      const read = texts.map(readWord);
      const folded = read.map((word) => word.folded);
      const plain = read.filter(({ hasPicture }) => !hasPicture);
      part = {
        folded,
        withoutPictures: plain.length === read.length ? folded : plain.map((word) => word.folded),
        isDelicate: read.some((word) => word.isDelicate),
        joins: read.some((word) => word.joins),
      };
      parts.set(texts, part);
    }
    return part;
  }

  return {
    foldParts(piece, withPictures) {
      const read = piece.parts.map(readPart);
      if (read.length > 1 && read.some(({ joins }) => joins)) {
        const wanted = (spelling: string) => withPictures || !pictures.test(spelling);
        return [piece.spellings.filter(wanted).map(fold)];
      }
      return read.map(({ folded, withoutPictures }) => (withPictures ? folded : withoutPictures));
    },
    listDelicate(piece) {
      return piece.parts.some((part) => readPart(part).isDelicate)
        ? piece.spellings.filter((spelling) => escapesFolding(spelling) && !latinEdge.test(spelling))
        : [];
    },
    fold,
  };
}
