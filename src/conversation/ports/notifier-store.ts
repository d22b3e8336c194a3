import type { BotName } from './outgoing-store.ts';

/** What became of one message. */
export type NotifierMessage = {
  readonly status: 'due' | 'sending' | 'sent' | 'failed' | 'unknown';
  /** A literal code of the last attempt that failed; null while none has. */
  readonly code: string | null;
  readonly at: Date;
};

/** The pace at which groups are paged, and what became of what a notifier was last given to send. */
export interface NotifierStore {
  /** Makes the next message of pages of each of these groups due, by the given pace. */
  makeDue(names: readonly string[], digestSeconds: number, now: Date): Promise<void>;
  due(now: Date, limit: number): Promise<string[]>;
  /** Takes what is due: true for the one caller who now has to tell it. */
  take(name: string, now: Date): Promise<boolean>;
  /** From now on the pace counts. */
  told(name: string, now: Date): Promise<void>;
  /** Gives up messages that surely never left, whose dedupe keys begin so: a newer one says all that they would. */
  dropUnsent(addressId: string, keyPrefix: string): Promise<void>;
  /** A later message of the same place and kind, which says all that this one would; null when there is none. */
  laterThan(outgoingId: string, keyPrefix: string): Promise<string | null>;
  /** Nobody is reached any more by a notifier that is none of these, until something went out by it again. */
  loseOthers(known: readonly BotName[]): Promise<void>;
  /** The newest message of this notifier whose dedupe key begins so. */
  latest(notifier: BotName, keyPrefix: string): Promise<NotifierMessage | null>;
}
