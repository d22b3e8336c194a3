import type { HandoffCase } from './case.ts';

/** Cases about somebody who is not in the chat, and which cases are about the same person. */
export interface ReportStore {
  /** The first report of this reporter that is not closed: in it they are talked to. */
  activeOf(reporterContactId: string): Promise<HandoffCase | null>;
  /** All of them that are not closed, oldest first. */
  openOf(reporterContactId: string): Promise<HandoffCase[]>;
  /** Who reported it; null where the case is its student's own. */
  reporterOf(caseId: string): Promise<string | null>;
  /** Those among these cases that are reports. */
  among(caseIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** A person whom nobody knows yet; their case names them, and nothing else does. */
  addSubject(contactId: string, now: Date): Promise<void>;
  markReport(caseId: string, reporterContactId: string, now: Date): Promise<void>;
  /** Whether it was opened by a press alone, after which nothing was said of oneself. */
  isUnsaid(caseId: string): Promise<boolean>;
  noteUnsaid(caseId: string, unsaid: boolean): Promise<void>;
  /**
   * A case of somebody's own is about another person from now on, `subjectId`, whom nobody knows yet; whoever it was of
   * is the reporter. Null where it is a report, or closed.
   */
  turnToOther(caseId: string, subjectId: string, now: Date): Promise<HandoffCase | null>;
  /** A report is its reporter's own case from now on. Null where it is none, or closed. */
  turnToSelf(caseId: string): Promise<HandoffCase | null>;
  /** False where the two are linked already. */
  link(input: {
    id: string;
    caseId: string;
    otherCaseId: string;
    staffId: string;
    now: Date;
  }): Promise<boolean>;
  unlink(caseId: string, otherCaseId: string, now: Date): Promise<boolean>;
  linksOf(
    caseId: string,
  ): Promise<{ readonly caseId: string; readonly staffId: string; readonly at: Date }[]>;
}
