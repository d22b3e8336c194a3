import type { Actor } from '../../../access/can.ts';
import type { ExampleProblem } from '../../../keywords/de-identified.ts';
import type { PrecisionReport, Verdict } from '../../../keywords/precision.ts';
import type { Level } from '../../../keywords/screening.ts';
import type { Example, MarkedLine } from '../../ports/mark-store.ts';

/** What somebody says of the screening of one line. `expected` counts where it was missed, and only there. */
export type Saying = { readonly verdict: Verdict; readonly expected: Level | null };

/** `unfit`: right and wrong are for alarms; missed is for less than what it should have been. */
export type MarkOutcome = 'marked' | 'absent' | 'no-line' | 'unfit';

export type NewExample = {
  /** Names this very example: sent twice it is one. */
  readonly key: string;
  readonly text: string;
  /** As 2026-11-23. */
  readonly consentOn: string;
  readonly consented: boolean;
  readonly checked: boolean;
};

export type ExampleOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'absent' | 'no-line' | 'not-consented' | 'not-checked' | 'bad-day' }
  | { readonly ok: false; readonly code: 'problem'; readonly problem: ExampleProblem };

export type PrecisionView = {
  readonly report: PrecisionReport;
  /** Lines heard at each level in the weeks of the report. */
  readonly heard: Readonly<Record<Level, number>>;
  /** Null unless the viewer may release them. */
  readonly examples: readonly Example[] | null;
};

/** What people say of alarms; every call is authorised and audited here, and forbidden looks exactly like absent. */
export interface MarkDesk {
  markInCase(actor: Actor, caseId: string, lineId: string, saying: Saying): Promise<MarkOutcome>;
  markInReview(actor: Actor, itemId: string, saying: Saying): Promise<MarkOutcome>;
  /** A line that this actor may write an example about. */
  line(actor: Actor, caseId: string, lineId: string): Promise<MarkedLine | 'absent' | 'no-line'>;
  addExample(actor: Actor, caseId: string, lineId: string, example: NewExample): Promise<ExampleOutcome>;
  /** @param weeks their beginnings, newest first */
  precision(actor: Actor, weeks: readonly Date[], weekOf: (at: Date) => Date): Promise<PrecisionView | null>;
  examples(actor: Actor): Promise<Example[] | null>;
  removeExample(actor: Actor, id: string): Promise<'removed' | 'absent'>;
}
