import type { Incoming, IncomingBody } from '../../core/channel.ts';

export type StoredIncoming = {
  readonly id: string;
  readonly addressId: string;
  /** Null when it can no longer be opened: its key was destroyed, or the row damaged. */
  readonly body: IncomingBody | null;
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
  /** Updates whose turns keep failing: as many as failed `attempts` times or more. */
  countStuck(attempts: number): Promise<number>;
  /** Addresses with updates that have waited since before `before`. */
  waitingAddresses(before: Date, limit: number): Promise<string[]>;
}
