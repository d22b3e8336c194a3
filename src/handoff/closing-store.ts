import type { Outcome } from './case.ts';
import type { Informed } from './closing/closing.ts';

export type KeptClosing = {
  readonly id: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly outcome: Outcome;
  readonly informed: readonly Informed[];
  readonly at: Date;
};

/** How cases ended. Rows are written once. */
export interface ClosingStore {
  add(closing: KeptClosing, newId: () => string): Promise<void>;
  /** Oldest first; a case that its student came back to may have several. */
  ofCase(caseId: string): Promise<KeptClosing[]>;
}
