import {
  foldAstral,
  foldRightHalf,
  foldUnit,
  isLatin,
  isUnit,
  mark,
  mergeHalves,
  severalUnits,
  unitCodes,
} from './folding.ts';
import type { Buffers, FirstView } from './normalised.ts';
import { allocate, copyInto, gap, joinSpelledOut, widen } from './normalised.ts';

export type { FirstView, Normalised } from './normalised.ts';
export { gap } from './normalised.ts';

/** Room for all but the longest texts; those get arrays of their own. Pages that no text reaches cost no memory. */
const usualCapacity = 65536;

const pairOf = (high: number, low: number): number => ((high & 0x3ff) << 10) + (low & 0x3ff) + 0x10000;

/** Emoji and the like: two units that make one character which is left out. */
function isIgnoredPair(high: number, low: number): boolean {
  if ((low & 0xfc00) !== 0xdc00) return false;
  const { code } = foldAstral(pairOf(high, low));
  return code === mark.weak || code === mark.invisible;
}

/**
 * One text as the normaliser sees it. Most texts are only looked through: `units` are folded at once, and where they stand
 * is worked out when somebody asks.
 */
class View implements FirstView {
  length = 0;
  changed = false;
  isTold = false;
  private buffers: Buffers;
  private capacity: number;
  /** The UTF-16 units of the text, written at once: asking a string for one after the other is up to three times slower. */
  private readonly raw: Uint16Array;
  private readonly rawBytes: Buffer;
  private size = 0;
  private isPlaced = false;
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
    this.rawBytes = Buffer.from(this.raw.buffer);
    this.telling = telling;
  }

  get units(): Uint16Array {
    return this.buffers.units;
  }

  get starts(): Uint32Array {
    this.place();
    return this.buffers.starts;
  }

  get ends(): Uint32Array {
    this.place();
    return this.buffers.ends;
  }

  get gaps(): Uint8Array {
    this.place();
    return this.buffers.gaps;
  }

  get sentences(): Uint32Array {
    this.place();
    return this.buffers.sentences;
  }

  read(text: string): void {
    this.size = this.rawBytes.write(text, 0, 'utf16le') >> 1;
    this.begin();
    this.isPlaced = false;
    if (!this.glance()) this.place();
  }

  /** Folds the units alone; false where that takes more than a look-up for each. */
  private glance(): boolean {
    const { telling, raw, size } = this;
    const { units } = this.buffers;
    let length = 0;
    let difference = 0;
    let told = 0;
    for (let at = 0; at < size; at += 1) {
      const unit = raw[at] ?? 0;
      const code = unitCodes[unit] ?? mark.unknown;
      if ((code & 0xf800) !== 0xd800) {
        difference |= code ^ unit;
        units[length] = code;
        length += 1;
      } else if (code === mark.rightHalf) {
        const alone = foldRightHalf(unit);
        if (length > 0 && mergeHalves(units[length - 1] ?? 0, alone) !== undefined) return false;
        difference |= alone ^ unit;
        units[length] = alone;
        length += 1;
      } else {
        if (code === mark.unknown || code === mark.several) return false;
        difference = 1;
        told |= telling[unit] ?? 0;
        if (code !== mark.pair) continue;
        at += 1;
        const low = raw[at] ?? 0;
        if (at >= size || !isIgnoredPair(unit, low)) return false;
        told |= telling[low] ?? 0;
      }
    }
    this.length = length;
    this.changed = difference !== 0;
    this.isTold = told !== 0;
    return true;
  }

  private place(): void {
    if (this.isPlaced) return;
    this.isPlaced = true;
    const { size } = this;
    this.begin();
    for (let at = 0; at < size; ) {
      at = this.run(at);
      if (at < size) at = this.take(at);
    }
    if (this.sentence > 0 && this.alone) joinSpelledOut(this.buffers, this.length);
  }

  private begin(): void {
    this.length = 0;
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

  /** A full stop behind a word of letters and before a space ends a sentence; else it parts words (自.杀) like a space. */
  private endsSentence(next: number): boolean {
    const { units, gaps } = this.buffers;
    const { length } = this;
    if (this.between !== gap.none || length < 2 || next >= this.size) return false;
    if (!isLatin(units[length - 1] ?? 0) || !isLatin(units[length - 2] ?? 0)) return false;
    if (gaps[length - 1] !== gap.none) return false;
    const unit = this.raw[next];
    return unit === 32 || unit === 9 || unit === 0xa0 || unit === 0x3000;
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
      if ((low & 0xfc00) === 0xdc00) {
        const fold = foldAstral(pairOf(unit, low));
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

  /** Takes what needs no more than a look-up from `at` on, nearly all of every text; gives the place it came to. */
  private run(at: number): number {
    const { units, starts, ends, gaps, sentences } = this.buffers;
    const { telling, raw, size } = this;
    let { length, between, sentence } = this;
    let next = at;
    let difference = 0;
    for (; next < size; next += 1) {
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

export type Normalise = (text: string) => FirstView;

/**
 * Returns a normaliser with its own scratch arrays. Linear in the length of the text; never throws.
 *
 * @param telling 1 for each unit that `isTold` is about
 */
export function createNormaliser(telling: Uint8Array = new Uint8Array(65536)): Normalise {
  const usual = new View(usualCapacity, telling);
  return function normalise(text) {
    const view = text.length <= usualCapacity ? usual : new View(text.length, telling);
    view.read(text);
    return view;
  };
}
