import type { ChannelState } from '../../core/channel.ts';
import type { BotName } from './outgoing-store.ts';

/** Who may do what only one process at a time may do. */
export interface LeaseStore {
  /** Takes a free or expired lease, or renews one's own; null while somebody else holds it. The epoch grows. */
  take(name: string, holder: string, forMs: number): Promise<{ epoch: number } | null>;
  release(name: string, holder: string): Promise<void>;
  /** Frees everything: for a process that is alone on its database and knows that earlier holders are gone. */
  releaseAll(): Promise<void>;
}

/** What every process knows of the bots that one of them runs. */
export interface BotStore {
  /** Until when a bot was known to listen, null before the first time; whatever follows from it comes before `listens`. */
  lastListened(bot: BotName): Promise<{ before: Date | null; now: Date }>;
  /** Notes that a bot listened at this time, and so that nobody has to scan anything. */
  listens(bot: BotName, until: Date): Promise<void>;
  /** What a person must scan to sign the bot in, kept sealed; null once nobody has to. */
  showLogin(bot: BotName, code: string | null): Promise<void>;
  /** Codes that may still be scanned. */
  logins(): Promise<(BotName & { readonly code: string; readonly at: Date })[]>;
}

export type PartRow = {
  readonly name: string;
  readonly state: ChannelState['state'];
  readonly code: string | null;
  /** Where it can be reached, for the web part. */
  readonly url: string | null;
  readonly toldAt: Date;
  /** Since when it is in this state. */
  readonly since: Date;
};

export interface PartStore {
  tell(name: string, state: ChannelState['state'], code: string | null, url?: string): Promise<void>;
  list(): Promise<PartRow[]>;
  forget(names: readonly string[]): Promise<void>;
}

export type Override = {
  readonly area: string;
  readonly key: string;
  readonly version: number;
  readonly value: unknown;
};

/** What staff changed; the newest version of a key wins over the file, and a null value goes back to the file. */
export interface OverrideStore {
  current(): Promise<Override[]>;
  put(input: {
    id: string;
    area: string;
    key: string;
    value: unknown;
    staffId: string;
    now: Date;
    /** Only where this is the newest version, 0 for none; left out for whatever it is. */
    after?: number;
  }): Promise<boolean>;
}
