/** Where a canary stuck. */
export const STUCK = [
  /** Its sentence was not stored. */
  'intake',
  /** No worker has taken its turn: the queue or the workers are dead. */
  'queue',
  'turn-fails',
  /** The sentence opened no case. */
  'screening',
  'escalation',
  'delivery',
  'closing',
] as const;
export type Stuck = (typeof STUCK)[number];

/** One canary on its way, with the time of each step. */
export type CanaryRun = {
  readonly id: string;
  readonly begunAt: Date;
  readonly addressId: string;
  readonly caseId: string | null;
  readonly outgoingId: string | null;
  /** When its turn opened its case. */
  readonly openedAt: Date | null;
  readonly calledAt: Date | null;
  readonly sentAt: Date | null;
  readonly acknowledgedAt: Date | null;
};

export type EndedRun = CanaryRun & {
  readonly endedAt: Date;
  /** Null where it came to its end in time. */
  readonly code: Stuck | null;
};

/** What its rows tell of a run that has not come to its end. */
export type CanaryProgress = {
  /** Its update was taken in. */
  readonly stored: boolean;
  /** Its update waits for a turn, and how often one failed. */
  readonly waits: boolean;
  readonly attempts: number;
  /** The case that its turn opened. */
  readonly caseId: string | null;
};

/** Works inside the caller's transaction. */
export interface CanaryStore {
  /** False where one is under way: two never overlap. */
  begin(run: { id: string; addressId: string; now: Date }): Promise<boolean>;
  open(): Promise<CanaryRun | null>;
  /** The last runs that are over, newest first. */
  ended(limit: number): Promise<EndedRun[]>;
  /** Locks a run that is under way; null where it is over. */
  lock(id: string): Promise<CanaryRun | null>;
  /** Its case was opened; answers the run, null where none is under way there or somebody has it in hand. Never waits. */
  noteCase(caseId: string, addressId: string, openedAt: Date): Promise<CanaryRun | null>;
  noteCalled(id: string, outgoingId: string, now: Date): Promise<void>;
  /** Answers whose call it was that arrived; null for any other message. */
  noteSent(outgoingId: string, now: Date): Promise<string | null>;
  progress(run: CanaryRun): Promise<CanaryProgress>;
  /** One update decides, as for a person: false where its case is not open any more. */
  acknowledge(run: CanaryRun, now: Date): Promise<boolean>;
  close(run: CanaryRun, now: Date): Promise<void>;
  /** The run is over; `code` null: in time. */
  end(id: string, code: Stuck | null, now: Date): Promise<void>;
  /** Whether runs that are over have left anything behind. */
  hasLeft(): Promise<boolean>;
  /**
   * Deletes everything that runs which are over have left behind: cases, words, messages, accounts. What somebody has in
   * hand is waited for a second and left for the next time, by throwing.
   */
  erase(): Promise<void>;
}
