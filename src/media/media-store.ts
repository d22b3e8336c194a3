import type { ChannelName, Unscreenable } from '../core/channel.ts';
import type { LostCode, MediaKind, PreparedMedia } from './media.ts';

export type ClaimedMedia = {
  readonly id: string;
  readonly channel: ChannelName;
  readonly bot: string;
  /** What the platform calls it; null when it can no longer be opened. Never to be logged. */
  readonly file: string | null;
  /** Counts this attempt too; whoever settles the row must name it, so that a late one changes nothing. */
  readonly attempts: number;
  readonly at: Date;
};

export type FoundMedia = {
  readonly id: string;
  /** Cases whose conversation shows it. */
  readonly caseIds: readonly string[];
  /** A counsellor has still to look at it in the daily review. */
  readonly inReview: boolean;
};

export type KeptMedia = {
  readonly kind: MediaKind;
  readonly mime: string;
  readonly extension: string | null;
  readonly bytes: Uint8Array;
};

/** A picture that somebody of the staff sends to the student of a case. */
export type StaffPicture = {
  readonly id: string;
  readonly staffId: string;
  /** Null while they have not said for whom it is. */
  readonly caseId: string | null;
  /** What they wrote under it. */
  readonly caption: string;
  readonly state: 'wanted' | 'kept' | 'unreadable' | 'lost';
  /** Null unless it is kept. */
  readonly kind: MediaKind | null;
};

export interface MediaStore {
  /** Notes what is to be asked of the platform; within the turn that heard it. */
  want(input: {
    id: string;
    heardId: string;
    addressId: string;
    what: Unscreenable;
    file: string;
    now: Date;
  }): Promise<void>;
  /** The same for what somebody of the staff sends; `caseId` null until they have said for whom it is. */
  wantOfStaff(input: {
    id: string;
    addressId: string;
    staffId: string;
    caseId: string | null;
    caption: string;
    file: string;
    now: Date;
  }): Promise<void>;
  /** What they sent through the console is here already, sealed with the key of the address that it goes to. */
  keepOfStaff(input: {
    id: string;
    addressId: string;
    staffId: string;
    caseId: string;
    prepared: PreparedMedia;
    now: Date;
  }): Promise<void>;
  /** Says for which case it is; one that has a case keeps it. */
  giveTo(id: string, caseId: string): Promise<void>;
  /** Locked, so that of what keeps it and what says for whom it is the later one sees both. Null for what students sent. */
  ofStaff(id: string): Promise<StaffPicture | null>;
  /**
   * Marks as lost (`gave-up`) what is due and no more to be tried: what more than `unended` tries were begun for and
   * never ended, and what was tried already and is older than `before`. Answers their ids.
   */
  giveUp(limits: { readonly unended: number; readonly before: Date }, now: Date): Promise<string[]>;
  /** Takes one that is due, of these bots, and puts it off until `until`, should this process not come back to it. */
  claim(
    bots: readonly { readonly channel: ChannelName; readonly bot: string }[],
    now: Date,
    until: Date,
  ): Promise<ClaimedMedia | null>;
  /** The next three answer false when somebody else has taken it since. */
  keep(claimed: ClaimedMedia, prepared: PreparedMedia, now: Date): Promise<boolean>;
  retry(claimed: ClaimedMedia, tryAt: Date, code: string): Promise<boolean>;
  lose(claimed: ClaimedMedia, code: LostCode, now: Date): Promise<boolean>;
  find(id: string): Promise<FoundMedia | null>;
  /** Null unless it is kept and may be handed out. */
  read(id: string): Promise<KeptMedia | null>;
}
