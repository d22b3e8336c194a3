import type { ChannelName } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import type { BotMessage, Lane } from '../../core/message.ts';

export type NewOutgoing = {
  readonly id: string;
  readonly addressId: string;
  readonly lane: Lane;
  /** The same key twice is one message. */
  readonly dedupeKey: string;
  readonly message: BotMessage;
  readonly notBefore: Date;
  readonly caseId: string | null;
  readonly authorStaffId: string | null;
};

export type ClaimedOutgoing = {
  readonly id: string;
  readonly addressId: string;
  readonly lane: Lane;
  readonly caseId: string | null;
  readonly authorStaffId: string | null;
  readonly channel: ChannelName;
  readonly bot: string;
  readonly account: string;
  readonly language: Language;
  readonly message: BotMessage;
  readonly attempts: number;
  /** It may have reached the person before. */
  readonly repeat: boolean;
};

export type BotName = { readonly channel: ChannelName; readonly bot: string };

export type OutgoingPlace = {
  readonly addressId: string;
  readonly lane: Lane;
  readonly channel: ChannelName;
  readonly bot: string;
};

export interface OutgoingStore {
  /** Adds rows in this order; answers the ids of those that were new. */
  add(rows: readonly NewOutgoing[], now: Date): Promise<string[]>;
  place(outgoingId: string): Promise<OutgoingPlace | null>;
  /**
   * Takes the first unsent row of this address and lane, if it is due and nobody has it in hand. With a lease, only
   * while that lease is held in that epoch.
   */
  claim(
    place: OutgoingPlace,
    claim: { claimedBy: string; lease: { name: string; epoch: number } | null; now: Date },
  ): Promise<ClaimedOutgoing | null>;
  sent(id: string, claimedBy: string, externalId: string | null, now: Date): Promise<void>;
  retry(id: string, claimedBy: string, notBefore: Date, errorCode: string): Promise<void>;
  failed(id: string, claimedBy: string, errorCode: string): Promise<void>;
  /** The result is not known: crisis and conversation are sent again, marked; other lanes stay so. */
  unknown(id: string, claimedBy: string, errorCode: string, tryAt: Date): Promise<void>;
  /** Rows in hand of somebody who is gone become unknown. */
  recoverStale(input: { claimedBefore: Date; now: Date }): Promise<number>;
  recoverOthers(input: { bot: string; channel: ChannelName; claimedBy: string; now: Date }): Promise<number>;
  /** One due row of each lane of this address. */
  dueOf(addressId: string, now: Date): Promise<string[]>;
  /** The first row of each place, where it is due since before `before`; crisis before all else, then the oldest. */
  duePlaces(before: Date, bots: readonly BotName[], limit: number): Promise<string[]>;
}
