import type { Screening } from '../../keywords/screening.ts';
import type { EarlierPart } from '../../keywords/window.ts';
import type { Said } from '../../keywords/window-pieces.ts';
import type { Line } from './timeline.ts';

export type HeardKind = 'text' | 'edit' | 'choice' | 'unscreenable' | 'recalled';

/** What the student said together with what screening found; both are sealed. */
export type NewHeard = {
  readonly id: string;
  readonly caseId: string | null;
  readonly kind: HeardKind;
  readonly text: string;
  readonly screening: Screening;
  /** It asked for a person, whatever the screening found: 紧急求助, say. */
  readonly callsPerson?: boolean;
  /** The platform's name for the message. */
  readonly message?: string;
  /** When it was written, where that was before the turn. */
  readonly at?: Date;
};

/** What was said before, with its matches where it was more than harmless. */
export type EarlierLine = Said & { readonly kind: Exclude<HeardKind, 'choice' | 'recalled'> };

export interface HeardStore {
  /** What was written at this address after `since`, oldest first: of the last `most` lines, those that are no taps. */
  recent(addressId: string, since: Date, most: number): Promise<EarlierLine[]>;
  /**
   * Earlier lines turn out to be a part of something: they show it beside what they showed, and belong to the case that
   * it opened.
   */
  takePart(addressId: string, parts: readonly EarlierPart[], caseId: string | null): Promise<void>;
  /** Something was taken back; the words stay. `message` is the platform's name for them, null where it names none. */
  addRecall(input: {
    id: string;
    addressId: string;
    caseId: string | null;
    message: string | null;
    at: Date;
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
