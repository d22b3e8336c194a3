/**
 * A Bot API server of our own, over real HTTP on a random port of 127.0.0.1, for tests of everything that talks with
 * Telegram. It behaves: updates are confirmed by offset and delivered again until then, long polls are held, a second
 * poller gets a conflict, and what Telegram refuses is refused in its words (text of 1 to 4096, callback_data of 1 to
 * 64 bytes, unknown chat, blocked bot).
 *
 * ```ts
 * const telegram = await startFakeTelegram();
 * // start the program with telegram.token and telegram.apiRoot, then:
 * telegram.userSays(7001, '你好', { nickname: '小明' });
 * const [first] = await telegram.waitForMessages(7001, 1);
 * telegram.userTaps(7001, '预约');                          // label or data; throws when no message has it
 * await telegram.waitForMessage(7001, /哪一天/, { after: 1 });
 * telegram.fail('sendMessage', { status: 429, retryAfter: 3 }, 2);
 * telegram.expectNothingBut(7001, [/你好/, /哪一天/]);       // an unexpected message fails the test
 * await telegram.close();
 * ```
 *
 * Waiting is driven by events and never polls; a wait that is not met rejects after its deadline and says what there
 * was. Methods: getMe, getUpdates, sendMessage, sendPhoto, sendDocument, answerCallbackQuery, setMyCommands,
 * sendChatAction, setWebhook,
 * getWebhookInfo, deleteWebhook and getFile, with the downloads of what `putFile` gave it. While a webhook is set,
 * updates are posted to it, if it is on this machine. Bodies: JSON, urlencoded, multipart, query. `lacks` takes methods
 * away (404).
 */
import { type Answer, no } from './answer.ts';
import { type BotAccount, createBotMethods, type MenuLine } from './bot-methods.ts';
import { createChanges } from './changes.ts';
import { type Chats, createChats, type SentMessage } from './chats.ts';
import { createFaults, type Fault } from './faults.ts';
import { createFiles, type FakeFile } from './files.ts';
import { startHttpServer } from './http-server.ts';
import { createPeople, type FakePeople } from './people.ts';
import type { BotRequest, FileRequest, Params } from './read-request.ts';
import { createUpdateQueue, type RawUpdate } from './update-queue.ts';
import { createWebhookSender, type Webhook } from './webhook-sender.ts';

export type FakeTelegramOptions = {
  /** Any "digits:text"; another token gets a 401. */
  readonly token?: string;
  /** Methods that this server answers with 404, like older or smaller servers. */
  readonly lacks?: readonly string[];
  /** Somebody else's webhook is set: polls get a conflict until deleteWebhook. */
  readonly webhook?: boolean;
  readonly firstUpdateId?: number;
  /** For every wait, in ms; 5000 when left out. */
  readonly deadlineMs?: number;
  /** What a network takes for each call, there and back, in ms; 0 when left out. */
  readonly travelMs?: number;
};

export type Call = { readonly method: string; readonly params: Params };
export type Wanted = string | RegExp;

export type FakeTelegram = FakePeople & {
  readonly token: string;
  /** For `TELEGRAM_API_ROOT`. */
  readonly apiRoot: string;
  /** Makes a chat that the bot may write to although nobody has said anything yet. */
  knows(chatId: number): void;
  /** Any update as it stands; gets the next update_id unless it names one. */
  pushUpdate(content: Readonly<Record<string, unknown>>): RawUpdate;
  /** The same updates come again, as after a failure on Telegram's side; also those already confirmed. */
  redeliver(): void;
  /** Updates that the bot has not confirmed yet. */
  unconfirmed(): number;
  waitUntilConfirmed(): Promise<void>;
  /** Resolves once a poll is held open, so that whatever comes next is delivered by it. */
  waitUntilPolled(): Promise<void>;

  /** What the bot has sent to a chat, in order. */
  sentTo(chatId: number): readonly SentMessage[];
  sentToAll(): readonly SentMessage[];
  /** Resolves with all messages of the chat once there are at least `count`. */
  waitForMessages(chatId: number, count: number): Promise<readonly SentMessage[]>;
  /** Resolves with the first message whose text contains or matches; those before index `after` do not count. */
  waitForMessage(chatId: number, wanted: Wanted, options?: { readonly after?: number }): Promise<SentMessage>;
  /** Throws unless the chat's messages match these, one by one and in order. */
  expectNothingBut(chatId: number, wanted: readonly Wanted[]): void;
  menu(): readonly MenuLine[];
  /** What getFile and the download give for a file_id. */
  putFile(fileId: string, file: FakeFile): void;
  /** As it was set; null while polls are answered. */
  webhook(): Webhook | null;
  /** Statuses with which the webhook answered so far, 0 for no answer. */
  webhookAnswers(): readonly number[];
  waitForWebhookAnswers(count: number): Promise<readonly number[]>;

  /** Every call so far, failed ones included. */
  calls(method: string): readonly Call[];
  waitForCalls(method: string, count: number): Promise<readonly Call[]>;
  /** The next `times` (1) calls of a method, or of any with `*`, go wrong. */
  fail(method: string, fault: Fault, times?: number): void;
  /** Forgets faults that were planned and not used. */
  heal(): void;
  /** Connections are refused and open ones cut, until `goOnline`. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Connections are taken and nothing is ever answered, as behind a firewall that swallows, until `speak`. */
  goSilent(): void;
  speak(): void;
  close(): Promise<void>;
};

const ELSEWHERE: Webhook = {
  url: 'https://elsewhere.example/hook',
  secret: null,
  maxConnections: 40,
  allowedUpdates: [],
};

export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const token = options.token ?? '700100:fake-token';
  const deadlineMs = options.deadlineMs ?? 5_000;
  const account: BotAccount = {
    id: Number(token.split(':')[0]),
    webhook: options.webhook ? ELSEWHERE : null,
    menu: [],
    openTaps: new Set(),
  };
  const changes = createChanges();
  const chats = createChats(changes.notify);
  let isSilent = false;
  const queue = createUpdateQueue(options.firstUpdateId ?? 1, () => {
    sender.pump();
    changes.notify();
  });
  const sender = createWebhookSender(() => account.webhook, queue, changes.notify);
  const faults = createFaults();
  const files = createFiles();
  const methods = createBotMethods(account, chats, queue, sender, files);
  const calls: Call[] = [];

  const handle = async (request: BotRequest, gone: AbortSignal): Promise<Answer> => {
    if (request.token !== token) return no(401, 'Unauthorized');
    const method = options.lacks?.includes(request.method) ? undefined : methods.get(request.method);
    return method === undefined ? no(404, 'Not Found: method not found') : method(request.params, gone);
  };
  const takeFault = (request: BotRequest): Fault | null => {
    calls.push({ method: request.method, params: request.params });
    changes.notify();
    return faults.take(request.method);
  };
  const readFile = (request: FileRequest): Answer | Uint8Array => {
    if (request.token !== token) return no(401, 'Unauthorized');
    return files.read(request.path) ?? no(404, 'Not Found');
  };
  const server = await startHttpServer({
    handle,
    takeFault,
    readFile,
    isSilent: () => isSilent,
    travelMs: options.travelMs ?? 0,
  });
  const callsOf = (method: string): Call[] => calls.filter((call) => call.method === method);
  const waitFor = <T>(find: () => T | null, describe: () => string): Promise<T> =>
    changes.waitFor(find, describe, deadlineMs);

  return {
    ...createPeople(account, chats, queue),
    token,
    apiRoot: `http://127.0.0.1:${server.port}`,
    knows: chats.know,
    pushUpdate: queue.push,
    redeliver: queue.redeliver,
    unconfirmed: queue.unconfirmed,
    async waitUntilConfirmed() {
      await waitFor(
        () => queue.unconfirmed() === 0 || null,
        () => `${queue.unconfirmed()} updates are not confirmed`,
      );
    },
    async waitUntilPolled() {
      await waitFor(
        () => queue.isPolled() || null,
        () => 'no poll is held',
      );
    },
    sentTo: (chatId) => chats.sent(chatId),
    sentToAll: () => chats.sent(),
    waitForMessages: (chatId, count) =>
      waitFor(
        () => (chats.sent(chatId).length >= count ? chats.sent(chatId) : null),
        () => `${count} messages wanted, ${list(chats, chatId)}`,
      ),
    waitForMessage: (chatId, wanted, { after = 0 } = {}) =>
      waitFor(
        () =>
          chats
            .sent(chatId)
            .slice(after)
            .find((message) => matches(message, wanted)) ?? null,
        () => `${String(wanted)} wanted, ${list(chats, chatId)}`,
      ),
    expectNothingBut(chatId, wanted) {
      const sent = chats.sent(chatId);
      const fits = sent.length === wanted.length && wanted.every((want, index) => matches(sent[index], want));
      if (!fits) throw new Error(`wanted ${wanted.map(String).join(' | ')}; ${list(chats, chatId)}`);
    },
    menu: () => account.menu,
    putFile: files.put,
    webhook: () => account.webhook,
    webhookAnswers: sender.answers,
    waitForWebhookAnswers: (count) =>
      waitFor(
        () => (sender.answers().length >= count ? sender.answers() : null),
        () => `${count} answers of the webhook wanted, there were ${sender.answers().join(' ')}`,
      ),
    calls: callsOf,
    waitForCalls: (method, count) =>
      waitFor(
        () => (callsOf(method).length >= count ? callsOf(method) : null),
        () => `${count} calls of ${method} wanted, there were ${callsOf(method).length}`,
      ),
    fail: (method, fault, times = 1) => faults.plan(method, fault, times),
    heal: faults.clear,
    async goOffline() {
      sender.setOnline(false);
      await server.hangUp();
    },
    async goOnline() {
      await server.listen();
      sender.setOnline(true);
    },
    goSilent() {
      isSilent = true;
      sender.setOnline(false);
    },
    speak() {
      isSilent = false;
      sender.setOnline(true);
    },
    async close() {
      queue.close();
      await sender.close();
      await server.hangUp();
    },
  };
}

function matches(message: SentMessage | undefined, wanted: Wanted): boolean {
  if (message === undefined) return false;
  return typeof wanted === 'string' ? message.text.includes(wanted) : wanted.test(message.text);
}

function list(chats: Chats, chatId: number): string {
  const texts = chats.sent(chatId).map((message) => JSON.stringify(message.text));
  return `chat ${chatId} got ${texts.length}: ${texts.join(', ')}`;
}
