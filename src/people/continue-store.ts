import type { TalkChannel } from '../core/channel.ts';

/** Ways from one channel to the web page. Secrets are given as they are and stored only as hashes. */
export interface ContinueStore {
  makeLink(input: { token: string; addressId: string; now: Date; expiresAt: Date }): Promise<void>;
  /** Whether the link can still be followed; consumes nothing. */
  isOpen(token: string, now: Date): Promise<boolean>;
  /**
   * Follows the link, once: the browser that carries `sessionToken` gets an address of the same person, without a line
   * of history. Null when the link was used, has expired or is unknown.
   */
  follow(input: { token: string; sessionToken: string; joinId: string; now: Date }): Promise<Joined | null>;
  /** The last join from this address is taken back: its browser is a stranger's again and its session ends. */
  undo(input: { fromAddressId: string; newContactId: string; now: Date }): Promise<Joined | null>;
}

export type Joined = {
  readonly contactId: string;
  readonly from: { readonly addressId: string; readonly channel: TalkChannel };
  readonly toAddressId: string;
};
