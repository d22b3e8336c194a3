/** What a student sent that no rule can screen, as it is kept and shown. */

/** Longest file that is kept, in bytes. */
export const LONGEST_FILE_BYTES = 5 * 1024 * 1024;

/** Files kept of one address within 24 hours; nobody in need sends more, and a flood must not fill the disk. */
export const MOST_FILES_A_DAY = 100;

/**
 * How it may be handed out: a `picture` that was drawn anew by us, `audio` that a browser plays, and everything else
 * only as a download.
 */
export type MediaKind = 'picture' | 'audio' | 'download';

export const LOST_CODES = ['forgotten', 'too-large', 'too-many', 'gave-up'] as const;
/** Why it will never come: the platform no longer has it, it is more than is kept, or it was tried for long enough. */
export type LostCode = (typeof LOST_CODES)[number];

/** How it stands beside its line. `unreadable` is kept, but nothing of it can be shown safely. */
export type ShownMedia =
  | { readonly id: string; readonly state: 'wanted' }
  | { readonly id: string; readonly state: 'kept'; readonly kind: MediaKind }
  | { readonly id: string; readonly state: 'unreadable' }
  | { readonly id: string; readonly state: 'lost'; readonly code: LostCode };

/** The bytes as they are kept, and what may be said about them. */
export type PreparedMedia =
  | {
      readonly state: 'kept';
      readonly kind: MediaKind;
      readonly mime: string;
      /** For the name of a download, without the dot; null when nobody knows what it is. */
      readonly extension: string | null;
      readonly bytes: Uint8Array;
    }
  | {
      readonly state: 'unreadable';
      readonly code: 'broken-picture' | 'no-picture-encoder';
      readonly bytes: Uint8Array;
    };
