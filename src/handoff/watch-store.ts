import type { Result } from '../core/result.ts';
import type { HandoffCase, HoldKind } from './case.ts';

/** What is between the owner of a case and the student while they talk. Works inside the caller's transaction. */
export interface WatchStore {
  /**
   * The student wrote something harmless, so that they are not silent. With `owes` a word of the owner is owed from now
   * on, unless one was owed already. False where nobody has the case.
   */
  studentWrote(caseId: string, owes: boolean, now: Date): Promise<boolean>;
  /** 通话中 or 在路上, from now until then; said again it begins anew. */
  hold(
    caseId: string,
    staffId: string,
    kind: HoldKind,
    until: Date,
    now: Date,
  ): Promise<Result<HandoffCase, 'not-yours'>>;
  /** 有人到场: somebody is with the student. */
  arrive(caseId: string, staffId: string, now: Date): Promise<Result<HandoffCase, 'not-yours'>>;
  /** 有人到场 was a mistake, or they have left. `not-arrived`: nothing is recorded, or the case is somebody else's. */
  withdrawArrival(caseId: string, staffId: string, now: Date): Promise<Result<HandoffCase, 'not-arrived'>>;
  /** The owner did something with the case or wrote to the student; of anybody else it says nothing. */
  sign(caseId: string, staffId: string, now: Date): Promise<void>;
  /** The owner was reminded; what is due after that. */
  saveNudge(caseId: string, wakeAt: Date, now: Date): Promise<void>;
  /** Everybody was called because the owner says nothing; what is due after that. */
  saveCall(caseId: string, wakeAt: Date, now: Date): Promise<void>;
}
