import type { Signs } from '../lookout.ts';
import type { Lexicon } from './lexicon.ts';

/** One symbol is kept for what is always a sign: letters, digits, and whatever comes when all others are given away. */
const always = 255;

/** What units of one symbol have in common; of `isBeforeLone`, what one of them is. */
type Likeness = {
  readonly sound: number;
  readonly isLone: boolean;
  readonly isLeft: boolean;
  readonly isRight: boolean;
  isBeforeLone: boolean;
};

type Sorted = { readonly symbols: Uint8Array; readonly likenesses: readonly Likeness[] };

function sortUnits({ pairs, sounds, digits, variants, lone, beforeLone, merges }: Lexicon): Sorted {
  const symbols = new Uint8Array(65536);
  const telling = new Set([...pairs.keys()].flatMap((pair) => [pair >>> 16, pair & 0xffff]));
  const lefts = new Set([...merges.keys()].map((pair) => pair >>> 16));
  const rights = new Set([...merges.keys()].map((pair) => pair & 0xffff));
  const special = new Set([...lone, ...beforeLone, ...lefts, ...rights]);
  const likenesses: Likeness[] = [
    { sound: 0, isLone: false, isLeft: false, isRight: false, isBeforeLone: false },
  ];
  const numbers = new Map<number, number>();
  sounds.ofUnit.forEach((own, unit) => {
    const sound = telling.has(own) ? own : 0;
    if (sound === 0 && !special.has(unit)) return;
    const [isLone, isLeft, isRight] = [lone.has(unit), lefts.has(unit), rights.has(unit)];
    const isBeforeLone = beforeLone.has(unit);
    // Most units have no sound that matters: only among those it is worth a symbol of its own.
    const isApart = isBeforeLone && sound === 0;
    const key = sound * 16 + Number(isLone) * 8 + Number(isLeft) * 4 + Number(isRight) * 2 + Number(isApart);
    const number = numbers.get(key) ?? Math.min(likenesses.length, always);
    symbols[unit] = number;
    if (number === always) return;
    numbers.set(key, number);
    const likeness = likenesses[number] ?? { sound, isLone, isLeft, isRight, isBeforeLone };
    if (isBeforeLone) likeness.isBeforeLone = true;
    likenesses[number] = likeness;
  });
  for (const unit of [...digits.keys(), ...variants.keys()]) symbols[unit] = always;
  for (let letter = 97; letter <= 122; letter += 1) symbols[letter] = always;
  return { symbols, likenesses };
}

/**
 * Neighbours that make the second look worth while (`mayHold` of the restorer), in two tables: all that sound alike are one
 * there, so that they are more than those.
 */
export function buildSigns(lexicon: Lexicon): Signs {
  const { symbols, likenesses } = sortUnits(lexicon);
  const pairs = new Uint8Array(65536);
  for (let other = 0; other < 256; other += 1) pairs[other * 256 + always] = 1;
  pairs.fill(1, always * 256 + 1);
  likenesses.forEach((one, left) => {
    likenesses.forEach((other, right) => {
      const isSign =
        lexicon.pairs.has(one.sound * 65536 + other.sound) ||
        (one.isBeforeLone && other.isLone) ||
        (one.isLeft && other.isRight);
      if (isSign) pairs[left * 256 + right] = 1;
    });
  });
  return { symbols, pairs };
}
