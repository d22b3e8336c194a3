import type { CallbackQuery, ChatMemberUpdated, Update } from 'grammy/types';
import type { Incoming, IncomingBody } from '../../core/channel.ts';
import type { Logger } from '../../core/log.ts';
import { decodeContent, isEditableText } from './decode-content.ts';

/**
 * The kinds of update that are asked for. Telegram remembers the list between calls, so it is sent with every poll.
 */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

type Decoded = { readonly from: string; readonly body: IncomingBody };
type Message = NonNullable<Update['message']>;

/**
 * What an update means to us, or null when it means nothing: groups and channels, service notices, unknown kinds.
 * Names of people are read nowhere. Servers other than Telegram's may leave fields out that the types promise.
 */
export function decodeUpdate(update: Update, bot: string): Incoming | null {
  const decoded = decodeKind(update);
  if (decoded === null) return null;
  const message = (update.message ?? update.edited_message)?.message_id;
  const named = message === undefined ? {} : { message: String(message) };
  return { channel: 'telegram', bot, updateKey: String(update.update_id), ...named, ...decoded };
}

/** An update of a shape that nobody foresaw must not hold up all that come after it. */
export function decodeSafely(update: Update, bot: string, log: Logger): Incoming | null {
  try {
    return decodeUpdate(update, bot);
  } catch {
    log.error('telegram.undecodable-update', { bot });
    return null;
  }
}

function decodeKind(update: Update): Decoded | null {
  if (update.message !== undefined) return decodeMessage(update.message);
  if (update.edited_message !== undefined) return decodeEdit(update.edited_message);
  if (update.callback_query !== undefined) return decodeTap(update.callback_query);
  if (update.my_chat_member !== undefined) return decodeReach(update.my_chat_member);
  return null;
}

function decodeMessage(message: Message): Decoded | null {
  if (message.chat?.type !== 'private') return null;
  const body = decodeContent(message);
  return body === null ? null : { from: String(message.chat.id), body };
}

function decodeEdit(message: Message): Decoded | null {
  const decoded = decodeMessage(message);
  if (decoded === null || !isEditableText(message)) return decoded;
  const { body } = decoded;
  if (body.kind === 'text') return { ...decoded, body: { kind: 'edit', text: body.text } };
  if (body.kind === 'unscreenable') return { ...decoded, body: { kind: 'edit', text: body.caption } };
  return decoded;
}

/** A tap on an old message comes without the message; in a private chat the person's id is the chat's id. */
function decodeTap(query: CallbackQuery): Decoded | null {
  const chat = query.message?.chat;
  if (chat !== undefined && chat.type !== 'private') return null;
  const id = chat?.id ?? query.from?.id;
  if (id === undefined || query.data === undefined) return null;
  return { from: String(id), body: { kind: 'choice', id: query.data } };
}

function decodeReach(change: ChatMemberUpdated): Decoded | null {
  if (change.chat?.type !== 'private') return null;
  const status = change.new_chat_member?.status;
  if (status !== 'kicked' && status !== 'member') return null;
  return { from: String(change.chat.id), body: { kind: 'reachable', reachable: status === 'member' } };
}
