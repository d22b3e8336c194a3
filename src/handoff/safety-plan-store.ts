import type { PlanBody } from './safety-plan.ts';

export type SafetyPlan = {
  readonly id: string;
  readonly caseId: string;
  readonly contactId: string;
  readonly version: number;
  /** Only what was given to the student is theirs to read, and it never changes again. */
  readonly status: 'draft' | 'given';
  readonly body: PlanBody;
  readonly staffId: string;
  readonly changedAt: Date;
  readonly givenAt: Date | null;
};

/** Versions of a student's plan, each sealed with the key of the case in which it was written. */
export interface SafetyPlanStore {
  /** The newest, given or not. */
  latest(contactId: string): Promise<SafetyPlan | null>;
  /** The newest that was given. */
  given(contactId: string): Promise<SafetyPlan | null>;
  /** Changes the draft; where there is none, a new version begins with what was given last. */
  write(change: {
    id: string;
    caseId: string;
    contactId: string;
    staffId: string;
    body: PlanBody;
    now: Date;
  }): Promise<SafetyPlan>;
  /** Null where there is no draft of this id. */
  give(id: string, now: Date): Promise<SafetyPlan | null>;
}
