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
  /** Which time of the case it tells of; 1 is the first. */
  readonly time: number;
  readonly number: number;
  readonly issuedAt: Date;
  readonly supplements: number;
};

/** The time of a case, by the return that began it; null is the first. */
export type TimeOfCase = { readonly caseId: string; readonly resumptionId: string | null };

/** One report for each time of a case. Once issued nobody can change it, the program included. */
export interface CrisisReportStore {
  ofTime(time: TimeOfCase): Promise<KeptReport | null>;
  /** Those of a case that are issued. Opens nothing of them. */
  issuedOf(caseId: string): Promise<{ readonly resumptionId: string | null; readonly number: number }[]>;
  /** `version` is that of the draft that was read; 0 where there was none. */
  saveDraft(
    input: {
      readonly id: string;
      readonly time: TimeOfCase;
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
    input: { readonly id: string; readonly time: TimeOfCase; readonly text: string; readonly by: string },
    now: Date,
  ): Promise<Result<{ readonly number: number; readonly hash: string }, 'not-issued'>>;
  /** Issued within [from, to), newest first. */
  list(from: Date, to: Date): Promise<IssuedRow[]>;
}
