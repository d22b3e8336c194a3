import { createWalk, type Walk } from './first-walk.ts';
import type { Lookout } from './lookout.ts';
import { beyondWeight } from './lookout.ts';
import type { FirstView } from './normalised.ts';
import { Placing } from './placing.ts';

export type { FirstView, Normalised, Noted } from './normalised.ts';
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
  mayBeDisguised = true;
  worth: number = beyondWeight;
  readonly places: Int32Array;
  private readonly placing: Placing;
  private readonly walk: Walk;
  private size = 0;
  private isPlaced = false;

  constructor(capacity: number, walk: Walk, telling: Uint8Array) {
    this.places = new Int32Array(capacity + 1);
    this.placing = new Placing(capacity, telling);
    this.walk = walk;
  }

  get units(): Uint16Array {
    return this.placing.buffers.units;
  }

  get raw(): Uint16Array {
    return this.placing.raw;
  }

  get bytes(): Buffer {
    return this.placing.bytes;
  }

  get starts(): Uint32Array {
    return this.place().starts;
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

  read(text: string): void {
    this.size = text.length;
    this.isPlaced = false;
    if (this.walk(text, this)) return;
    this.noted = -1;
    this.mayBeDisguised = true;
    this.worth = beyondWeight;
    this.place();
    const { length, changed, isTold } = this.placing;
    this.length = length;
    this.changed = changed;
    this.isTold = isTold;
  }

  private place(): Placing['buffers'] {
    if (!this.isPlaced) {
      this.isPlaced = true;
      this.placing.place(this.size);
    }
    return this.placing.buffers;
  }
}

export type Normalise = (text: string) => FirstView;

/**
 * Returns a normaliser with its own scratch arrays. Linear in the length of the text; never throws.
 *
 * @param lookout what the views tell about their texts beside what the rules see
 */
export function createNormaliser(lookout: Lookout = {}): Normalise {
  const walk = createWalk(lookout);
  const telling = lookout.telling ?? new Uint8Array(65536);
  const usual = new View(usualCapacity, walk, telling);
  return function normalise(text) {
    const view = text.length <= usualCapacity ? usual : new View(text.length, walk, telling);
    view.read(text);
    return view;
  };
}
