import type { RecordBody } from './record.ts';

/** What was signed never changes; a correction stands below it. */
export type RecordVersion = {
  readonly version: number;
  readonly staffId: string;
  readonly changedAt: Date;
  readonly signedAt: Date | null;
} & (
  | { readonly kind: 'record'; readonly body: RecordBody }
  | { readonly kind: 'correction'; readonly text: string }
);

type Written = {
  readonly id: string;
  readonly appointmentId: string;
  readonly contactId: string;
  readonly staffId: string;
  readonly now: Date;
};

export interface RecordStore {
  /** The record first, then corrections. */
  ofSession(appointmentId: string, contactId: string): Promise<RecordVersion[]>;
  /** Writes the draft, or signs it for good; false when it was signed before. */
  write(input: Written & { readonly body: RecordBody; readonly signs: boolean }): Promise<boolean>;
  /** The same id twice is one correction. False while nothing is signed. */
  correct(input: Written & { readonly text: string }): Promise<boolean>;
}
