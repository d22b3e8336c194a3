export type ConsentPurpose =
  | 'service'
  | 'health-data'
  /** One greeting some days after a talk; asked for at the goodbye. */
  | 'greeting'
  /** 知情同意书: asked for before a first booking, and again when it has changed. */
  | 'counselling';

export interface ConsentStore {
  record(input: {
    id: string;
    contactId: string;
    addressId: string;
    purpose: ConsentPurpose;
    version: string;
    given: boolean;
    now: Date;
  }): Promise<void>;
  /** The version that this person agreed to last; null where they did not, or took it back. */
  given(contactId: string, purpose: ConsentPurpose): Promise<string | null>;
  /** Their last word, be it yes or no; null where they never said one. */
  lastWord(
    contactId: string,
    purpose: ConsentPurpose,
  ): Promise<{ readonly given: boolean; readonly at: Date } | null>;
}
