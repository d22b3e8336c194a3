/**
 * WeChat through Wechaty and whatever puppet is set up. Only private chats; a person's address is the contact's id in
 * that puppet, which some change with each sign-in. Nothing that people write, no name and no id of theirs is ever
 * logged.
 */
import type { Channel, ChannelState, Pace, Receive, ReplyQuota } from '../../core/channel.ts';
import type { Logger } from '../../core/log.ts';
import { fetchFile } from './fetch-file.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { keepSession, type Link, type SessionKeeper } from './keep-session.ts';
import { loadMessage } from './load-message.ts';
import { LONGEST_TEXT, sendMessage } from './send-message.ts';
import type { OwnAccount } from './session.ts';
import { DEFAULT_TIMING, type Pause, pauseByTimer, type WechatTiming } from './timing.ts';

export type WechatChannelOptions = {
  /** Name of the puppet's npm package. */
  readonly puppet: string;
  /** Passed on to the puppet: for wechaty-puppet-service `token`, `endpoint`, `authority` and `tls`. */
  readonly puppetOptions: Readonly<Record<string, unknown>>;
  /** What this bot is called in our rows; ids of accounts change. */
  readonly name?: string;
  /** File that keeps the sign-in over restarts, in a folder of its own. */
  readonly memoryFile: string;
  /** Whether this account may write to people who have not written lately. */
  readonly startsChats: boolean;
  readonly pace?: Pace | null;
  readonly replyQuota: ReplyQuota | null;
  readonly log: Logger;
  readonly timing?: Partial<WechatTiming>;
  readonly pause?: Pause;
};

/** Accounts that speak faster, or as evenly as a clock, are told from people and banned. */
const DEFAULT_PACE: Pace = { everyMs: 3_000, jitterMs: 1_500, perMinute: 10 };

type Run = {
  readonly keeper: SessionKeeper;
  readonly inbox: Inbox;
  readonly stop: AbortController;
};

/** Nothing throws, and nothing is imported or asked before `start`. */
export function createWechatChannel(options: WechatChannelOptions): Channel {
  const bot = options.name ?? 'wechat';
  const { log } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const pause = options.pause ?? pauseByTimer;
  const health = createHealth((next) => logState(log, bot, next));
  let run: Run | null = null;
  const own: OwnAccount = { id: null };

  const begin = (receive: Receive): Run => {
    const stop = new AbortController();
    const load = async (messageId: string) => {
      const session = keeper.session();
      if (session === null) return { kind: 'no-answer' } as const;
      return loadMessage(session, bot, own, messageId, timing.askTimeoutMs);
    };
    const inbox = createInbox({ bot, timing, pause, log, receive, load, onStored: health.stored });
    const keeper = keepSession(
      {
        puppet: options.puppet,
        puppetOptions: options.puppetOptions,
        bot,
        memoryFile: options.memoryFile,
        own,
        timing,
        pause,
        log,
        onLink: health.link,
        onMessage: inbox.announce,
      },
      stop.signal,
    );
    return { keeper, inbox, stop };
  };

  return {
    name: 'wechat',
    bot,
    capabilities: {
      buttons: false,
      startsChats: options.startsChats,
      longestText: LONGEST_TEXT,
      pace: options.pace === undefined ? DEFAULT_PACE : options.pace,
      bulkEveryMs: 0,
      replyQuota: options.replyQuota,
      keepsUnheard: false,
    },
    state: health.state,
    loginCode: () => health.current().loginCode,
    send(to, message, notAfter, picture = null) {
      const sendsFiles = options.replyQuota === null;
      const context = { session: run?.keeper.session() ?? null, link: health.current(), timing, sendsFiles };
      return sendMessage(context, to, message, notAfter, picture);
    },
    fetchFile: (file, longest) =>
      fetchFile(run?.keeper.session() ?? null, file, longest, timing.fileTimeoutMs),
    async start(receive) {
      if (run !== null) throw new Error('the WeChat channel is already started');
      health.begin();
      run = begin(receive);
    },
    async stop() {
      const ending = run;
      // What is in hand may still have to be asked for, so the puppet goes last.
      await ending?.inbox.close();
      ending?.stop.abort();
      await ending?.keeper.ended;
      if (run === ending) run = null;
      health.end();
    },
  };
}

type Health = {
  state(): ChannelState;
  current(): Link;
  begin(): void;
  end(): void;
  link(next: Link): void;
  stored(ok: boolean): void;
};

const NOT_LINKED: Link = { code: 'unreachable', loginCode: null };

/** Two things can be wrong at once, the account and our own store; people are told of the account first. */
function createHealth(tell: (state: ChannelState) => void): Health {
  let phase: 'stopped' | 'starting' | 'running' = 'stopped';
  let link = NOT_LINKED;
  let storing = true;
  let told: ChannelState = { state: 'stopped', code: null };

  const read = (): ChannelState => {
    if (phase !== 'running') return { state: phase, code: null };
    const code = link.code ?? (storing ? null : 'not-stored');
    return { state: code === null ? 'ready' : 'degraded', code };
  };
  const change = (): void => {
    const next = read();
    if (next.state === told.state && next.code === told.code) return;
    told = next;
    tell(next);
  };
  const enter = (next: typeof phase): void => {
    phase = next;
    link = NOT_LINKED;
    storing = true;
    change();
  };

  return {
    state: () => told,
    current: () => link,
    begin: () => enter('starting'),
    end: () => enter('stopped'),
    link(next) {
      phase = 'running';
      link = next;
      change();
    },
    stored(ok) {
      storing = ok;
      change();
    },
  };
}

/** What only people can mend is an error. */
const FOR_PEOPLE = new Set([
  'puppet-not-installed',
  'bad-puppet',
  'insecure-endpoint',
  'no-memory',
  'unauthorized',
  'logged-out',
  'scan',
]);

function logState(log: Logger, bot: string, next: ChannelState): void {
  const fields = { bot, state: next.state, code: next.code };
  if (next.code !== null && FOR_PEOPLE.has(next.code)) log.error('wechat.state', fields);
  else if (next.state === 'degraded') log.warn('wechat.state', fields);
  else log.info('wechat.state', fields);
}
