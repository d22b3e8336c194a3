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
  /** Oldest first. */
  ofCase(caseId: string): Promise<HandOver[]>;
}
