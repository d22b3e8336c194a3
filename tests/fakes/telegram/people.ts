import type { BotAccount } from './bot-methods.ts';
import type { Chats, SentMessage } from './chats.ts';
import type { RawUpdate, UpdateQueue } from './update-queue.ts';

export type SayOptions = { readonly nickname?: string };
export type TapOptions = {
  /** A tap on this message instead of on the newest one that has the button. */
  readonly messageId?: number;
  /** As Telegram does for messages that are too old: the query comes without its message. */
  readonly withoutMessage?: boolean;
};

/** What the people in the chats do; every action is an update for the bot. Chat ids are positive numbers. */
export type FakePeople = {
  /** One update; like an app, several when the text is longer than 4096 code units. */
  userSays(chatId: number, text: string, options?: SayOptions): readonly RawUpdate[];
  /** Changes what this person said last, in Telegram's way: an edited_message with the same message id. */
  userEdits(chatId: number, text: string): RawUpdate;
  /** Taps the newest button with this label or data; throws when there is none. */
  userTaps(chatId: number, labelOrData: string, options?: TapOptions): RawUpdate;
  userSendsVoice(chatId: number, caption?: string): RawUpdate;
  userSendsPhoto(chatId: number, caption?: string): RawUpdate;
  userSendsLocation(chatId: number, latitude: number, longitude: number): RawUpdate;
  /** Any other message content, for example `{ poll: {...} }`. */
  userSends(chatId: number, content: Readonly<Record<string, unknown>>): RawUpdate;
  /** The person blocks the bot: sending is refused with 403, and the bot is told. */
  userBlocks(chatId: number): RawUpdate;
  userUnblocks(chatId: number): RawUpdate;
};

const LONGEST_TEXT = 4_096;

export function createPeople(account: BotAccount, chats: Chats, queue: UpdateQueue): FakePeople {
  const nicknames = new Map<number, string>();
  const lastSaid = new Map<number, number>();
  let tapNumber = 0;

  const person = (id: number): object => ({ id, is_bot: false, first_name: nicknames.get(id) ?? 'Person' });
  const chat = (id: number): object => ({ id, type: 'private', first_name: nicknames.get(id) ?? 'Person' });
  const message = (chatId: number, messageId: number, content: object): object => ({
    message_id: messageId,
    date: now(),
    from: person(chatId),
    chat: chat(chatId),
    ...content,
  });

  const userSends = (chatId: number, content: object): RawUpdate => {
    if (chats.isBlocked(chatId)) throw new Error(`chat ${chatId} has blocked the bot and cannot write to it`);
    chats.know(chatId);
    const messageId = chats.nextMessageId();
    lastSaid.set(chatId, messageId);
    return queue.push({ message: message(chatId, messageId, content) });
  };

  const changeReach = (chatId: number, blocked: boolean): RawUpdate => {
    chats.setBlocked(chatId, blocked);
    const member = (status: string): object => ({
      status,
      user: { id: account.id, is_bot: true, first_name: 'Fake' },
    });
    const [before, after] = blocked ? ['member', 'kicked'] : ['kicked', 'member'];
    return queue.push({
      my_chat_member: {
        chat: chat(chatId),
        from: person(chatId),
        date: now(),
        old_chat_member: member(before),
        new_chat_member: member(after),
      },
    });
  };

  return {
    userSays(chatId, text, options = {}) {
      if (options.nickname !== undefined) nicknames.set(chatId, options.nickname);
      return splitLikeAnApp(text).map((piece) => userSends(chatId, { text: piece }));
    },
    userEdits(chatId, text) {
      const messageId = lastSaid.get(chatId);
      if (messageId === undefined) throw new Error(`chat ${chatId} has said nothing that could be edited`);
      return queue.push({ edited_message: message(chatId, messageId, { text, edit_date: now() }) });
    },
    userTaps(chatId, labelOrData, options = {}) {
      const { data, on } = findButton(chats.sent(chatId), labelOrData, options.messageId);
      tapNumber += 1;
      const id = `tap-${tapNumber}`;
      account.openTaps.add(id);
      const bot = { id: account.id, is_bot: true, first_name: 'Fake' };
      const tapped = { message_id: on.messageId, date: now(), from: bot, chat: chat(chatId), text: on.text };
      return queue.push({
        callback_query: {
          id,
          from: person(chatId),
          chat_instance: `instance-${chatId}`,
          data,
          ...(options.withoutMessage ? {} : { message: tapped }),
        },
      });
    },
    userSendsVoice: (chatId, caption) =>
      userSends(chatId, {
        voice: { file_id: `voice-${chatId}`, file_unique_id: 'v', duration: 3 },
        ...(caption === undefined ? {} : { caption }),
      }),
    userSendsPhoto: (chatId, caption) =>
      userSends(chatId, {
        photo: [photo(`photo-${chatId}-small`, 90), photo(`photo-${chatId}-large`, 1_280)],
        ...(caption === undefined ? {} : { caption }),
      }),
    userSendsLocation: (chatId, latitude, longitude) =>
      userSends(chatId, { location: { latitude, longitude } }),
    userSends,
    userBlocks: (chatId) => changeReach(chatId, true),
    userUnblocks: (chatId) => changeReach(chatId, false),
  };
}

const now = (): number => Math.floor(Date.now() / 1_000);
const photo = (id: string, size: number): object => ({
  file_id: id,
  file_unique_id: id,
  width: size,
  height: size,
});

function findButton(
  sent: readonly SentMessage[],
  labelOrData: string,
  messageId?: number,
): { data: string; on: SentMessage } {
  for (const message of [...sent].reverse()) {
    if (messageId !== undefined && message.messageId !== messageId) continue;
    const button = message.rows
      .flat()
      .find(({ label, data }) => label === labelOrData || data === labelOrData);
    if (button !== undefined) return { data: button.data, on: message };
  }
  const labels = sent.flatMap((message) => message.labels);
  throw new Error(
    `no message has the button ${JSON.stringify(labelOrData)}; buttons: ${JSON.stringify(labels)}`,
  );
}

function splitLikeAnApp(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > LONGEST_TEXT) {
    const splitsPair = /[\ud800-\udbff]$/.test(rest.slice(0, LONGEST_TEXT));
    const cut = splitsPair ? LONGEST_TEXT - 1 : LONGEST_TEXT;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...pieces, rest];
}
