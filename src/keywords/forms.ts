/**
 * The little language of the forms in the rule files.
 *
 *   {想,要,}死   one of the alternatives, here also none
 *   <want>死     one word of a named set
 *   从…跳        two pieces, in this order, at most the rule's `gap` apart
 *   从~跳        the same, at most two characters apart
 *   从+跳        the same, side by side (shorter than every spelling of the whole)
 *   今晚 & 跳    both, in either order, at most the rule's `gap` apart: each order is a form
 */
export type Piece = {
  /** A spelling takes one word of each part, in their order. */
  readonly parts: readonly (readonly string[])[];
  /** All of them, written out when first asked for: thousands from a few words. */
  readonly spellings: readonly string[];
  /** Most characters since the piece before; undefined where the rule's own gap holds. */
  readonly gap: number | undefined;
};
export type Form = readonly Piece[];
export type Sets = ReadonlyMap<string, readonly string[]>;
export type FormReading =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly problem: string };

/** More than this many spellings of one piece is a mistake in the file, not a rule. */
const mostSpellings = 5000;

/** Room for 就, 去, 我要 between two pieces that belong together. */
const gapOfMark: Readonly<Record<string, number>> = { '~': 2, '+': 0 };

/**
 * The words of each named set, group of alternatives and literal that has been read beside these sets: the forms of a
 * configuration use the same ones again and again, and what is made of an array is made once.
 */
const wordsOf = new WeakMap<Sets, Map<string, readonly string[]>>();

function remember<T extends readonly string[] | string>(sets: Sets, key: string, read: () => T) {
  // A form by itself: there is nothing to share, and nobody who would forget.
  if (sets.size === 0) return read();
  const known = wordsOf.get(sets) ?? new Map<string, readonly string[]>();
  wordsOf.set(sets, known);
  const words = known.get(key) ?? read();
  if (typeof words !== 'string') known.set(key, words);
  return words;
}

/** `inside` is what stands between braces, or a set with its brackets. */
const readAlternatives = (inside: string, sets: Sets): readonly string[] | string =>
  remember<readonly string[] | string>(sets, inside, () => listAlternatives(inside, sets));

/** The commas of a word outside braces part nothing; a brace, which no group holds, tells the two apart. */
const readLiteral = (word: string, sets: Sets): readonly string[] | string =>
  remember<readonly string[]>(sets, `{${word}`, () => [word]);

function listAlternatives(inside: string, sets: Sets): string[] | string {
  const words: string[] = [];
  for (const word of inside.split(',')) {
    const name = /^<([a-z-]+)>$/.exec(word)?.[1];
    if (name === undefined) words.push(word);
    else {
      const set = sets.get(name);
      if (set === undefined) return `no set is called <${name}>`;
      for (const one of set) words.push(one);
    }
  }
  return words;
}

function readParts(piece: string, sets: Sets): (readonly string[])[] | string {
  const parts: (readonly string[])[] = [];
  let spellings = 1;
  for (let at = 0; at < piece.length; ) {
    const opening = piece[at];
    let words: readonly string[] | string;
    if (opening === '{' || opening === '<') {
      const end = piece.indexOf(opening === '{' ? '}' : '>', at);
      if (end === -1) return `"${opening}" is not closed`;
      if (piece.slice(at + 1, end).includes('{')) return 'braces cannot stand within braces';
      words = readAlternatives(opening === '{' ? piece.slice(at + 1, end) : piece.slice(at, end + 1), sets);
      at = end + 1;
    } else if (opening === '}' || opening === '>') {
      return `"${opening}" closes nothing`;
    } else {
      const length = piece.slice(at).search(/[{}<>]/);
      words = readLiteral(length === -1 ? piece.slice(at) : piece.slice(at, at + length), sets);
      at = length === -1 ? piece.length : at + length;
    }
    if (typeof words === 'string') return words;
    spellings *= words.length;
    if (spellings > mostSpellings) return `more than ${mostSpellings} spellings`;
    parts.push(words);
  }
  return parts;
}

function spell(parts: readonly (readonly string[])[]): string[] {
  let spellings = [''];
  for (const words of parts) spellings = spellings.flatMap((head) => words.map((word) => head + word));
  return [...new Set(spellings)];
}

function createPiece(parts: readonly (readonly string[])[], gap: number | undefined): Piece {
  let spellings: string[] | undefined;
  return {
    parts,
    gap,
    get spellings() {
      spellings ??= spell(parts);
      return spellings;
    },
  };
}

const inAnyOrder = ' & ';

/** The forms that one with signs in any order stands for: itself where it has none. */
export function listOrders(source: string): readonly string[] {
  return orderings(source.split(inAnyOrder)).map((signs) => signs.join('…'));
}

function orderings(signs: readonly string[]): readonly (readonly string[])[] {
  if (signs.length < 2) return [signs];
  return signs.flatMap((first, at) => orderings(signs.toSpliced(at, 1)).map((others) => [first, ...others]));
}

export function readForm(source: string, sets: Sets): FormReading {
  const form: Piece[] = [];
  const parts = source.split(/([…~+])/);
  for (let at = 0; at < parts.length; at += 2) {
    const words = readParts(parts[at] ?? '', sets);
    if (typeof words === 'string') return { ok: false, problem: words };
    // One of its spellings is empty.
    if (words.every((part) => part.some((word) => word.trim() === ''))) {
      return { ok: false, problem: 'a piece of the form may be empty' };
    }
    form.push(createPiece(words, gapOfMark[parts[at - 1] ?? '']));
  }
  return { ok: true, form };
}
