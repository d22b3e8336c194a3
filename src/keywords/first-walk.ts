import { foldRightHalf, foldUnit, isIgnoredPair, isUnit, mark, mergeHalves, unitCodes } from './folding.ts';
import type { Lookout } from './lookout.ts';
import { beyondWeight, lightestSum } from './lookout.ts';

/** What the first walk over a text tells, and where it writes. */
export type Walked = {
  readonly units: Uint16Array;
  /** The units of the text as they are: asking strings of several kinds for one after the other is slower. */
  readonly raw: Uint16Array;
  /** Before which units a form may begin or which are signs with the next: `noted` of them, rising; one may be -1. */
  readonly places: Int32Array;
  /** From where to where sentences reach that pass the first stage: `graves` numbers, two for each. */
  readonly spans: Int32Array;
  length: number;
  noted: number;
  graves: number;
  changed: boolean;
  isTold: boolean;
  mayBeDisguised: boolean;
  worth: number;
};

// The upper bits of a product by an odd constant depend on all of the factor (the constant is that of xxHash).
/** @param left shifted by 16 */
export const slotOfTwo = (left: number, right: number): number => Math.imul(left | right, 0x9e3779b1) >>> 16;

/**
 * All that the walk asks of a unit in one number, so that it is one look into memory: the code of folding in the lower 16
 * bits, above them its symbol, whether it takes more than the usual steps, its weight. Of marks the lowest bit of the symbol
 * is `tells`.
 */
const symbolShift = 16;
const weightShift = 25;
const special = 1 << 24;
const tells = 1 << symbolShift;

/** The entry of a unit. One that is a form by itself, or may be half of a character, takes more than the usual steps. */
function writeEntry(unit: number, { telling, beginnings, signs, stage }: Lookout): number {
  const code = foldUnit(unit);
  const isHalf = code === mark.rightHalf;
  const plain = isHalf ? foldRightHalf(unit) : code;
  if (!isUnit(plain)) return plain | special | (telling?.[unit] === 1 ? tells : 0);
  const symbol = signs?.symbols[plain] ?? 0;
  const weight = stage?.weights[plain] ?? 0;
  const more = isHalf || beginnings?.ones[plain] === 1 ? special : 0;
  return plain | (symbol << symbolShift) | more | (weight << weightShift);
}

/** A table of 65536 bits, small enough to stay near the processor. */
const wordsOfBits = 2048;

/** By two neighbours whether they are noted: bits by `slotOfTwo`, and behind them those of two symbols. */
function joinTables({ beginnings, signs }: Lookout): Int32Array {
  const both = new Int32Array(2 * wordsOfBits);
  const set = (word: number, bit: number): void => {
    both[word] = (both[word] ?? 0) | (1 << (bit & 31));
  };
  beginnings?.twos.forEach((begins, slot) => {
    if (begins !== 0) set(slot >>> 5, slot);
  });
  signs?.pairs.forEach((sign, pair) => {
    if (sign !== 0) set(wordsOfBits + (pair >>> 5), pair);
  });
  return both;
}

const { unknown, invisible, pair, clause: clauseMark, break: breakMark } = mark;
/** Sums are kept as much higher, so that none falls below 0. */
const lift = -lightestSum;

/** Where the characters stand that the walk has read: what it skipped are marks, each unit by itself. */
export function locate(raw: Uint16Array, size: number, starts: Uint32Array): void {
  let length = 0;
  for (let at = 0; at < size; at += 1) {
    const code = unitCodes[raw[at] ?? 0] ?? unknown;
    if (!isUnit(code) && code !== mark.rightHalf) continue;
    starts[length] = at;
    length += 1;
  }
}

/**
 * One walk that folds a text and gathers all that tells an ordinary message from one that must be looked at, with one look
 * into memory for a unit and two for it and the one before. Nearly all messages get no further.
 */
export class FirstWalk {
  private readonly lookout: Lookout;
  private readonly entries = new Int32Array(65536).fill(unknown | special);
  private readonly neighbours: Int32Array;
  private readonly limit: number;
  private readonly isGated: boolean;
  private readonly isStaged: boolean;

  constructor(lookout: Lookout) {
    this.lookout = lookout;
    this.neighbours = joinTables(lookout);
    this.limit = (lookout.stage?.limit ?? beyondWeight) + lift;
    this.isGated = lookout.beginnings !== undefined && lookout.signs !== undefined;
    this.isStaged = lookout.stage !== undefined;
  }

  /** False where folding takes more than a look at each unit, and those behind: then nothing has been told. */
  read(size: number, into: Walked): boolean {
    const { entries, neighbours, lookout, limit } = this;
    const { telling, beginnings, signs } = lookout;
    const { units, raw, places, spans } = into;
    const E = entries;
    const T = neighbours;
    let length = 0;
    let noted = 0;
    let difference = 0;
    let told = 0;
    let before = 0;
    let met = 0;
    let sum = lift;
    let worth = -1;
    let graves = 0;
    let isHalved = false;
    // Of the marks: where the last one stood, the last that parts clauses, the last that ends a sentence; characters that
    // stand alone between them.
    let parted = 0;
    let clause = -1;
    let ended = 0;
    let alone = 0;
    for (let at = 0; ; at += 1) {
      let entry = 0;
      let unit = 0;
      // As little as possible stands in here: no call, behind which every table would have to be looked at anew, and plain
      // numbers, as constants with names are looked up for each character.
      for (; at < size; at += 1) {
        unit = raw[at] ?? 0;
        entry = E[unit] ?? 0;
        if ((entry & 0x100_0000) !== 0) break;
        const code = entry & 0xffff;
        const pairOfSymbols = ((before >>> 8) & 0xff00) | ((entry >>> 16) & 0xff);
        const slot = Math.imul((before << 16) | code, 0x9e3779b1) >>> 16;
        const sign = (T[2048 | (pairOfSymbols >>> 5)] ?? 0) >>> pairOfSymbols;
        const found = sign | ((T[slot >>> 5] ?? 0) >>> slot);
        units[length] = code;
        places[noted] = length - 1;
        noted = (noted + (found & 1)) | 0;
        met |= sign;
        difference |= code ^ unit;
        before = entry;
        length = (length + 1) | 0;
        sum = (sum + (entry >> 25)) | 0;
        sum &= ~(sum >> 31);
      }
      if (at >= size) break;
      const code = entry & 0xffff;
      if (code === unknown) {
        entries[unit] = writeEntry(unit, lookout);
        at -= 1;
        continue;
      }
      if (isUnit(code)) {
        if (length > 0 && mergeHalves(units[length - 1] ?? 0, code) !== undefined) return false;
        const pairOfSymbols = ((before >>> 8) & 0xff00) | ((entry >>> symbolShift) & 0xff);
        const slot = slotOfTwo(before << 16, code);
        const sign = (T[wordsOfBits | (pairOfSymbols >>> 5)] ?? 0) >>> pairOfSymbols;
        const found = sign | ((T[slot >>> 5] ?? 0) >>> slot);
        units[length] = code;
        places[noted] = length - 1;
        noted += found & 1;
        places[noted] = length;
        noted += beginnings?.ones[code] ?? 0;
        met |= sign;
        difference |= code ^ unit;
        told |= telling?.[unit] ?? 0;
        isHalved ||= unitCodes[unit] === mark.rightHalf;
        before = entry;
        length += 1;
        sum = Math.max(0, sum + (entry >> weightShift));
        continue;
      }
      if (code < invisible && (code !== pair || at + 1 === size || !isIgnoredPair(unit, raw[at + 1] ?? 0))) {
        return false;
      }
      difference = 1;
      told |= entry & tells;
      if (code === invisible) continue;
      // Of a pair what comes next, its second half, is invisible by itself.
      if (length - parted === 1) alone += 1;
      parted = length;
      if (code < clauseMark || code > breakMark) continue;
      if (code > clauseMark || clause === length) {
        if (sum > worth) worth = sum;
        if (sum > limit) {
          spans[graves] = ended;
          spans[graves + 1] = length;
          graves += 2;
        }
        sum = lift;
        ended = length;
      }
      clause = length;
    }
    if (length - parted === 1) alone += 1;
    if (sum > limit) {
      spans[graves] = ended;
      spans[graves + 1] = length;
      graves += 2;
    }
    // Between characters that stand alone (我。想。死) no sentence ends.
    const isSpelledOut = alone > 1 && worth >= 0;
    // Of half of a character nobody knows what it is half of.
    const isWeighed = this.isStaged && !isSpelledOut && !isHalved;
    into.length = length;
    into.noted = this.isGated ? noted : -1;
    into.graves = isWeighed ? graves : -1;
    into.changed = difference !== 0;
    into.isTold = told !== 0;
    into.mayBeDisguised = (met & 1) !== 0 || signs === undefined;
    into.worth = isWeighed ? Math.max(sum, worth) - lift : beyondWeight;
    return true;
  }
}
