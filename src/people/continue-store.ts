import type { TalkChannel } from '../core/channel.ts';

/** Ways from one channel to the web page. Secrets are given as they are and stored only as hashes. */
export interface ContinueStore {
  makeLink(input: { token: string; addressId: string; now: Date; expiresAt: Date }): Promise<void>;
  /** Whether the link can still be followed; consumes nothing. */
  isOpen(token: string, now: Date): Promise<boolean>;
  /** Whose link it is, while it can be followed; consumes nothing. */
  contactOf(token: string, now: Date): Promise<string | null>;
  /** Consumes the link without joining anything; answers the address that it was made for. */
  use(token: string, now: Date): Promise<string | null>;
  /**
   * Follows the link, once: the browser that carries `sessionToken` gets an address of the same person, without a line
   * of history. Null when the link was used, has expired or is unknown.
   */
  follow(input: { token: string; sessionToken: string; joinId: string; now: Date }): Promise<Joined | null>;
  /**
   * Every join from this address is taken back: those browsers are strangers of their own again, before whom nothing of
   * the talk stands any more. Answers the addresses with what dangerous words came from them meanwhile.
   */
  undo(input: { fromAddressId: string; newId: () => string; now: Date }): Promise<readonly Stranger[]>;
  /** Since when this address belongs to the person through such a link; null where it was theirs from the start. */
  joinedAt(addressId: string): Promise<Date | null>;
}

export type Stranger = {
  readonly contactId: string;
  readonly addressId: string;
  /** The gravest of what was said there since the link was followed; null for nothing dangerous. */
  readonly danger: 'high' | 'imminent' | null;
};

export type Joined = {
  readonly contactId: string;
  readonly from: { readonly addressId: string; readonly channel: TalkChannel };
  readonly toAddressId: string;
};
