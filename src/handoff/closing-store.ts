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

/** Noted by itself, while the case goes on or after it ended. */
export type NotedInformed = Informed & { readonly notedBy: string; readonly notedAt: Date };

/** How cases ended, and who was informed. Rows are written once. */
export interface ClosingStore {
  add(closing: KeptClosing, newId: () => string): Promise<void>;
  /** Oldest first; a case that its student came back to may have several. */
  ofCase(caseId: string): Promise<KeptClosing[]>;
  /** False where the same id was noted before. */
  noteInformed(id: string, caseId: string, informed: NotedInformed): Promise<boolean>;
  /** Those that no ending holds, by when they were informed. */
  noted(caseId: string): Promise<NotedInformed[]>;
}
