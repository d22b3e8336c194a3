import { type Actor, can } from '../../src/access/can.ts';
import type {
  ExampleOutcome,
  MarkDesk,
  MarkOutcome,
  NewExample,
  PrecisionView,
  Saying,
} from '../../src/conversation/desks/cases/mark-desk.ts';
import type { Example, MarkedLine } from '../../src/conversation/ports/mark-store.ts';
import { reportPrecision } from '../../src/keywords/precision.ts';

const PRECISION = { kind: 'precision' } as const;

/** Marks in memory; what they are of is of no matter to the pages. */
export class FakeMarkDesk implements MarkDesk {
  readonly said: (Saying & { readonly lineId: string })[] = [];
  readonly kept: Example[] = [];
  outcome: MarkOutcome = 'marked';
  exampleOutcome: ExampleOutcome = { ok: true };
  shown: MarkedLine | null = null;

  async markInCase(_actor: Actor, _caseId: string, lineId: string, saying: Saying): Promise<MarkOutcome> {
    if (this.outcome === 'marked') this.said.push({ ...saying, lineId });
    return this.outcome;
  }

  async markInReview(actor: Actor, itemId: string, saying: Saying): Promise<MarkOutcome> {
    if (!can(actor, 'review.mark', { kind: 'review' }, 'care')) return 'absent';
    return this.markInCase(actor, '', itemId, saying);
  }

  async line(): Promise<MarkedLine | 'no-line'> {
    return this.shown ?? 'no-line';
  }

  async addExample(
    _actor: Actor,
    _caseId: string,
    _lineId: string,
    example: NewExample,
  ): Promise<ExampleOutcome> {
    if (this.exampleOutcome.ok) {
      const { text, consentOn } = example;
      this.kept.push({ id: example.key, text, level: 'high', consentOn, writtenBy: '某人', at: new Date(0) });
    }
    return this.exampleOutcome;
  }

  async precision(
    actor: Actor,
    weeks: readonly Date[],
    weekOf: (at: Date) => Date,
  ): Promise<PrecisionView | null> {
    if (!can(actor, 'precision.see', PRECISION, 'administration')) return null;
    return {
      report: reportPrecision([], weeks, weekOf),
      heard: { none: 0, concern: 0, high: 0, imminent: 0 },
      examples: await this.examples(actor),
    };
  }

  async examples(actor: Actor): Promise<Example[] | null> {
    return can(actor, 'precision.release', PRECISION, 'administration') ? [...this.kept] : null;
  }

  async removeExample(actor: Actor, id: string): Promise<'removed' | 'absent'> {
    const index = this.kept.findIndex((one) => one.id === id);
    if (index < 0 || !can(actor, 'precision.release', PRECISION, 'administration')) return 'absent';
    this.kept.splice(index, 1);
    return 'removed';
  }
}
