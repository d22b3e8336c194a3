export type HandOver = {
  readonly id: string;
  readonly caseId: string;
  readonly fromStaffId: string;
  readonly toStaffId: string;
  /** What the next one has to know; sealed with the key of the case. Empty for nothing. */
  readonly note: string;
  readonly at: Date;
};

/** Who passed a case to whom. */
export interface HandOverStore {
  add(handOver: HandOver): Promise<void>;
  /** The note of one that has none yet, by whoever passed the case on; null for anybody else, and for a second one. */
  addNote(id: string, fromStaffId: string, note: string): Promise<HandOver | null>;
  /** Which case was passed on by this person in it; null for anybody else's. */
  caseOf(id: string, fromStaffId: string): Promise<string | null>;
  /** Oldest first. */
  ofCase(caseId: string): Promise<HandOver[]>;
}
