import { type Answer, no, yes } from './answer.ts';
import type { Chats } from './chats.ts';
import { numberParam, type Params } from './read-request.ts';
import type { UpdateQueue } from './update-queue.ts';

export type MenuLine = { readonly command: string; readonly description: string };

/** What the bot's owner set, and which taps wait for an answer. */
export type BotAccount = {
  readonly id: number;
  webhook: boolean;
  menu: readonly MenuLine[];
  readonly openTaps: Set<string>;
};

type Method = (params: Params, gone: AbortSignal) => Answer | Promise<Answer>;

/** The methods of the Bot API that the fake knows, by name. */
export function createBotMethods(account: BotAccount, chats: Chats, queue: UpdateQueue): Map<string, Method> {
  return new Map<string, Method>([
    ['getMe', () => yes({ id: account.id, is_bot: true, first_name: 'Fake', username: 'fake_bot' })],
    ['getUpdates', (params, gone) => getUpdates(account, queue, params, gone)],
    ['sendMessage', (params) => chats.accept(params)],
    ['sendChatAction', (params) => sendChatAction(chats, params)],
    ['answerCallbackQuery', (params) => answerCallbackQuery(account, params)],
    ['setMyCommands', (params) => setMyCommands(account, params)],
    ['deleteWebhook', () => deleteWebhook(account)],
    ['getFile', (params) => getFile(params)],
  ]);
}

function getUpdates(
  account: BotAccount,
  queue: UpdateQueue,
  params: Params,
  gone: AbortSignal,
): Answer | Promise<Answer> {
  if (!account.webhook) return queue.poll(params, gone);
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

function deleteWebhook(account: BotAccount): Answer {
  account.webhook = false;
  return yes(true);
}

function getFile(params: Params): Answer {
  const id = String(params.file_id ?? '');
  if (id === '') return no(400, 'Bad Request: file_id not specified');
  return yes({ file_id: id, file_unique_id: `unique-${id}`, file_path: `files/${id}` });
}
