import type { ScreenerAnswers } from './screener.ts';

export type ScreenerRun = {
  readonly id: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly status: 'running' | 'done' | 'stopped';
  readonly answers: ScreenerAnswers;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
};

/** Screeners asked in a case; answers are sealed with its key. */
export interface ScreenerStore {
  /** Null where one runs already. */
  start(run: { id: string; caseId: string; staffId: string; now: Date }): Promise<ScreenerRun | null>;
  /** The one that runs, locked until the end of the transaction. */
  running(caseId: string): Promise<ScreenerRun | null>;
  save(run: ScreenerRun): Promise<void>;
  /** Oldest first. */
  ofCase(caseId: string): Promise<ScreenerRun[]>;
}
