import type { Incoming, IncomingBody } from '../../core/channel.ts';
import type { Address } from '../../people/address-store.ts';
import type { ConsentPurpose } from '../../people/consent-store.ts';
import type { SpoolLevel, Told } from '../../spool/spool.ts';
import type { NewHeard } from './heard-store.ts';
import type { NewOutgoing } from './outgoing-store.ts';

/** It came in while there was no database, and was answered without one. */
export type InFault = {
  /** When it was written. */
  readonly at: Date;
  /** Whether the answer reached the student; nobody knows where the program died while it answered. */
  readonly told: Told;
  /** What it came to then, with what was said just before. */
  readonly level: SpoolLevel;
};

export type StoredIncoming = {
  readonly id: string;
  readonly addressId: string;
  /** Null when it can no longer be opened: its key was destroyed, or the row damaged. */
  readonly body: IncomingBody | null;
  readonly at: Date;
  /** How often a turn for it failed. */
  readonly attempts: number;
  readonly inFault?: InFault;
};

/** An update, and how things stand where it came in. */
export type NextTurn = StoredIncoming & {
  readonly address: Address;
  /** The present at this look. */
  readonly now: Date;
  /** Others wait behind it. */
  readonly more: boolean;
  /** The person is one of the staff, at this address or at another one of theirs. */
  readonly isStaff: boolean;
  /** The person has a case that is not closed. */
  readonly hasCase: boolean;
  /** Messages wait there until the person writes. */
  readonly hasHeld: boolean;
  /** When something was heard there before; null when never. */
  readonly lastHeardAt: Date | null;
  readonly agreed: Agreed;
};

/** What a turn is asked about at every word: the versions that a person agreed to last; null where they did not. */
export type Agreed = Readonly<Record<Exclude<ConsentPurpose, 'greeting' | 'counselling'>, string | null>>;

/** Everything that the turn of a student leaves behind where they write. */
export type TurnEnd = {
  readonly addressId: string;
  readonly incomingId: string;
  readonly heard: NewHeard;
  /** Where the conversation now stands; left out when it stands where it stood. */
  readonly flow?: string;
  readonly outgoing: readonly NewOutgoing[];
  readonly now: Date;
};

export type NewIncoming = {
  readonly id: string;
  readonly addressId: string;
  readonly incoming: Incoming;
  readonly inFault?: InFault;
};

export interface IncomingStore {
  /** Stores updates in this order; answers the ids of those whose keys were not there yet. */
  store(updates: readonly NewIncoming[], now: Date): Promise<string[]>;
  /**
   * The oldest update of this address that waits for its turn, with what a turn has to know; one that failed waits behind
   * its pause.
   */
  next(addressId: string, now: Date): Promise<NextTurn | null>;
  done(id: string, now: Date): Promise<void>;
  /** Ends a turn of somebody who was heard; answers the ids of the messages that were new. */
  finish(end: TurnEnd): Promise<string[]>;
  /** Notes a failed turn; `tryAt` null gives up. */
  failed(id: string, errorCode: string, tryAt: Date | null, now: Date): Promise<void>;
  /** Updates whose turns keep failing: as many as failed `attempts` times or more. */
  countStuck(attempts: number): Promise<number>;
  /** Addresses with updates that have waited since before `before`. */
  waitingAddresses(before: Date, limit: number): Promise<string[]>;
}
