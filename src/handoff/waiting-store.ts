import type { AskedQuestion, WaitingTopic } from './waiting/questions.ts';

/** What a student was asked while they waited. Answers are sealed with their case. */
export interface WaitingStore {
  /** In the order in which they were asked. */
  ofCase(caseId: string): Promise<AskedQuestion[]>;
  /** True where it was not asked before in this case. */
  ask(caseId: string, topic: WaitingTopic, now: Date): Promise<boolean>;
  /** Null skips it. False where it was settled before: the first answer stands. */
  settle(caseId: string, topic: WaitingTopic, answer: string | null, now: Date): Promise<boolean>;
  /** What was asked and not settled counts as never asked. */
  takeBack(caseId: string): Promise<void>;
  /** When a person last spoke to the student in this case; null while nobody has. */
  spokenAt(caseId: string): Promise<Date | null>;
  /** Questions that have not left yet are asked no more. */
  dropUnsent(caseId: string): Promise<void>;
}
