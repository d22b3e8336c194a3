import type { BotMessage } from './message.ts';

export type ChannelName = 'web' | 'telegram' | 'wechat';

/** What a platform can do, as data, so that nothing outside `bots/` asks which platform it is. */
export type ChannelCapabilities = {
  readonly buttons: boolean;
  /** May the bot write first, to somebody who has not written lately? */
  readonly startsChats: boolean;
  /** Longest text of one message, in UTF-16 code units. */
  readonly longestText: number;
  /** Shortest time between two messages to one address, in ms; 0 for none. */
  readonly paceMs: number;
};

/** What came in, as the platform told it; nothing is cut or cleaned here, since screening sees the original. */
export type IncomingBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'edit'; readonly text: string }
  | { readonly kind: 'choice'; readonly id: string }
  | {
      readonly kind: 'unscreenable';
      readonly what: Unscreenable;
      readonly caption: string;
      readonly file: string | null;
    }
  | { readonly kind: 'reachable'; readonly reachable: boolean };

export type Unscreenable = 'voice' | 'picture' | 'video' | 'file' | 'sticker' | 'location' | 'other';

export type Incoming = {
  readonly channel: ChannelName;
  /** Which account of ours received it; random ids of the platform, no secret. */
  readonly bot: string;
  /** Unique for this bot; the same update delivered again has the same key. */
  readonly updateKey: string;
  /** The platform's name for the account that wrote. */
  readonly from: string;
  readonly body: IncomingBody;
};

/** Resolves once the update is stored; only then may the channel tell its platform that it was received. */
export type Receive = (incoming: Incoming) => Promise<void>;

export type SendOutcome =
  | { readonly kind: 'sent'; readonly externalId: string | null }
  | { readonly kind: 'temporary'; readonly retryAfterMs: number; readonly code: string }
  | { readonly kind: 'permanent'; readonly code: 'blocked' | 'unknown-address' | 'rejected' }
  | { readonly kind: 'unknown'; readonly code: string };

export type ChannelState = {
  readonly state: 'starting' | 'ready' | 'degraded' | 'stopped';
  /** A literal code for people who run the bot, for example `unauthorized`; null when all is well. */
  readonly code: string | null;
};

export interface Channel {
  readonly name: ChannelName;
  readonly bot: string;
  readonly capabilities: ChannelCapabilities;
  /** Begins to receive; resolves at once and keeps trying when the platform does not answer. */
  start(receive: Receive): Promise<void>;
  /** Never throws for what a platform can answer. */
  send(to: string, message: BotMessage): Promise<SendOutcome>;
  /** Ends receiving; resolves once no update is in hand any more. */
  stop(): Promise<void>;
  state(): ChannelState;
}
