/** What a counsellor keeps for themselves and for those who read the case after them; never for the student. */
export type CaseNote = {
  readonly id: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly text: string;
  readonly at: Date;
};

/** Sealed with the key of the case. */
export interface CaseNoteStore {
  /** The same id twice is one note; false the second time. */
  add(note: CaseNote): Promise<boolean>;
  /** Oldest first. */
  ofCase(caseId: string): Promise<CaseNote[]>;
}
