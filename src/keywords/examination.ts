import { judge } from './context.ts';
import type { DelicateFinder } from './find-delicate.ts';
import type { Finder, Occurrence } from './find-occurrences.ts';
import type { FirstView, Normalised } from './normalise.ts';
import type { Rule } from './rule-file.ts';
import type { Screening } from './screening.ts';
import { noScreening } from './screening.ts';
import { isCovered } from './spans.ts';
import type { Tally } from './tally.ts';
import { createTally } from './tally.ts';

/** First place in the normalised text that comes from `original` or later. */
function placeOf(text: Normalised, original: number): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((text.starts[middle] ?? 0) >= original) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Searches texts by the rules; what an ordinary message never needs is made when it is needed. */
export class Examination {
  private readonly rules: readonly Rule[];
  private readonly finder: Finder;
  private readonly delicate: DelicateFinder;
  private tally: Tally | null = null;

  constructor(rules: readonly Rule[], finder: Finder, delicate: DelicateFinder) {
    this.rules = rules;
    this.finder = finder;
    this.delicate = delicate;
  }

  private add(text: Normalised, occurrence: Occurrence, start: number, end: number): void {
    const rule = this.rules[occurrence.rule];
    this.tally ??= createTally();
    if (rule === undefined || this.tally.isFull(rule)) return;
    const verdict = judge(rule, text, this.finder.cues(), occurrence);
    if (verdict !== undefined) this.tally.add(rule, verdict, start, end);
  }

  begin(): void {
    this.tally = null;
  }

  view(text: Normalised, original: string, first?: FirstView): void {
    for (const occurrence of this.finder.find(text, original, first)) {
      const start = text.starts[occurrence.start] ?? 0;
      this.add(text, occurrence, start, text.ends[occurrence.end - 1] ?? start);
    }
  }

  /** A second look at the text as it was written, for what normalising takes away (emoji). */
  original(original: string, text: FirstView): void {
    this.delicate.find(original, text.isTold || this.finder.isHinted(), (rules, start, end) => {
      const from = placeOf(text, start);
      const to = placeOf(text, end);
      if (to > from && isCovered(this.finder.idioms(), from, to)) return;
      for (const rule of rules) this.add(text, { rule, start: from, end: to, core: from }, start, end);
    });
  }

  /** Whether any rule found its words, be it that their context took them back: then there is nothing to guess. */
  get seen(): boolean {
    return this.tally?.isBegun() ?? false;
  }

  finish(): Screening {
    return this.tally?.summarise() ?? noScreening();
  }
}
