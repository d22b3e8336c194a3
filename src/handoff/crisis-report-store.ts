import type { Result } from '../core/result.ts';
import type { CrisisReport, ReportDraft } from './closing/crisis-report.ts';

export type Supplement = {
  readonly number: number;
  readonly text: string;
  readonly staffId: string;
  readonly at: Date;
  /** Whether it still is what was written: its hash is that of the row. */
  readonly whole: boolean;
};

export type KeptReport =
  | {
      readonly status: 'draft';
      readonly id: string;
      readonly caseId: string;
      readonly version: number;
      readonly draft: ReportDraft;
    }
  | {
      readonly status: 'issued';
      readonly id: string;
      readonly caseId: string;
      readonly report: CrisisReport;
      readonly hash: string;
      readonly whole: boolean;
      readonly supplements: readonly Supplement[];
    };

export type IssuedRow = {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: number;
  readonly caseOwnerId: string | null;
  readonly number: number;
  readonly issuedAt: Date;
  readonly supplements: number;
};

/** One report for each case. Once issued nobody can change it, the program included. */
export interface CrisisReportStore {
  ofCase(caseId: string): Promise<KeptReport | null>;
  /** `version` is that of the draft that was read; 0 where there was none. */
  saveDraft(
    input: {
      readonly id: string;
      readonly caseId: string;
      readonly version: number;
      readonly draft: ReportDraft;
      readonly by: string;
    },
    now: Date,
  ): Promise<Result<null, 'stale'>>;
  /** Locks the numbers of reports until the transaction ends. */
  nextNumber(): Promise<number>;
  issue(
    input: {
      readonly version: number;
      readonly caseId: string;
      readonly report: CrisisReport;
      readonly by: string;
    },
    now: Date,
  ): Promise<Result<{ readonly hash: string }, 'stale'>>;
  supplement(
    input: { readonly id: string; readonly caseId: string; readonly text: string; readonly by: string },
    now: Date,
  ): Promise<Result<{ readonly number: number; readonly hash: string }, 'not-issued'>>;
  /** Issued within [from, to), newest first. */
  list(from: Date, to: Date): Promise<IssuedRow[]>;
}
