export const FACT_FIELDS = ['name', 'phone', 'college'] as const;
export type FactField = (typeof FACT_FIELDS)[number];
export const isFactField = (text: string): text is FactField =>
  (FACT_FIELDS as readonly string[]).includes(text);

/** What somebody said of who they are. Nothing here is proven. */
export type CaseFact = {
  readonly field: FactField;
  readonly value: string;
  readonly staffId: string;
  readonly at: Date;
};

export interface IdentityStore {
  /** The last word on each field. */
  facts(caseId: string): Promise<CaseFact[]>;
  addFact(input: { id: string; caseId: string } & CaseFact): Promise<void>;
  /** Chooses the escalation policy; null takes it away. */
  setCollege(caseId: string, college: string | null): Promise<void>;
  /** Ids of other cases of the same person, oldest first. */
  otherCases(caseId: string): Promise<string[]>;
}
