import { Examination } from './examination.ts';
import type { DelicateFinder } from './find-delicate.ts';
import { createDelicateFinder } from './find-delicate.ts';
import { createFinder } from './find-occurrences.ts';
import type { Gate } from './gate.ts';
import type { FirstStage, Signs } from './lookout.ts';
import { beyondWeight } from './lookout.ts';
import type { FirstView, Graves, InParts, Normalised, Noted } from './normalise.ts';
import { Normaliser } from './normalise.ts';
import type { PatternTable } from './pattern-table.ts';
import type { RuleNote } from './rules.ts';
import type { Screening } from './screening.ts';
import { noScreening } from './screening.ts';

/** What looks at a text besides the rules. */
export type Extras = {
  readonly restore?: Restoring;
  readonly raise?: Raising;
};

/**
 * A second view of the text, in which evasive spellings are written as what they stand for, with the same places in the
 * original; null where nothing was restored. The rules hold for both views.
 */
export type Restoring = {
  /** @param first what is known of the text where it has been walked through with these signs */
  (text: Normalised, first?: Noted & InParts): Normalised | null;
  /** It restores nothing in a text without one of them. */
  readonly signs?: Signs;
};

/**
 * Asked only where no rule matched: the part of the text that makes it a concern, in places of the normalised text, or
 * null. It can raise to concern and no further.
 */
export type Raising = {
  /** @param first where it is known, the sentences that pass the first stage */
  (text: Normalised, first?: Graves): { readonly start: number; readonly end: number } | null;
  /** It is asked only about sentences that pass. */
  readonly stage?: FirstStage;
};

/** The rule behind what `raise` has found. */
export const raisedNote: RuleNote = {
  id: 'linear-model',
  category: 'possible-crisis',
  level: 'concern',
  why: '没有命中明确的规则，整段话的用词像是在难过或求助；只提示，不呼叫',
  source: '由示例文本训练的线性模型（docs/screening.md）',
};

function raiseConcern(text: Normalised, span: { readonly start: number; readonly end: number }): Screening {
  const start = text.starts[span.start] ?? 0;
  const end = text.ends[span.end - 1] ?? start;
  const { id, level, category } = raisedNote;
  return { level, handoff: false, categories: [category], matches: [{ rule: id, start, end }] };
}

/** Of a screener that restores nothing. */
const neverSigned: Signs = { symbols: new Uint8Array(65536), pairs: new Uint8Array(65536) };

/**
 * What an ordinary message goes through, and what it does not get as far as: a class, since the engine keeps apart what it
 * knows of functions that are made anew for each screener.
 */
export class TextScreener {
  private readonly gate: Gate;
  private readonly delicate: DelicateFinder;
  private readonly examination: Examination;
  private readonly normaliser: Normaliser;
  private readonly restore: Restoring | undefined;
  private readonly raise: Raising | undefined;
  /** What a text must weigh to be asked about. */
  private readonly limit: number;
  /** Memory of the automatons. */
  readonly bytes: number;

  constructor(table: PatternTable, { restore, raise }: Extras) {
    const { rules, matcher, gate } = table;
    const telling = new Uint8Array(65536);
    this.gate = gate;
    this.delicate = createDelicateFinder(table.delicate, telling);
    this.examination = new Examination(rules, createFinder(table), this.delicate);
    this.normaliser = new Normaliser({
      telling,
      beginnings: gate.beginnings,
      signs: restore === undefined ? neverSigned : restore.signs,
      stage: raise?.stage,
    });
    this.restore = restore;
    this.raise = raise;
    this.limit = raise === undefined ? beyondWeight : (raise.stage?.limit ?? -beyondWeight);
    this.bytes = matcher.bytes + gate.bytes + this.delicate.bytes;
  }

  screen(text: string): Screening {
    const first = this.normaliser.read(text);
    const restored = first.mayBeDisguised && this.restore !== undefined ? this.restore(first, first) : null;
    if (restored !== null || this.mayMatch(first)) return this.examine(text, first, restored);
    // Where no rule can match, the model alone has something to say.
    return first.worth > this.limit ? this.raiseAny(first, null) : noScreening();
  }

  /** Whether a piece without which no form is complete begins anywhere. */
  private mayMatch(first: FirstView): boolean {
    if (first.isTold || this.delicate.always || first.noted < 0) return true;
    return this.gate.next(first, first.places, first.noted, 0) >= 0;
  }

  private examine(text: string, first: FirstView, restored: Normalised | null): Screening {
    const { examination } = this;
    examination.begin();
    examination.view(first, text, first);
    if (first.changed) examination.original(text, first);
    if (restored !== null) examination.view(restored, text);
    const screening = examination.finish();
    return screening.level !== 'none' || examination.seen ? screening : this.raiseAny(first, restored);
  }

  private raiseAny(first: FirstView, restored: Normalised | null): Screening {
    const { raise } = this;
    if (raise === undefined) return noScreening();
    const span = first.worth > this.limit ? raise(first, first) : null;
    if (span !== null) return raiseConcern(first, span);
    const other = restored === null ? null : raise(restored);
    return restored === null || other === null ? noScreening() : raiseConcern(restored, other);
  }
}
