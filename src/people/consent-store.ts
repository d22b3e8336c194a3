export type ConsentPurpose = 'service' | 'health-data';

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
  /** Whether the last word of this person on this purpose was yes, to this version of the text. */
  given(contactId: string, purpose: ConsentPurpose, version: string): Promise<boolean>;
}
