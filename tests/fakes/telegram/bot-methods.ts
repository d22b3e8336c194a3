import { type Answer, no, yes } from './answer.ts';
import type { Chats } from './chats.ts';
import type { Files } from './files.ts';
import { numberParam, type Params } from './read-request.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { Webhook, WebhookSender } from './webhook-sender.ts';

export type MenuLine = { readonly command: string; readonly description: string };

/** What the bot's owner set, and which taps wait for an answer. */
export type BotAccount = {
  readonly id: number;
  webhook: Webhook | null;
  menu: readonly MenuLine[];
  readonly openTaps: Set<string>;
};

type Method = (params: Params, gone: AbortSignal) => Answer | Promise<Answer>;

/** The methods of the Bot API that the fake knows, by name. */
export function createBotMethods(
  account: BotAccount,
  chats: Chats,
  queue: UpdateQueue,
  sender: WebhookSender,
  files: Files,
): Map<string, Method> {
  return new Map<string, Method>([
    ['getMe', () => yes({ id: account.id, is_bot: true, first_name: 'Fake', username: 'fake_bot' })],
    ['getUpdates', (params, gone) => getUpdates(account, queue, params, gone)],
    ['sendMessage', (params) => chats.accept(params)],
    ['sendPhoto', (params) => chats.acceptPhoto(params)],
    ['sendDocument', (params) => chats.acceptDocument(params)],
    ['sendChatAction', (params) => sendChatAction(chats, params)],
    ['answerCallbackQuery', (params) => answerCallbackQuery(account, params)],
    ['setMyCommands', (params) => setMyCommands(account, params)],
    ['setWebhook', (params) => setWebhook(account, sender, params)],
    ['getWebhookInfo', () => getWebhookInfo(account, queue, sender)],
    ['deleteWebhook', () => deleteWebhook(account)],
    ['getFile', (params) => files.find(String(params.file_id ?? ''))],
  ]);
}

function getUpdates(
  account: BotAccount,
  queue: UpdateQueue,
  params: Params,
  gone: AbortSignal,
): Answer | Promise<Answer> {
  if (account.webhook === null) return queue.poll(params, gone);
  return no(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
}

function sendChatAction(chats: Chats, params: Params): Answer {
  const chatId = numberParam(params, 'chat_id');
  if (chatId !== null && chats.isBlocked(chatId)) return no(403, 'Forbidden: bot was blocked by the user');
  return yes(true);
}

function answerCallbackQuery(account: BotAccount, params: Params): Answer {
  if (account.openTaps.delete(String(params.callback_query_id))) return yes(true);
  return no(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
}

function setMyCommands(account: BotAccount, params: Params): Answer {
  const commands = params.commands;
  if (!Array.isArray(commands)) return no(400, "Bad Request: can't parse commands");
  const lines = commands as MenuLine[];
  if (lines.some((line) => !/^[a-z0-9_]{1,32}$/.test(line.command)))
    return no(400, 'Bad Request: BOT_COMMAND_INVALID');
  if (lines.some((line) => line.description.length < 1 || line.description.length > 256)) {
    return no(400, 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID');
  }
  account.menu = lines;
  return yes(true);
}

/** Unlike Telegram's own server this one takes http, since it only ever posts to this machine. */
function setWebhook(account: BotAccount, sender: WebhookSender, params: Params): Answer {
  const url = String(params.url ?? '');
  const secret = params.secret_token === undefined ? null : String(params.secret_token);
  if (!URL.canParse(url)) return no(400, 'Bad Request: bad webhook: Invalid HTTP URL specified');
  if (secret !== null && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    return no(400, 'Bad Request: secret token contains unallowed characters');
  }
  const allowedUpdates = Array.isArray(params.allowed_updates) ? params.allowed_updates.map(String) : [];
  const maxConnections = numberParam(params, 'max_connections') ?? 40;
  account.webhook = { url, secret, maxConnections, allowedUpdates };
  sender.forgetErrors();
  sender.pump();
  return yes(true);
}

function getWebhookInfo(account: BotAccount, queue: UpdateQueue, sender: WebhookSender): Answer {
  const error = sender.lastError();
  return yes({
    url: account.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: queue.unconfirmed(),
    ...(error === null ? {} : { last_error_date: error.date, last_error_message: error.message }),
    ...(account.webhook === null
      ? {}
      : {
          max_connections: account.webhook.maxConnections,
          allowed_updates: account.webhook.allowedUpdates,
        }),
  });
}

function deleteWebhook(account: BotAccount): Answer {
  account.webhook = null;
  return yes(true);
}
