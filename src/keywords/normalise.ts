import { FirstWalk, locate } from './first-walk.ts';
import type { Lookout } from './lookout.ts';
import { beyondWeight } from './lookout.ts';
import type { FirstView, Normalised } from './normalised.ts';
import { Placing } from './placing.ts';

export type { FirstView, Graves, InParts, Normalised, Noted } from './normalised.ts';
export { gap } from './normalised.ts';

/** Room for all but the longest texts; those get arrays of their own. Pages that no text reaches cost no memory. */
const usualCapacity = 65536;

/**
 * One text as the normaliser sees it. Most texts are only walked through: `units` are folded at once, and where they stand
 * is worked out when somebody asks.
 */
class View implements FirstView {
  length = 0;
  changed = false;
  isTold = false;
  noted = -1;
  graves = -1;
  mayBeDisguised = true;
  worth: number = beyondWeight;
  /** A unit may be noted for itself and for the one behind it. */
  readonly places: Int32Array;
  readonly spans: Int32Array;
  private readonly placing: Placing;
  private readonly walk: FirstWalk;
  private size = 0;
  private isLocated = false;
  private isPlaced = false;

  constructor(capacity: number, walk: FirstWalk, telling: Uint8Array) {
    this.places = new Int32Array(capacity * 2 + 2);
    this.spans = new Int32Array(capacity * 2 + 2);
    this.placing = new Placing(capacity, telling);
    this.walk = walk;
  }

  get units(): Uint16Array {
    return this.placing.buffers.units;
  }

  get raw(): Uint16Array {
    return this.placing.raw;
  }

  get starts(): Uint32Array {
    return this.locate();
  }

  get ends(): Uint32Array {
    return this.place().ends;
  }

  get gaps(): Uint8Array {
    return this.place().gaps;
  }

  get sentences(): Uint32Array {
    return this.place().sentences;
  }

  part(from: number, to: number): Normalised {
    if (this.isPlaced) return this;
    this.locate();
    this.placing.placePart(from, to);
    return { length: this.length, changed: this.changed, ...this.placing.buffers };
  }

  isUnbroken(from: number, to: number): boolean {
    const starts = this.locate();
    // Where it was not only walked through, characters may have become several.
    return !this.isPlaced && (starts[to - 1] ?? 0) - (starts[from] ?? 0) === to - 1 - from;
  }

  read(text: string): void {
    this.size = this.placing.write(text);
    this.isLocated = false;
    this.isPlaced = false;
    if (this.walk.read(this.size, this)) return;
    this.noted = -1;
    this.graves = -1;
    this.mayBeDisguised = true;
    this.worth = beyondWeight;
    this.place();
    const { length, changed, isTold } = this.placing;
    this.length = length;
    this.changed = changed;
    this.isTold = isTold;
  }

  private locate(): Uint32Array {
    const { starts } = this.placing.buffers;
    if (!this.isLocated && !this.isPlaced) locate(this.raw, this.size, starts);
    this.isLocated = true;
    return starts;
  }

  private place(): Placing['buffers'] {
    if (!this.isPlaced) {
      this.isPlaced = true;
      this.placing.place();
    }
    return this.placing.buffers;
  }
}

export type Normalise = (text: string) => FirstView;

/**
 * Folds texts, with scratch arrays of its own. Linear in the length of a text; never throws. Whatever an ordinary message
 * goes through is a method of a class: functions made anew for each screener would share what the engine knows of them.
 */
export class Normaliser {
  private readonly walk: FirstWalk;
  private readonly telling: Uint8Array;
  private readonly usual: View;

  /** @param lookout what the views tell about their texts beside what the rules see */
  constructor(lookout: Lookout = {}) {
    this.walk = new FirstWalk(lookout);
    this.telling = lookout.telling ?? new Uint8Array(65536);
    this.usual = new View(usualCapacity, this.walk, this.telling);
  }

  read(text: string): FirstView {
    const view = text.length <= usualCapacity ? this.usual : new View(text.length, this.walk, this.telling);
    view.read(text);
    return view;
  }
}

export function createNormaliser(lookout: Lookout = {}): Normalise {
  const normaliser = new Normaliser(lookout);
  return (text) => normaliser.read(text);
}
