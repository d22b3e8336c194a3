/**
 * Hashed character n-grams: where in the table of weights each of them has its place.
 *
 * Training and screening share these lines, so that a weight is looked up where it was learnt. Only characters outside
 * Latin and digits count (letters and ages are left to the rules); any other character, and a mark that ends a clause,
 * starts anew from `edge`, so that `edge` + 死 is a word of its own: a clause that begins with 死.
 */

/** Stands before the first character of a clause. */
const edge = 1;

/** Characters below are Latin letters, digits and the like. */
export const firstCounted = 0x2e80;

/** Odd constants of well-known multiplicative hashes (Knuth; xxHash, Yann Collet). */
const forOne = 0x9e3779b1;
const forTwo = 0x85ebca6b;
const forThree = 0xc2b2ae35;
const forContent = 0x27d4eb2f;

const threesFrom = 65_536;
const contentFrom = threesFrom + 32_768;

/** One and two characters share the first part of the table; three, and two past fillers, have a part each. */
export const tableLength = contentFrom + 16_384;

/** Each character is worth this many weights. */
export const slotsOfCharacter = 4;

export function mixOne(unit: number): number {
  return Math.imul(unit, forOne);
}

export function mixTwo(mixedBefore: number, unit: number): number {
  return Math.imul(mixedBefore + unit, forTwo);
}

export const mixedEdge = mixOne(edge);
export const mixedEdges = mixTwo(mixedEdge, edge);

/** Place of one character, or of two in a row. */
export function slotOfMixed(mixed: number): number {
  return mixed >>> 16;
}

/** Place of three in a row, from the first two. */
export function slotOfThree(mixedTwo: number, unit: number): number {
  return threesFrom + (Math.imul(mixedTwo ^ unit, forThree) >>> 17);
}

/** Little words that say how much and when; 死了 and 死掉了 differ by them, 活着好累 and 活着真的好累 do not. */
const fillers = new Uint8Array(65_536);
for (const filler of '的了真很太都就也还又吧啊呢得地') fillers[filler.charCodeAt(0)] = 1;

export function isFiller(unit: number): boolean {
  return fillers[unit] === 1;
}

/** Place of a character and the last one before it that is no filler. */
export function slotOfContent(mixedContent: number, unit: number): number {
  return contentFrom + (Math.imul(mixedContent ^ unit, forContent) >>> 18);
}
