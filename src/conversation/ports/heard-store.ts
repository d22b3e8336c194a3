import type { Screening } from '../../keywords/screening.ts';
import type { Line } from './timeline.ts';

export type HeardKind = 'text' | 'edit' | 'choice' | 'unscreenable';

/** What the student said together with what screening found; both are sealed. */
export type NewHeard = {
  readonly id: string;
  readonly caseId: string | null;
  readonly kind: HeardKind;
  readonly text: string;
  readonly screening: Screening;
};

export interface HeardStore {
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
