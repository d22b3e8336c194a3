import type { AnswerBefore, AskedQuestion, WaitingTopic } from './waiting/questions.ts';

/** What a student was asked while they waited. Answers are sealed with their case. */
export interface WaitingStore {
  /** Of the time that runs, in the order in which they were asked. */
  ofCase(caseId: string): Promise<AskedQuestion[]>;
  /** What stands no more, in the order in which it was said. */
  before(caseId: string): Promise<AnswerBefore[]>;
  /** True where it was not asked before in this case. */
  ask(caseId: string, topic: WaitingTopic, now: Date): Promise<boolean>;
  /** Null skips it. False where it was settled before: the first answer stands. */
  settle(caseId: string, topic: WaitingTopic, answer: string | null, now: Date): Promise<boolean>;
  /** A newer answer stands, asked for or not, and the one before is kept. */
  replace(caseId: string, topic: WaitingTopic, answer: string, now: Date): Promise<void>;
  /** What the message that the platform calls by this name answers, in words that stand; null for any other. */
  answeredBy(caseId: string, addressId: string, message: string): Promise<WaitingTopic | null>;
  /** What was asked and not settled counts as never asked. */
  takeBack(caseId: string): Promise<void>;
  /**
   * When a person last spoke to the student in this case; null while nobody has. What the student's own message lets go, or
   * brings along, was not heard before it.
   * @param heardAt when that message is handled
   */
  spokenAt(caseId: string, heardAt: Date): Promise<Date | null>;
  /** Questions that have not left yet are asked no more. */
  dropUnsent(caseId: string): Promise<void>;
  /** When the student took leave, where those were their last words; null where they wrote since, or never did. */
  leftAt(caseId: string): Promise<Date | null>;
}
