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

/** `changed`: another draft was kept since, and stands. */
export type RecordWritten = 'written' | 'signed-before' | 'changed';

export interface RecordStore {
  /** The record first, then corrections. */
  ofSession(appointmentId: string, contactId: string): Promise<RecordVersion[]>;
  /**
   * Writes the draft, or signs it for good. `seen` is when the draft was kept that lay before whoever writes, null for none:
   * over another one only the same words go.
   */
  write(
    input: Written & { readonly body: RecordBody; readonly signs: boolean; readonly seen: Date | null },
  ): Promise<RecordWritten>;
  /** The same id twice is one correction. False while nothing is signed. */
  correct(input: Written & { readonly text: string }): Promise<boolean>;
}
