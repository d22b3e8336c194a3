import { foldRightHalf, foldUnit, isIgnoredPair, isUnit, mark } from './folding.ts';
import type { Lookout } from './lookout.ts';
import { beyondWeight, lightestSum } from './lookout.ts';

/** What the first walk over a text tells, and where it writes. */
export type Walked = {
  readonly units: Uint16Array;
  /** Room for the units of the text as they are. */
  readonly raw: Uint16Array;
  readonly bytes: Buffer;
  /** Before which units a form may begin or which are signs with the next: `noted` of them, rising; one may be -1. */
  readonly places: Int32Array;
  length: number;
  noted: number;
  changed: boolean;
  isTold: boolean;
  mayBeDisguised: boolean;
  worth: number;
};

/** False where folding takes more than a look at each unit, and those behind: then nothing has been told. */
export type Walk = (text: string, into: Walked) => boolean;

// The upper bits of a product by an odd constant depend on all of the factor (the constant is that of xxHash).
/** @param left shifted by 16 */
export const slotOfTwo = (left: number, right: number): number => Math.imul(left | right, 0x9e3779b1) >>> 16;

/**
 * All that the walk asks of a unit in one number, so that it is one look into memory: the code of folding in the lower 16
 * bits; above them of a unit that stays one its symbol, whether it is a form and its weight, of any other `tells`.
 */
const symbolShift = 16;
const wholeShift = 24;
const weightShift = 25;
const tells = 1 << symbolShift;

/** The entry of a unit; that of one half of a split character has the code of the mark and else what it is alone. */
function writeEntry(unit: number, { telling, beginnings, signs, stage }: Lookout): number {
  const code = foldUnit(unit);
  const plain = code === mark.rightHalf ? foldRightHalf(unit) : code;
  if (!isUnit(plain)) return code | (telling?.[unit] === 1 ? tells : 0);
  const symbol = signs?.symbols[plain] ?? 0;
  const whole = beginnings?.ones[plain] ?? 0;
  const weight = stage?.weights[plain] ?? 0;
  return code | (symbol << symbolShift) | (whole << wholeShift) | (weight << weightShift);
}

// Constants of this file are written into the code; those of another would be looked up for each character.
const { unknown, invisible, pair, clause: clauseMark, break: breakMark } = mark;
const nothing = new Uint8Array(65536);
const floor = lightestSum;
const least = -beyondWeight;

/**
 * One walk that folds a text and gathers all that tells an ordinary message from one that must be looked at, with one look
 * into memory for a unit and two for it and the one before. Nearly all messages get no further.
 */
export function createWalk(lookout: Lookout): Walk {
  const entries = new Int32Array(65536).fill(unknown);
  const { beginnings, signs, stage } = lookout;
  const twos = beginnings?.twos ?? nothing;
  const both = new Uint8Array(131072);
  both.set(twos, 0);
  both.set(signs?.pairs ?? nothing, 65536);

  return function walk(text, into) {
    const { units, places, raw, bytes } = into;
    const E = entries;
    const T = both;
    const size = bytes.write(text, 0, 'utf16le') >> 1;
    let length = 0;
    let noted = 0;
    let difference = 0;
    let told = 0;
    let before = 0;
    let isWhole = 0;
    let symbol = 0;
    let sign = 0;
    let sum = 0;
    let worth = least;
    // Of the marks: where the last one stood, and the last that parts clauses; characters that stand alone between them.
    let parted = 0;
    let clause = -1;
    let alone = 0;
    // No call within the inner loop: behind one, every table would have to be looked at anew.
    for (let at = 0; ; at += 1) {
      let entry = 0;
      for (; at < size; at += 1) {
        const unit = raw[at] ?? 0;
        entry = E[unit] ?? 0;
        const code = entry & 0xffff;
        if ((code & 0xf800) === 0xd800) {
          if (code < invisible) break;
          difference = 1;
          told |= entry & tells;
          if (code === invisible) continue;
          if (length - parted === 1) alone += 1;
          parted = length;
          if (code < clauseMark || code > breakMark) continue;
          if (code > clauseMark || clause === length) {
            if (sum > worth) worth = sum;
            sum = 0;
          }
          clause = length;
          continue;
        }
        units[length] = code;
        difference |= code ^ unit;
        const next = (entry >>> symbolShift) & 0xff;
        const isSign = T[65536 + ((symbol << 8) | next)] ?? 0;
        places[noted] = length - 1;
        noted = (noted + ((T[Math.imul(before | code, 0x9e3779b1) >>> 16] ?? 0) | isWhole | isSign)) | 0;
        isWhole = (entry >>> wholeShift) & 1;
        sign |= isSign;
        before = code << 16;
        symbol = next;
        sum = (sum + (entry >> weightShift)) | 0;
        if (sum < floor) sum = floor;
        length = (length + 1) | 0;
      }
      if (at >= size) break;
      const code = entry & 0xffff;
      const unit = raw[at] ?? 0;
      if (code === unknown) {
        entries[unit] = writeEntry(unit, lookout);
        at -= 1;
        continue;
      }
      if (code !== pair || at + 1 === size || !isIgnoredPair(unit, raw[at + 1] ?? 0)) return false;
      // What comes next, its second half, is invisible by itself.
      difference = 1;
      told |= entry & tells;
      if (length - parted === 1) alone += 1;
      parted = length;
    }
    places[noted] = length - 1;
    if (length - parted === 1) alone += 1;
    into.length = length;
    into.noted = beginnings === undefined || signs === undefined ? -1 : noted + isWhole;
    into.changed = difference !== 0;
    into.isTold = told !== 0;
    into.mayBeDisguised = sign !== 0 || signs === undefined;
    // Between characters that stand alone (我。想。死) no sentence ends.
    const isSpelledOut = alone > 1 && worth > least;
    into.worth = stage === undefined || isSpelledOut ? beyondWeight : Math.max(sum, worth);
    return true;
  };
}
