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
}
