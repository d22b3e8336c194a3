import type { Incoming, IncomingBody } from '../core/channel.ts';

export type StoredIncoming = {
  readonly id: string;
  readonly addressId: string;
  readonly body: IncomingBody;
  readonly at: Date;
  /** How often a turn for it failed. */
  readonly attempts: number;
};

export interface IncomingStore {
  /** False when an update with this key is stored already. */
  store(input: { id: string; addressId: string; incoming: Incoming; now: Date }): Promise<boolean>;
  /** The oldest update of this address that waits for its turn; one that failed waits behind its pause. */
  next(addressId: string, now: Date): Promise<StoredIncoming | null>;
  done(id: string, now: Date): Promise<void>;
  /** Notes a failed turn; `tryAt` null gives up. */
  failed(id: string, errorCode: string, tryAt: Date | null, now: Date): Promise<void>;
  /** Addresses with updates that have waited since before `before`. */
  waitingAddresses(before: Date, limit: number): Promise<string[]>;
}
