import { type Answer, no, yes } from './answer.ts';
import { numberParam, type Params } from './read-request.ts';

export type FakeButton = { readonly label: string; readonly data: string };

/** A message that the bot sent, as its reader sees it. */
export type SentMessage = {
  readonly chatId: number;
  readonly messageId: number;
  readonly text: string;
  /** Labels row by row, flattened. */
  readonly labels: readonly string[];
  readonly rows: readonly (readonly FakeButton[])[];
  /** The bytes of a picture. */
  readonly photo?: Uint8Array;
  readonly document?: { readonly name: string; readonly text: string };
};

export type Chats = {
  know(chatId: number): void;
  setBlocked(chatId: number, blocked: boolean): void;
  isBlocked(chatId: number): boolean;
  nextMessageId(): number;
  accept(params: Params): Answer;
  /** A picture that comes as a file of the same form; its caption counts as the text. */
  acceptPhoto(params: Params): Promise<Answer>;
  acceptDocument(params: Params): Promise<Answer>;
  /** Without a chat: of all chats in order. */
  sent(chatId?: number): SentMessage[];
};

/** Bytes of `callback_data`: core.telegram.org/bots/api#inlinekeyboardbutton. */
const DATA_BYTES = { least: 1, most: 64 };
const LONGEST_TEXT = 4_096;
const LONGEST_CAPTION = 1_024;

/** Who talks with the bot and what it has sent; refuses what Telegram refuses, in Telegram's words. */
export function createChats(onChange: () => void): Chats {
  const blocked = new Map<number, boolean>();
  const messages: SentMessage[] = [];
  let messageId = 0;

  const nextMessageId = (): number => {
    messageId += 1;
    return messageId;
  };

  const refuseChat = (chatId: number | null): Answer | null => {
    if (chatId === null || !blocked.has(chatId)) return no(400, 'Bad Request: chat not found');
    return blocked.get(chatId) ? no(403, 'Forbidden: bot was blocked by the user') : null;
  };
  const add = (chatId: number, text: string, more: Partial<SentMessage> = {}): Answer => {
    const message = { chatId, messageId: nextMessageId(), text, labels: [], rows: [], ...more };
    messages.push(message);
    onChange();
    return yes({
      message_id: message.messageId,
      date: Math.floor(Date.now() / 1_000),
      chat: { id: chatId, type: 'private', first_name: 'Person' },
      text,
    });
  };

  return {
    know: (chatId) => void (blocked.has(chatId) || blocked.set(chatId, false)),
    setBlocked: (chatId, isBlocked) => void blocked.set(chatId, isBlocked),
    isBlocked: (chatId) => blocked.get(chatId) === true,
    nextMessageId,
    sent: (chatId) => messages.filter((message) => chatId === undefined || message.chatId === chatId),
    accept(params) {
      const chatId = numberParam(params, 'chat_id');
      const absent = refuseChat(chatId);
      if (chatId === null || absent !== null) return absent ?? no(400, 'Bad Request: chat not found');
      const refusal = refuseText(params.text) ?? refuseKeyboard(params.reply_markup);
      if (refusal !== null) return no(400, `Bad Request: ${refusal}`);
      const rows = readRows(params.reply_markup);
      return add(chatId, String(params.text), { rows, labels: rows.flat().map((button) => button.label) });
    },
    acceptPhoto: (params) =>
      acceptFile(params, 'photo', async (file) => ({ photo: new Uint8Array(await file.arrayBuffer()) })),
    acceptDocument: (params) =>
      acceptFile(params, 'document', async (file) => ({
        document: { name: file.name, text: await file.text() },
      })),
  };

  async function acceptFile(
    params: Params,
    name: 'photo' | 'document',
    read: (file: File) => Promise<Partial<SentMessage>>,
  ): Promise<Answer> {
    const chatId = numberParam(params, 'chat_id');
    const absent = refuseChat(chatId);
    if (chatId === null || absent !== null) return absent ?? no(400, 'Bad Request: chat not found');
    const caption = typeof params.caption === 'string' ? params.caption : '';
    if (caption.length > LONGEST_CAPTION) return no(400, 'Bad Request: message caption is too long');
    const markup =
      typeof params.reply_markup === 'string' ? JSON.parse(params.reply_markup) : params.reply_markup;
    const refusal = refuseKeyboard(markup);
    if (refusal !== null) return no(400, `Bad Request: ${refusal}`);
    // `photo` names the part of the form that holds the file: core.telegram.org/bots/api#sending-files
    const part = /^attach:\/\/(.+)$/.exec(String(params[name]))?.[1] ?? name;
    const file = params[part];
    if (!(file instanceof File) || file.size === 0)
      return no(400, `Bad Request: there is no ${name} in the request`);
    const rows = readRows(markup);
    const labels = rows.flat().map((button) => button.label);
    return add(chatId, caption, { rows, labels, ...(await read(file)) });
  }
}

function refuseText(text: unknown): string | null {
  if (typeof text !== 'string' || text.trim() === '') return 'message text is empty';
  if (!text.isWellFormed()) return 'strings must be encoded in UTF-8';
  return text.length > LONGEST_TEXT ? 'message is too long' : null;
}

function refuseKeyboard(markup: unknown): string | null {
  if (markup === undefined || markup === null) return null;
  const rows = (markup as { inline_keyboard?: unknown }).inline_keyboard;
  if (rows === undefined) return null;
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) return 'object expected as reply markup';
  const buttons = readRows(markup).flat();
  if (buttons.length > 100) return 'reply markup is too long';
  if (buttons.some((button) => button.label.trim() === ''))
    return "can't parse inline keyboard button: Text buttons are unallowed";
  const bytes = buttons.map((button) => Buffer.byteLength(button.data));
  return bytes.some((count) => count < DATA_BYTES.least || count > DATA_BYTES.most)
    ? 'BUTTON_DATA_INVALID'
    : null;
}

function readRows(markup: unknown): FakeButton[][] {
  const rows = (
    markup as { inline_keyboard?: { text?: unknown; callback_data?: unknown }[][] } | undefined | null
  )?.inline_keyboard;
  return (rows ?? []).map((row) =>
    row.map((button) => ({ label: String(button.text ?? ''), data: String(button.callback_data ?? '') })),
  );
}
