import type { SpellingTables } from './matcher.ts';
import type { Labels } from './spelling-graph.ts';

/** Bits that say what an atom (one spelling of one piece) is used for. */
export const roles = { cue: 1, idiom: 2, whole: 4, first: 8, between: 16, last: 32, hint: 64 } as const;
export type Role = (typeof roles)[keyof typeof roles];

/** Atoms that pieces of forms are spelled with. */
export const pieceRoles: number = roles.whole | roles.first | roles.between | roles.last;

/**
 * Spellings mean a cue (by its number), an idiom, a hint that the original text is worth a look, or a piece (by its place):
 * numbers in this order.
 */
export const idiomMeaning = 64;
export const hintMeaning = 65;
const firstPlace = 66;
export const meaningOfPlace = (place: number): number => firstPlace + place;

/** Columns by row of the labels: spellings that mean the same share one. */
export type Atoms = {
  /** Bits of `roles`. */
  readonly roles: Uint8Array;
  /** Two numbers a row: bit n of them is set for the n-th name of a cue. */
  readonly cues: Int32Array;
  /** Where the uses of a row start in `uses`; those of the next one follow. */
  readonly useStarts: Int32Array;
  /** Places of pieces that are spelled so, in the order of the rules. */
  readonly uses: Int32Array;
};

function setCue(cues: Int32Array, row: number, cue: number): void {
  const at = 2 * row + (cue >> 5);
  cues[at] = (cues[at] ?? 0) | (1 << (cue & 31));
}

export function hasCue({ cues }: Pick<Atoms, 'cues'>, row: number, cue: number): boolean {
  return ((cues[2 * row + (cue >> 5)] ?? 0) & (1 << (cue & 31))) !== 0;
}

/** @param roleOf what each place of a piece does in its form */
export function readAtoms({ count, starts, list }: Labels, roleOf: (place: number) => Role): Atoms {
  const flags = new Uint8Array(count);
  const cues = new Int32Array(2 * count);
  const useStarts = new Int32Array(count + 1);
  const uses = new Int32Array(list.length);
  let used = 0;
  for (let row = 0; row < count; row += 1) {
    useStarts[row] = used;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const meaning = list[at] ?? 0;
      let role: Role = roles.cue;
      if (meaning < idiomMeaning) setCue(cues, row, meaning);
      else if (meaning === idiomMeaning) role = roles.idiom;
      else if (meaning === hintMeaning) role = roles.hint;
      else {
        role = roleOf(meaning - firstPlace);
        uses[used] = meaning - firstPlace;
        used += 1;
      }
      flags[row] = (flags[row] ?? 0) | role;
    }
  }
  useStarts[count] = used;
  return { roles: flags, cues, useStarts, uses: uses.slice(0, used) };
}

/** The shortest and the longest spelling of each place, in characters. */
export function spellingLengths(
  places: number,
  { useStarts, uses }: Atoms,
  { lengths, labels }: SpellingTables,
): readonly [shortest: Int32Array, longest: Int32Array] {
  const shortest = new Int32Array(places).fill(0x7fff_ffff);
  const longest = new Int32Array(places);
  for (let pattern = 1; pattern < lengths.length; pattern += 1) {
    const label = labels[pattern] ?? 0;
    const length = lengths[pattern] ?? 0;
    for (let use = useStarts[label] ?? 0; use < (useStarts[label + 1] ?? 0); use += 1) {
      const place = uses[use] ?? 0;
      if (length < (shortest[place] ?? 0)) shortest[place] = length;
      if (length > (longest[place] ?? 0)) longest[place] = length;
    }
  }
  return [shortest, longest];
}
