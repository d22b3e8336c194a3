import type { Answers, Given } from './evaluation.ts';

export type EvaluationStatus = 'planned' | 'asked' | 'done' | 'skipped' | 'dropped';

export type Evaluation = {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly staffId: string;
  readonly status: EvaluationStatus;
  readonly answers: Answers;
};

export interface EvaluationStore {
  /** Once for a session. */
  plan(input: {
    readonly appointmentId: string;
    readonly contactId: string;
    readonly staffId: string;
    readonly askAt: Date;
  }): Promise<void>;
  /** Nothing is asked about what did not take place, nor an answer taken that is still out. */
  drop(appointmentId: string): Promise<void>;
  /** Due ones, taken by this caller. */
  takeDue(now: Date, limit: number): Promise<Evaluation[]>;
  /** Asked at another time instead. */
  putOff(appointmentId: string, askAt: Date): Promise<void>;
  /** Of this contact; locked, so that two taps at once keep both answers. */
  find(appointmentId: string, contactId: string): Promise<Evaluation | null>;
  save(one: Evaluation, now: Date): Promise<void>;
  /**
   * Whole answers about sessions that began within [from, to) and took place, by counsellor. Of those whose records are
   * gone the marks are left, by whole days. In the order in which they were given, those first.
   */
  answersOf(staffId: string, from: Date, to: Date): Promise<Given[]>;
}
