/**
 * Takes what Telegram posts. Every process with the web part has one, whoever holds the bot: what it takes it only
 * stores. Telegram posts what one person says one after the other and repeats what was not taken, so the order of a
 * person's words is kept (`WebhookActor` of tdlib/telegram-bot-api).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'grammy/types';
import type { Receive } from '../../core/channel.ts';
import { describeError, type Logger } from '../../core/log.ts';
import { createBotApi, readBotId, TELEGRAM_ROOT } from './bot-api.ts';
import { decodeSafely } from './decode.ts';
import { createSideCalls } from './side-calls.ts';
import { DEFAULT_TIMING, type TelegramTiming } from './timing.ts';

export type WebhookDoorOptions = {
  readonly token: string;
  readonly apiRoot?: string;
  readonly secret: string;
  readonly receive: Receive;
  readonly log: Logger;
  readonly timing?: Partial<TelegramTiming>;
};

export type WebhookDoor = {
  /** Never rejects; 200 only once the update is stored or needs no storing. */
  answer(request: Request): Promise<Response>;
  /** Takes nothing more; resolves once no update is in hand any more. */
  stop(): Promise<void>;
};

/** In bytes; the longest update of text is below 100 kB. */
const LONGEST_BODY = 1024 * 1024;
/** Without it Telegram waits longer after every failure. In seconds. */
const REPEAT_AFTER = '2';

export function createWebhookDoor(options: WebhookDoorOptions): WebhookDoor {
  const bot = readBotId(options.token);
  const { receive, log } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const api = createBotApi(options.token, options.apiRoot ?? TELEGRAM_ROOT);
  const stopping = new AbortController();
  const side = createSideCalls(api, [], timing.sendTimeoutMs, stopping.signal);
  const secret = digest(options.secret);
  const inHand = new Set<Promise<unknown>>();

  const store = async (update: Update): Promise<boolean> => {
    if (update.callback_query?.id !== undefined) side.answerTap(update.callback_query.id);
    const incoming = decodeSafely(update, bot, log);
    if (incoming === null) return true;
    const storing = receive(incoming).then(
      () => true,
      (error: unknown) => {
        log.warn('telegram.not-stored', { bot, ...describeError(error) });
        return false;
      },
    );
    keepUntilDone(inHand, storing);
    return within(timing.storeTimeoutMs, storing);
  };

  return {
    async answer(request) {
      const said = request.headers.get('x-telegram-bot-api-secret-token') ?? '';
      if (!timingSafeEqual(digest(said), secret)) return empty(401);
      if (stopping.signal.aborted) return repeatLater();
      if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return empty(415);
      const body = await readBody(request);
      if (body === null) return empty(413);
      const update = parse(body);
      if (update === null) return empty(400);
      if (!isUpdate(update)) {
        log.error('telegram.undecodable-update', { bot });
        return empty(200);
      }
      if (stopping.signal.aborted) return repeatLater();
      return (await store(update)) ? empty(200) : repeatLater();
    },
    async stop() {
      stopping.abort();
      await Promise.all([...inHand, side.settle()]);
    },
  };
}

const empty = (status: number): Response => new Response(null, { status });

const repeatLater = (): Response =>
  new Response(null, { status: 503, headers: { 'Retry-After': REPEAT_AFTER } });

/** Of the same length whatever was said, as comparing in constant time needs. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function keepUntilDone(set: Set<Promise<unknown>>, work: Promise<unknown>): void {
  set.add(work);
  void work.finally(() => set.delete(work));
}

/** False when it takes too long; it then goes on, and what it stores in the end is the same as what is repeated. */
async function within(ms: number, work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Null when it is longer than it may be. */
async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > LONGEST_BODY) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.byteLength;
      if (length > LONGEST_BODY) return null;
      chunks.push(chunk);
    }
  } catch {
    // Cut off on the way: nobody waits for the answer any more.
    return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** The number is the key under which an update is stored once. */
function isUpdate(value: object): value is Update {
  return 'update_id' in value && Number.isSafeInteger(value.update_id);
}
