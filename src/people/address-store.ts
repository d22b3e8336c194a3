import type { ChannelName, TalkChannel } from '../core/channel.ts';
import type { Language } from '../core/language.ts';

/** One account on one channel: the place of a conversation. */
export type Address = {
  readonly id: string;
  readonly contactId: string;
  readonly channel: TalkChannel;
  readonly bot: string;
  readonly language: Language;
  /** Somebody who is both switches with /值班 and /学生. */
  readonly speaksAs: 'student' | 'staff';
  readonly reachable: boolean;
  readonly optedOutAt: Date | null;
  /** Where the conversation stands, as `conversation/` stored it; null before the first word. */
  readonly flow: string | null;
  readonly madeAt: Date;
  /** A zone of the IANA list for somebody abroad; null for the centre's time alone. */
  readonly timeZone: string | null;
};

export interface AddressStore {
  /** Finds the account, or makes a new contact with this address. Safe when two updates arrive at once. */
  findOrCreate(input: {
    channel: ChannelName;
    bot: string;
    account: string;
    now: Date;
  }): Promise<{ addressId: string; created: boolean }>;
  /** The same for many at once; ids in the order of the accounts. */
  findOrCreateAll(
    accounts: readonly { channel: ChannelName; bot: string; account: string }[],
    now: Date,
  ): Promise<string[]>;
  /** Locks the conversation until the transaction ends: turns of one address run one after another. */
  lock(addressId: string): Promise<Address>;
  byId(addressId: string): Promise<Address>;
  /** The platform's name for the account, for sending. */
  account(addressId: string): Promise<string>;
  language(addressId: string): Promise<Language>;
  saveFlow(addressId: string, flow: string | null): Promise<void>;
  heard(addressId: string, now: Date): Promise<void>;
  /** Accounts of staff that a bot may only answer, and that have not written since then, cannot be reached by it. */
  closeWindows(
    bot: { readonly channel: ChannelName; readonly bot: string },
    writtenBefore: Date,
  ): Promise<void>;
  /** Accounts that wrote to this bot since then and are nobody's of the staff. */
  heardSince(
    bot: { readonly channel: ChannelName; readonly bot: string },
    since: Date,
  ): Promise<{ id: string; contactId: string; language: Language }[]>;
  /** Answers whether it was otherwise until now. */
  setReachable(addressId: string, reachable: boolean): Promise<boolean>;
  setLanguage(addressId: string, language: Language): Promise<void>;
  setTimeZone(addressId: string, timeZone: string | null): Promise<void>;
  setSpeaksAs(addressId: string, speaksAs: Address['speaksAs']): Promise<void>;
  setOptedOut(addressId: string, optedOutAt: Date | null): Promise<void>;
}
