import type { ChannelName, ReplyQuota } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import type { BotMessage, Choice, Lane } from '../../core/message.ts';

export type NewOutgoing = {
  readonly id: string;
  readonly addressId: string;
  readonly lane: Lane;
  /** The same key twice is one message. */
  readonly dedupeKey: string;
  readonly message: BotMessage;
  readonly notBefore: Date;
  /** From then on it helps nobody: it is given up where it has not been sent. Left out where it stays true. */
  readonly staleAt?: Date;
  readonly caseId: string | null;
  readonly authorStaffId: string | null;
};

export type ClaimedOutgoing = {
  readonly id: string;
  readonly addressId: string;
  readonly lane: Lane;
  readonly dedupeKey: string;
  readonly caseId: string | null;
  readonly authorStaffId: string | null;
  readonly channel: ChannelName;
  readonly bot: string;
  readonly account: string;
  readonly language: Language;
  readonly message: BotMessage;
  /** When it was written, which may be long before it is sent. */
  readonly at: Date;
  readonly attempts: number;
  /** It may have reached the person before. */
  readonly repeat: boolean;
};

/** What somebody has before their eyes. */
export type ShownMessage = {
  readonly dedupeKey: string;
  readonly lane: Lane;
  readonly choices: readonly Choice[];
};

export type BotName = { readonly channel: ChannelName; readonly bot: string };

export type OutgoingPlace = {
  readonly addressId: string;
  readonly lane: Lane;
  readonly channel: ChannelName;
  readonly bot: string;
};

export type Claim = {
  readonly claimedBy: string;
  readonly lease: { readonly name: string; readonly epoch: number } | null;
  readonly now: Date;
};

export interface OutgoingStore {
  /** Adds rows in this order; answers the ids of those that were new. */
  add(rows: readonly NewOutgoing[], now: Date): Promise<string[]>;
  /** Notes what was said at this time without a row, while there was no database. The same key twice is one message. */
  noteSaid(row: NewOutgoing, at: Date): Promise<void>;
  /**
   * What reached this address last, or is on its way there at this moment, newest first by when it went; whatever became
   * part of another message stands in that one.
   */
  lastShown(addressId: string, limit: number): Promise<ShownMessage[]>;
  /** Says something else in a row that has not left yet. */
  reword(id: string, addressId: string, message: BotMessage): Promise<void>;
  /** Where these rows are; rows that are gone are left out. */
  places(outgoingIds: readonly string[]): Promise<ReadonlyMap<string, OutgoingPlace>>;
  /**
   * Takes the first unsent row of this address and lane, if it is due and nobody has it in hand; one that stands aside,
   * see `unknown`, is not the first. With a lease, only
   * while that lease is held in that epoch.
   */
  claim(place: OutgoingPlace, claim: Claim): Promise<ClaimedOutgoing | null>;
  /** The same at many places; at most one of each. */
  claimAll(places: readonly OutgoingPlace[], claim: Claim): Promise<ClaimedOutgoing[]>;
  sent(id: string, claimedBy: string, externalId: string | null, now: Date): Promise<void>;
  sentAll(
    sent: readonly { id: string; externalId: string | null }[],
    claimedBy: string,
    now: Date,
  ): Promise<void>;
  retry(id: string, claimedBy: string, notBefore: Date, errorCode: string): Promise<void>;
  failed(id: string, claimedBy: string, errorCode: string): Promise<void>;
  /**
   * The result is not known: crisis and conversation are sent again, marked; other lanes stay so. After some tries what
   * comes after it may go while it waits, and tries again together with it.
   */
  unknown(id: string, claimedBy: string, errorCode: string, tryAt: Date): Promise<void>;
  /**
   * How many more messages may answer what was written there at `heardAt`; staff who may be written to first have no
   * limit.
   */
  repliesLeft(
    addressId: string,
    quota: ReplyQuota,
    startsChats: boolean,
    now: Date,
  ): Promise<{ left: number; heardAt: Date; staff: boolean }>;
  /**
   * Everything unsent of this address waits until the person writes again, but rows whose keys begin so. Answers whose
   * words of which case wait from now on.
   */
  hold(
    addressId: string,
    exceptKeys: readonly string[],
  ): Promise<readonly { readonly caseId: string; readonly authorStaffId: string }[]>;
  /** The same for one lane alone. */
  holdLane(addressId: string, lane: Lane): Promise<void>;
  /** Whether there is a row of this key, whatever became of it. */
  has(dedupeKey: string): Promise<boolean>;
  /** Gives up unsent rows whose keys begin so, without those that are held; answers whether there were any. */
  drop(addressId: string, keys: readonly string[]): Promise<boolean>;
  /** Gives up what certainly is unsent there, held or not, and helps nobody any more. */
  dropStale(addressId: string, now: Date): Promise<void>;
  /**
   * Gives up messages of pages that surely never left and were written before `before`, but those with news that is told
   * only once.
   */
  dropPages(addressId: string, before: Date): Promise<void>;
  /** The same as `drop` with those that are held. */
  dropHeldToo(addressId: string, keys: readonly string[]): Promise<void>;
  /** Gives up what surely never left under this key, held or not; the key is free again, so that it may be said anew. */
  unsay(addressId: string, dedupeKey: string): Promise<void>;
  /**
   * The person wrote: what was held may go; answers one row of each lane and of each who speaks in it in a case, and those
   * that are joined with no other: their keys begin so, or they ask for a choice of their own.
   */
  release(addressId: string, alone: readonly string[], now: Date): Promise<string[]>;
  /**
   * What was held of a case, and words of a person that surely have not left, are given up here, to be said somewhere
   * else; oldest first.
   */
  takeUnsaid(
    addressId: string,
    caseId: string,
  ): Promise<{ id: string; message: BotMessage; authorStaffId: string | null }[]>;
  /** Rows in hand of somebody who is gone become unknown. */
  recoverStale(input: { claimedBefore: Date; now: Date }): Promise<number>;
  recoverOthers(input: { bot: string; channel: ChannelName; claimedBy: string; now: Date }): Promise<number>;
  /** One due row of each lane of this address. */
  dueOf(addressId: string, now: Date): Promise<string[]>;
  /** The first row of each place, where it is due since before `before`; crisis before all else, then the oldest. */
  duePlaces(before: Date, bots: readonly BotName[], limit: number): Promise<string[]>;
}
