import type { BotMessage } from './message.ts';

/** Where people talk with the bot. */
export const TALK_CHANNELS = ['web', 'telegram', 'wechat'] as const;
/** Where the program talks with itself: the canary, which is nobody. No student, list or audience has it. */
export const SINK = 'sink';
export type TalkChannel = (typeof TALK_CHANNELS)[number] | typeof SINK;

/** Where there are none, choices are a numbered list and a number is an answer to it. */
export const HAS_BUTTONS: Readonly<Record<TalkChannel, boolean>> = {
  web: true,
  telegram: true,
  wechat: false,
  sink: true,
};

/** One-way: they wake somebody and hear nothing. Nobody's words ever go over them. */
export const NOTIFIER_KINDS = ['wecom', 'dingtalk', 'feishu', 'sms', 'voice', 'email', 'webhook'] as const;
export type NotifierKind = (typeof NOTIFIER_KINDS)[number];

export type ChannelName = TalkChannel | NotifierKind;

export const isNotifierKind = (name: string): name is NotifierKind =>
  (NOTIFIER_KINDS as readonly string[]).includes(name);

/** What a platform can do, as data, so that nothing outside `bots/` asks which platform it is. */
export type ChannelCapabilities = {
  readonly buttons: boolean;
  /** May the bot write first, to somebody who has not written lately? */
  readonly startsChats: boolean;
  /** Longest text of one message, in UTF-16 code units. */
  readonly longestText: number;
  /** How fast the bot may speak at all, whoever it speaks to; null where the platform does not mind. */
  readonly pace: Pace | null;
  /** Least time between two messages of the lanes that are in no hurry, in ms; 0 for none. */
  readonly bulkEveryMs: number;
  /** How many messages may answer what a person wrote, and for how long; null where there is no such limit. */
  readonly replyQuota: ReplyQuota | null;
  /** Does the platform keep what people write while nobody listens? */
  readonly keepsUnheard: boolean;
};

export type Pace = {
  readonly everyMs: number;
  /** Up to so much is added to each wait, so that the rhythm is no machine's. */
  readonly jitterMs: number;
  readonly perMinute: number;
};

export type ReplyQuota = { readonly count: number; readonly withinMs: number };

/** What came in, as the platform told it; nothing is cut or cleaned here, since screening sees the original. */
export type IncomingBody =
  | { readonly kind: 'text'; readonly text: string; readonly message?: string }
  | { readonly kind: 'edit'; readonly text: string; readonly message?: string }
  | { readonly kind: 'choice'; readonly id: string }
  | {
      readonly kind: 'unscreenable';
      readonly what: Unscreenable;
      readonly caption: string;
      /** What {@link Channel.fetchFile} takes; null when there is nothing to fetch. */
      readonly file: string | null;
      readonly message?: string;
    }
  /** They took back what they had written; `message` is the platform's name for it, null when it names none. */
  | { readonly kind: 'recalled'; readonly message: string | null }
  | { readonly kind: 'reachable'; readonly reachable: boolean };

/** What somebody says; the rest is what their platform tells of them. */
export type SaidBody = Exclude<IncomingBody, { readonly kind: 'recalled' | 'reachable' }>;

export const isSaid = (body: IncomingBody): body is SaidBody =>
  body.kind !== 'recalled' && body.kind !== 'reachable';

export type Unscreenable = 'voice' | 'picture' | 'video' | 'file' | 'sticker' | 'location' | 'other';

export type Incoming = {
  readonly channel: TalkChannel;
  /** Which account of ours received it; random ids of the platform, no secret. */
  readonly bot: string;
  /** Unique for this bot; the same update delivered again has the same key. */
  readonly updateKey: string;
  /** The platform's name for the message, by which an edit names what it replaces; left out where there is none. */
  readonly message?: string;
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

export type FileOutcome =
  | { readonly kind: 'fetched'; readonly bytes: Uint8Array }
  | { readonly kind: 'temporary'; readonly code: string }
  /** It will never come: the platform has forgotten it, or it is larger than asked for. */
  | { readonly kind: 'gone'; readonly code: 'forgotten' | 'too-large' };

/** A picture that was drawn anew by us, as it leaves. */
export type OutgoingPicture = {
  readonly bytes: Uint8Array;
  /** Says what it is, and nothing of whose it is. */
  readonly name: 'picture.jpg' | 'picture.webp';
};

export interface Channel {
  readonly name: ChannelName;
  readonly bot: string;
  readonly capabilities: ChannelCapabilities;
  /** Begins to receive; resolves at once and keeps trying when the platform does not answer. */
  start(receive: Receive): Promise<void>;
  /**
   * Never throws for what a platform can answer. From `notAfter` on (a moment of `performance.now()`) another process may
   * speak for this bot: nothing leaves after it, however long this process stood still meanwhile. `picture` is what the
   * message names, for channels over which it has to travel.
   */
  send(
    to: string,
    message: BotMessage,
    notAfter?: number,
    picture?: OutgoingPicture | null,
  ): Promise<SendOutcome>;
  /** A picture or recording that somebody sent, of at most `longest` bytes. Never throws for what a platform can answer. */
  fetchFile(file: string, longest: number): Promise<FileOutcome>;
  /** What a person must scan to sign the bot in, as the text of a QR code; null while nobody has to. */
  loginCode(): string | null;
  /** Ends receiving; resolves once no update is in hand any more. */
  stop(): Promise<void>;
  state(): ChannelState;
}
