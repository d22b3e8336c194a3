import { type Api, InputFile } from 'grammy/web';
import type { OutgoingPicture, SendOutcome } from '../../core/channel.ts';
import type { BotMessage, MessageFile } from '../../core/message.ts';
import { type ApiSignal, callWithin } from './bot-api.ts';
import { encodeCaption, encodeMessage, encodePlain, type Part } from './encode.ts';
import { type ApiFailure, readFailure } from './failure.ts';

export type SendContext = {
  readonly api: Api;
  readonly sendTimeoutMs: number;
  /** Used when the server names no time, in ms. */
  readonly retryAfterMs: number;
  /** Used while the token is refused, in ms. */
  readonly unauthorizedMs: number;
};

type PartOutcome = { readonly kind: 'sent'; readonly externalId: string | null } | ApiFailure;

const REJECTED: SendOutcome = { kind: 'permanent', code: 'rejected' };

/**
 * Sends a message in as many parts as it needs. A later part that fails for now makes the whole `unknown`
 * (`partly-sent`): sending it again repeats the first parts, which only somebody who marks repeats may decide.
 */
export async function sendMessage(
  context: SendContext,
  to: string,
  message: BotMessage,
  picture: OutgoingPicture | null = null,
): Promise<SendOutcome> {
  if (!/^-?[0-9]{1,19}$/.test(to)) return { kind: 'permanent', code: 'unknown-address' };
  const chatId = Number(to);
  if (message.file !== undefined) return sendWithFile(context, chatId, message, message.file);
  if (picture === null) return sendParts(context, chatId, encodeMessage(message));
  // The words stand under the picture where there is room for them, else behind it.
  const caption = message.choices.length === 0 ? encodeCaption(message.text) : null;
  const shown = await sendPhoto(context, chatId, picture, caption);
  if (shown.kind !== 'sent' || caption !== null) return shown;
  const outcome = await sendParts(context, chatId, encodeMessage(message));
  return outcome.kind === 'temporary' ? { kind: 'unknown', code: 'partly-sent' } : outcome;
}

/**
 * The words stand under the file where there is room for them. They are what matters: where the file is refused they go
 * alone, and what became of a file that follows them changes nothing.
 */
async function sendWithFile(
  context: SendContext,
  chatId: number,
  message: BotMessage,
  file: MessageFile,
): Promise<SendOutcome> {
  const [words, ...more] = encodeMessage(message);
  const caption = words === undefined || more.length > 0 ? null : encodeCaption(words.text);
  if (words === undefined || caption === null) {
    const outcome = await sendParts(context, chatId, encodeMessage(message));
    if (outcome.kind === 'sent') await callSendFile(context, chatId, file, {});
    return outcome;
  }
  const keyboard = words.keyboard?.map((row) => [...row]);
  const markup = keyboard === undefined ? {} : { reply_markup: { inline_keyboard: keyboard } };
  const result = await callSendFile(context, chatId, file, { caption, ...markup });
  if (result.kind === 'sent') return result;
  const outcome = readOutcome(context, result);
  const refused = outcome.kind === 'permanent' && outcome.code === 'rejected';
  return refused ? sendParts(context, chatId, encodeMessage(message)) : outcome;
}

const callSendFile = (
  context: SendContext,
  chatId: number,
  { name, text }: MessageFile,
  options: object,
): Promise<PartOutcome> =>
  call(context, (signal) =>
    context.api.sendDocument(chatId, new InputFile(new TextEncoder().encode(text), name), options, signal),
  );

async function sendPhoto(
  context: SendContext,
  chatId: number,
  { bytes, name }: OutgoingPicture,
  caption: string | null,
): Promise<SendOutcome> {
  const result = await call(context, (signal) =>
    context.api.sendPhoto(chatId, new InputFile(bytes, name), caption === null ? {} : { caption }, signal),
  );
  return result.kind === 'sent' ? result : readOutcome(context, result);
}

async function sendParts(context: SendContext, chatId: number, parts: readonly Part[]): Promise<SendOutcome> {
  let outcome: SendOutcome = REJECTED;
  for (const [index, part] of parts.entries()) {
    outcome = await sendPart(context, chatId, part);
    if (outcome.kind === 'temporary' && index > 0) return { kind: 'unknown', code: 'partly-sent' };
    if (outcome.kind !== 'sent') return outcome;
  }
  return outcome;
}

async function sendPart(context: SendContext, chatId: number, part: Part): Promise<SendOutcome> {
  const result = await callSendMessage(context, chatId, part);
  if (result.kind === 'sent') return result;
  // The text may be fine and the keyboard not: the person gets the words rather than nothing.
  if (part.keyboard !== null && isBadRequest(result)) {
    return sendParts(context, chatId, encodePlain({ text: part.text, choices: part.choices }));
  }
  return readOutcome(context, result);
}

function isBadRequest(failure: ApiFailure): boolean {
  return failure.kind === 'refused' && failure.status === 400 && !failure.unknownChat;
}

function callSendMessage(context: SendContext, chatId: number, part: Part): Promise<PartOutcome> {
  const keyboard = part.keyboard?.map((row) => [...row]);
  const options = {
    // A preview would have Telegram's servers open the addresses that we send, sign-in links among them.
    link_preview_options: { is_disabled: true },
    ...(keyboard === undefined ? {} : { reply_markup: { inline_keyboard: keyboard } }),
  };
  return call(context, (signal) => context.api.sendMessage(chatId, part.text, options, signal));
}

async function call(
  context: SendContext,
  ask: (signal: ApiSignal) => Promise<{ readonly message_id?: unknown }>,
): Promise<PartOutcome> {
  try {
    const sent = await callWithin(context.sendTimeoutMs, null, ask);
    return {
      kind: 'sent',
      externalId: typeof sent?.message_id === 'number' ? String(sent.message_id) : null,
    };
  } catch (error) {
    return readFailure(error);
  }
}

/** Statuses as on core.telegram.org/bots/api#making-requests. */
function readOutcome(context: SendContext, failure: ApiFailure): SendOutcome {
  if (failure.kind === 'not-reached') return temporary(context.retryAfterMs, 'unreachable');
  if (failure.kind === 'lost') return { kind: 'unknown', code: failure.code };
  const { status } = failure;
  if (status === 429) return temporary(failure.retryAfterMs ?? context.retryAfterMs, 'rate-limited');
  // A wrong token is mended by people who run the bot; the message must still be there when it is.
  if (status === 401 || status === 404) return temporary(context.unauthorizedMs, 'unauthorized');
  // Telegram, or a proxy before it, may have taken the message before it broke: sent again, it must say so.
  if (status >= 500) return { kind: 'unknown', code: 'server-error' };
  if (status === 403) return { kind: 'permanent', code: 'blocked' };
  if (failure.unknownChat) return { kind: 'permanent', code: 'unknown-address' };
  if (status >= 400) return REJECTED;
  return { kind: 'unknown', code: 'strange-answer' };
}

function temporary(retryAfterMs: number, code: string): SendOutcome {
  return { kind: 'temporary', retryAfterMs, code };
}
