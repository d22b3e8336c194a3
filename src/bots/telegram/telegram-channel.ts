/**
 * Telegram by long polling. Only private chats; a person's address is the chat id. Nothing that people write, no name,
 * token or file address is ever logged.
 */
import type { Channel, ChannelState, Receive } from '../../core/channel.ts';
import { describeError, type Logger } from '../../core/log.ts';
import { createBotApi } from './bot-api.ts';
import { LONGEST_TEXT } from './encode.ts';
import { type PollCode, type PollContext, pollUpdates } from './poll-updates.ts';
import { sendMessage } from './send-message.ts';
import { createSideCalls, type TelegramCommand } from './side-calls.ts';
import { DEFAULT_TIMING, type Pause, pauseByTimer, type TelegramTiming } from './timing.ts';

export type TelegramChannelOptions = {
  /** "digits:text", as BotFather gives it. */
  readonly token: string;
  /** Where the Bot API is served; Telegram's own server when left out. */
  readonly apiRoot?: string;
  readonly log: Logger;
  readonly commands?: readonly TelegramCommand[];
  readonly timing?: Partial<TelegramTiming>;
  readonly pause?: Pause;
};

/** Telegram asks for at most about 30 messages a second in bulk (core.telegram.org/bots/faq). */
const BULK_EVERY_MS = 40;

type Run = { readonly stop: AbortController; readonly ended: Promise<void> };

/** Throws when the token is not "digits:text"; nothing else throws, and nothing is asked before `start`. */
export function createTelegramChannel(options: TelegramChannelOptions): Channel {
  const bot = readBotId(options.token);
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const api = createBotApi(options.token, options.apiRoot ?? 'https://api.telegram.org');
  const send = {
    api,
    sendTimeoutMs: timing.sendTimeoutMs,
    retryAfterMs: timing.retryMs,
    unauthorizedMs: timing.unauthorizedMs,
  };
  let state: ChannelState = { state: 'stopped', code: null };
  let run: Run | null = null;

  const changeState = (next: ChannelState): void => {
    if (next.state === state.state && next.code === state.code) return;
    state = next;
    logState(options.log, bot, next);
  };

  const begin = (receive: Receive): Run => {
    const stop = new AbortController();
    const side = createSideCalls(api, options.commands ?? [], timing.sendTimeoutMs, stop.signal);
    const report = (code: PollCode | null): void => {
      if (code === null) side.setMenu();
      changeState({ state: code === null ? 'ready' : 'degraded', code });
    };
    const pause = options.pause ?? pauseByTimer;
    const context = { api, bot, log: options.log, timing, pause, receive, report, ...side };
    return { stop, ended: keepPolling(context, stop.signal).then(side.settle) };
  };

  return {
    name: 'telegram',
    bot,
    capabilities: {
      buttons: true,
      startsChats: true,
      longestText: LONGEST_TEXT,
      pace: null,
      bulkEveryMs: BULK_EVERY_MS,
      replyQuota: null,
    },
    state: () => state,
    send: (to, message) => sendMessage(send, to, message),
    fetchFile: async () => ({ kind: 'gone', code: 'forgotten' }),
    loginCode: () => null,
    async start(receive) {
      if (run !== null) throw new Error('the Telegram channel is already started');
      changeState({ state: 'starting', code: null });
      run = begin(receive);
    },
    async stop() {
      const ending = run;
      ending?.stop.abort();
      await ending?.ended;
      if (run === ending) run = null;
      changeState({ state: 'stopped', code: null });
    },
  };
}

/** A fault of our own must not leave a bot that looks alive and hears nobody. */
async function keepPolling(context: PollContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await pollUpdates(context, signal);
    } catch (error) {
      context.log.error('telegram.poll-broken', { bot: context.bot, ...describeError(error) });
      context.report('poll-broken');
      await context.pause(context.timing.longestRetryMs, signal);
    }
  }
}

function readBotId(token: string): string {
  const id = /^([0-9]+):./.exec(token)?.[1];
  // The token itself stays out of the message: errors are logged.
  if (id === undefined) throw new Error('a Telegram token is digits, a colon and text');
  return id;
}

function logState(log: Logger, bot: string, next: ChannelState): void {
  const fields = { bot, state: next.state, code: next.code };
  if (next.code === 'unauthorized') log.error('telegram.state', fields);
  else if (next.state === 'degraded') log.warn('telegram.state', fields);
  else log.info('telegram.state', fields);
}
