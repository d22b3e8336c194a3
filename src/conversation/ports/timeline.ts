import type { Choice, MessageFile } from '../../core/message.ts';
import type { Verdict } from '../../keywords/precision.ts';
import type { Level, Match } from '../../keywords/screening.ts';
import type { ShownMedia } from '../../media/media.ts';

/** `expected` says what the level should have been where it was missed. */
export type LineMark = { readonly verdict: Verdict; readonly expected: Level | null };

/** One line of a conversation as a person may read it. `seq` orders lines of the same kind only; `at` orders all. */
export type Line =
  | {
      readonly from: 'student';
      readonly id: string;
      readonly at: Date;
      /** `recalled` stands for itself only where nobody can tell what was taken back. */
      readonly kind: 'text' | 'edit' | 'choice' | 'unscreenable' | 'recalled';
      readonly text: string;
      readonly level: Level;
      readonly matches: readonly Match[];
      /** The file of an `unscreenable` line, for whoever reads it in the console; left out where there is none. */
      readonly media?: ShownMedia;
      /** What an edit replaced, as it stood before; left out where that is not known. */
      readonly original?: string;
      /** When its writer took it back; left out where they did not. */
      readonly recalledAt?: Date;
      /** What somebody said of its screening; left out where nobody has. */
      readonly mark?: LineMark;
    }
  | {
      readonly from: 'bot' | 'counsellor';
      readonly id: string;
      readonly at: Date;
      readonly text: string;
      readonly choices: readonly Choice[];
      /** The id of the picture above the words; left out where there is none. */
      readonly picture?: string;
      /** What may be kept beside the words; left out where there is nothing. */
      readonly file?: MessageFile;
      /** Whether it reached the channel; `held` waits until the person writes, since their platform permits no more. */
      readonly delivery: 'due' | 'held' | 'sending' | 'sent' | 'failed' | 'unknown';
      readonly author: string | null;
    };

export type StudentLine = Extract<Line, { from: 'student' }>;

export interface TimelineStore {
  /** What the student's page shows: lines of this address after `since` (null: all), oldest first, at most `limit`. */
  ofAddress(addressId: string, since: Date | null, limit: number): Promise<Line[]>;
  /**
   * The conversation of a case: what its student said and heard, anywhere, from ten minutes before it was opened, and what
   * they said longer before that took part in opening it.
   */
  ofCase(caseId: string, limit: number): Promise<Line[]>;
}
