/**
 * Telegram by long polling, or by a webhook whose posts come in by the door of `webhook-door.ts`. Only private chats; a
 * person's address is the chat id. Nothing that people write, no name, token or file address is ever logged.
 */
import type { Channel, ChannelState, Receive } from '../../core/channel.ts';
import { describeError, type Logger } from '../../core/log.ts';
import { createBotApi, readBotId, TELEGRAM_ROOT } from './bot-api.ts';
import { LONGEST_TEXT } from './encode.ts';
import { fetchFile } from './fetch-file.ts';
import { keepWebhook, type TelegramWebhook } from './keep-webhook.ts';
import { pollUpdates } from './poll-updates.ts';
import { sendMessage } from './send-message.ts';
import { createSideCalls, type TelegramCommand } from './side-calls.ts';
import { DEFAULT_TIMING, type Pause, pauseByTimer, type TelegramTiming } from './timing.ts';
import type { TroubleCode } from './trouble.ts';

export type TelegramChannelOptions = {
  /** "digits:text", as BotFather gives it. */
  readonly token: string;
  /** Where the Bot API is served; Telegram's own server when left out. */
  readonly apiRoot?: string;
  /** Updates are posted there; polled for when left out or null. */
  readonly webhook?: TelegramWebhook | null;
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
  const { token, apiRoot = TELEGRAM_ROOT, webhook = null } = options;
  const api = createBotApi(token, apiRoot);
  const files = { api, apiRoot, token, fileTimeoutMs: timing.fileTimeoutMs };
  const send = {
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
    const report = (code: TroubleCode | null): void => {
      if (code === null) side.setMenu();
      changeState({ state: code === null ? 'ready' : 'degraded', code });
    };
    const pause = options.pause ?? pauseByTimer;
    const context = { api, bot, log: options.log, timing, pause, receive, report, ...side };
    const hear = (): Promise<void> =>
      webhook === null ? pollUpdates(context, stop.signal) : keepWebhook(context, webhook, stop.signal);
    return { stop, ended: keepHearing(hear, context, stop.signal).then(side.settle) };
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
      keepsUnheard: true,
    },
    state: () => state,
    send: (to, message, notAfter, picture = null) =>
      sendMessage({ ...send, api: createBotApi(token, apiRoot, notAfter) }, to, message, picture),
    fetchFile: (file, longest) => fetchFile(files, file, longest),
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

type Hearing = {
  readonly bot: string;
  readonly log: Logger;
  readonly timing: TelegramTiming;
  readonly pause: Pause;
  readonly report: (code: TroubleCode | null) => void;
};

/** A fault of our own must not leave a bot that looks alive and hears nobody. */
async function keepHearing(hear: () => Promise<void>, context: Hearing, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await hear();
    } catch (error) {
      context.log.error('telegram.broken', { bot: context.bot, ...describeError(error) });
      context.report('broken');
      await context.pause(context.timing.longestRetryMs, signal);
    }
  }
}

function logState(log: Logger, bot: string, next: ChannelState): void {
  const fields = { bot, state: next.state, code: next.code };
  if (next.code === 'unauthorized') log.error('telegram.state', fields);
  else if (next.state === 'degraded') log.warn('telegram.state', fields);
  else log.info('telegram.state', fields);
}
