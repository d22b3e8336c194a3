import { mark } from './folding.ts';

/**
 * Text as the rules see it: folded characters without separators, each with its place in the original.
 *
 * `gaps[i]` says what stood between character i - 1 and i (see `gap`), `sentences[i]` counts sentence ends before i.
 * All of it is scratch space of the normaliser and holds only until its next call.
 */
export type Normalised = {
  readonly length: number;
  readonly units: Uint16Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly gaps: Uint8Array;
  readonly sentences: Uint32Array;
  /** False when folding left every unit as it was, so that a second look at the original can find nothing new. */
  readonly changed: boolean;
};

/**
 * Where a text may be more than ordinary: `noted` of `places`, in rising order, or -1 where nobody knows. A form may begin at
 * the place, or it and the next are a sign of disguise; the first may be -1.
 */
export type Noted = { readonly noted: number; readonly places: Int32Array };

/** A text of which only parts are asked for, each for itself: all of it would cost a long text far more. */
export type InParts = {
  /**
   * The text with all that is told of its characters from `from` up to `to`, and nothing of the others but what they are;
   * sentences are counted from anywhere. Holds until the next part is asked for.
   */
  part(from: number, to: number): Normalised;
  /** True only where nothing stands between the characters from `from` up to `to`. */
  isUnbroken(from: number, to: number): boolean;
};

/** From where to where sentences reach that pass the first stage of a model: `graves` numbers, two for each; -1 for all. */
export type Graves = InParts & { readonly graves: number; readonly spans: Int32Array };

/** The text that was normalised last. */
export type FirstView = Normalised &
  Noted &
  Graves & {
    /** It has a unit that the normaliser was told to look for, or split characters were joined. */
    readonly isTold: boolean;
    /** False where nothing can be restored. */
    readonly mayBeDisguised: boolean;
    /** Of its gravest sentence, by the first stage of a model; `beyondWeight` where nobody knows. */
    readonly worth: number;
  };

/** `point` is a strong mark that stands alone (自。杀); `strong` is a line break or several marks. */
export const gap = { none: 0, weak: 1, clause: 2, point: 3, strong: 4 } as const;

export type Buffers = Pick<Normalised, 'units' | 'starts' | 'ends' | 'gaps' | 'sentences'>;

export function allocate(capacity: number): Buffers {
  return {
    units: new Uint16Array(capacity),
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
    gaps: new Uint8Array(capacity),
    sentences: new Uint32Array(capacity),
  };
}

export function copyInto(old: Buffers, next: Buffers): void {
  next.units.set(old.units);
  next.starts.set(old.starts);
  next.ends.set(old.ends);
  next.gaps.set(old.gaps);
  next.sentences.set(old.sentences);
}

/** Gap codes get stronger only; one mark alone is a point, a second one or a line break makes it strong. */
export function widen(current: number, code: number): number {
  if (code === mark.break) return gap.strong;
  if (code === mark.point) return current >= gap.clause ? gap.strong : gap.point;
  if (code === mark.clause) return current >= gap.clause ? Math.max(current, gap.point) : gap.clause;
  return current >= gap.weak ? current : gap.weak;
}

/** In 我。想。死 every character stands alone, and the marks between them end no sentence. */
export function joinSpelledOut({ gaps, sentences }: Buffers, length: number): void {
  let sentence = 0;
  let aloneBefore = false;
  for (let at = 0; at < length; at += 1) {
    const between = at === 0 ? gap.point : (gaps[at] ?? 0);
    const alone = between > gap.none && (at === length - 1 || (gaps[at + 1] ?? 0) > gap.none);
    if (at > 0 && between >= gap.point && !(aloneBefore && alone)) sentence += 1;
    sentences[at] = sentence;
    aloneBefore = alone;
  }
}
