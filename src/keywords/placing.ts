import {
  foldPair,
  foldRightHalf,
  foldUnit,
  isLatin,
  isUnit,
  mark,
  mergeHalves,
  severalUnits,
  unitCodes,
} from './folding.ts';
import type { Buffers } from './normalised.ts';
import { allocate, copyInto, gap, joinSpelledOut, widen } from './normalised.ts';

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

const isSpace = (unit: number | undefined): boolean =>
  unit === 32 || unit === 9 || unit === 0xa0 || unit === 0x3000;

/**
 * One text with the place of each character in the original, the gaps before it and its sentence: some four times the work
 * of folding alone.
 */
export class Placing {
  length = 0;
  changed = false;
  isTold = false;
  buffers: Buffers;
  private capacity: number;
  /** The UTF-16 units of the text, written at once: asking a string for one after the other is up to five times slower. */
  readonly raw: Uint16Array;
  private readonly bytes: Buffer;
  private size = 0;
  /** What has stood since the last character. */
  private between: number = gap.none;
  private sentence = 0;
  /** A character with a gap on both sides has been seen. */
  private alone = false;
  /** 1 for each unit that is looked for; only marks and halves of characters can be. */
  private readonly telling: Uint8Array;

  constructor(capacity: number, telling: Uint8Array) {
    this.capacity = capacity;
    this.buffers = allocate(capacity);
    this.raw = new Uint16Array(capacity);
    this.bytes = Buffer.from(this.raw.buffer);
    this.telling = telling;
  }

  /** Writes the text that is to be placed; gives its length. */
  write(text: string): number {
    this.size = this.bytes.write(text, 0, 'utf16le') >> 1;
    return this.size;
  }

  /** Places all that was written. */
  place(): void {
    this.begin(0);
    this.takeUntil(0, this.size);
    if (this.sentence > 0 && this.alone) joinSpelledOut(this.buffers, this.length);
  }

  /** Places only the characters from `from` up to `to` of a text that the first walk has read to its end. */
  placePart(from: number, to: number): void {
    const { starts } = this.buffers;
    // What parts the first from the one before it depends on two before it.
    const first = Math.max(0, from - 2);
    this.begin(first);
    this.takeUntil(first === 0 ? 0 : (starts[first] ?? 0), to === 0 ? 0 : (starts[to - 1] ?? 0) + 1);
  }

  private takeUntil(from: number, limit: number): void {
    for (let at = from; at < limit; ) {
      at = this.run(at, limit);
      if (at < limit) at = this.take(at);
    }
  }

  private begin(length: number): void {
    this.length = length;
    this.between = gap.none;
    this.sentence = 0;
    this.changed = false;
    this.alone = false;
    this.isTold = false;
  }

  /** Characters may become several: what is still to come must fit behind them. */
  private reserve(needed: number): void {
    if (needed <= this.capacity) return;
    this.capacity = Math.max(needed, this.capacity * 2);
    const next = allocate(this.capacity);
    copyInto(this.buffers, next);
    this.buffers = next;
  }

  private push(unit: number, start: number, end: number): void {
    const { units, starts, ends, gaps, sentences } = this.buffers;
    const at = this.length;
    if (at > 0 && this.between <= gap.weak) {
      const whole = mergeHalves(units[at - 1] ?? 0, unit);
      if (whole !== undefined) {
        units[at - 1] = whole;
        ends[at - 1] = end;
        this.between = gap.none;
        this.changed = true;
        this.isTold = true;
        return;
      }
    }
    if (this.between > gap.none) {
      if (at === 1 || (at > 1 && gaps[at - 1] !== gap.none)) this.alone = true;
      if (this.between >= gap.point) this.sentence += 1;
    }
    units[at] = unit;
    starts[at] = start;
    ends[at] = end;
    gaps[at] = this.between;
    sentences[at] = this.sentence;
    this.length = at + 1;
    this.between = gap.none;
  }

  /**
   * A full stop ends a sentence behind a number, unless letters or digits follow, and behind a letter before a space, unless
   * letters are spelled one by one (k. m. s.). Else it parts words (自.杀) like a space.
   */
  private endsSentence(next: number): boolean {
    const { units, gaps } = this.buffers;
    const last = this.length - 1;
    if (this.between !== gap.none || last < 0 || next >= this.size) return false;
    if (!isLatin(units[last] ?? 0)) return false;
    if (isDigit(units[last] ?? 0) && !isLatin(this.foldedAt(next))) return true;
    if (!isSpace(this.raw[next])) return false;
    const isWord = last > 0 && isLatin(units[last - 1] ?? 0) && gaps[last] === gap.none;
    return isWord || (isLatin(this.foldedAt(next + 1)) && isLatin(this.foldedAt(next + 2)));
  }

  /** Folded unit at a place of the raw text, or what `foldUnit` gives for it; 0 behind its end. */
  private foldedAt(at: number): number {
    return at < this.size ? foldUnit(this.raw[at] ?? 0) : 0;
  }

  /** Takes the character at `at`, whatever it is; gives the place behind it. */
  private take(at: number): number {
    const { raw, size } = this;
    const unit = raw[at] ?? 0;
    let code = foldUnit(unit);
    let several = '';
    let next = at + 1;
    if (code === mark.pair) {
      code = mark.invisible;
      const low = next < size ? (raw[next] ?? 0) : 0;
      const fold = foldPair(unit, low);
      if (fold !== null) {
        code = fold.code;
        several = fold.text;
        if (this.telling[low] === 1) this.isTold = true;
        next += 1;
      }
    } else if (code === mark.several) several = severalUnits(unit);
    else if (code === mark.rightHalf) code = foldRightHalf(unit);
    if (this.telling[unit] === 1) this.isTold = true;
    if (code !== unit) this.changed = true;
    if (isUnit(code)) this.push(code, at, next);
    else if (code === mark.several) {
      this.reserve(this.length + several.length + size - next);
      for (let part = 0; part < several.length; part += 1) this.push(several.charCodeAt(part), at, next);
    } else if (code === mark.fullStop) {
      this.between = widen(this.between, this.endsSentence(next) ? mark.point : mark.weak);
    } else if (code !== mark.invisible) this.between = widen(this.between, code);
    return next;
  }

  /** Takes what needs no more than a look-up, nearly all of every text, from `at` up to `limit`; gives the place it came to. */
  private run(at: number, limit: number): number {
    const { units, starts, ends, gaps, sentences } = this.buffers;
    const { telling, raw } = this;
    let { length, between, sentence } = this;
    let next = at;
    let difference = 0;
    for (; next < limit; next += 1) {
      const unit = raw[next] ?? 0;
      const code = unitCodes[unit] ?? mark.unknown;
      if ((code & 0xf800) !== 0xd800) {
        difference |= code ^ unit;
        if (between !== gap.none) {
          if (length === 1 || (length > 1 && gaps[length - 1] !== gap.none)) this.alone = true;
          if (between >= gap.point) sentence += 1;
        }
        units[length] = code;
        starts[length] = next;
        ends[length] = next + 1;
        gaps[length] = between;
        sentences[length] = sentence;
        length += 1;
        between = gap.none;
      } else {
        if (code < mark.invisible || code > mark.break) break;
        if (code !== mark.invisible) between = widen(between, code);
        if (telling[unit] === 1) this.isTold = true;
        difference = 1;
      }
    }
    this.length = length;
    this.between = between;
    this.sentence = sentence;
    if (difference !== 0) this.changed = true;
    return next;
  }
}
