import type { Screening } from '../../keywords/screening.ts';
import type { Line } from './timeline.ts';

export type HeardKind = 'text' | 'edit' | 'choice' | 'unscreenable';

export interface HeardStore {
  /** Keeps what the student said together with what screening found; both sealed. */
  add(input: {
    id: string;
    addressId: string;
    caseId: string | null;
    kind: HeardKind;
    text: string;
    screening: Screening;
    now: Date;
  }): Promise<void>;
  addReview(input: {
    id: string;
    heardId: string;
    addressId: string;
    reason: 'concern' | 'unscreenable' | 'failed';
    now: Date;
  }): Promise<void>;
  openReviews(
    limit: number,
  ): Promise<{ id: string; reason: 'concern' | 'unscreenable' | 'failed'; at: Date; line: Line }[]>;
  markReviewed(itemId: string, staffId: string, now: Date): Promise<boolean>;
}
