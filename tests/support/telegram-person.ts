import type { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';

/** Somebody on Telegram who reads every message in order: one that nobody expected fails the story. */
export type TelegramPerson = {
  readonly chatId: number;
  says(text: string): void;
  taps(label: string): void;
  /** Reads the next messages; each must match, in this order. Answers the text of the last one. */
  hears(...wanted: readonly RegExp[]): Promise<string>;
  /** Reads on until one matches; for lists whose length does not matter to the story. */
  hearsUntil(wanted: RegExp): Promise<string>;
  /** What could be tapped under the last message that was read. */
  choices(): readonly string[];
  /** The file with the last message that was read. */
  file(): { readonly name: string; readonly text: string } | null;
  expectNothingMore(): void;
};

export function createTelegramPerson(telegram: FakeTelegram, chatId: number): TelegramPerson {
  let read = 0;
  const next = async () => {
    const messages = await telegram.waitForMessages(chatId, read + 1);
    const message = messages[read];
    if (!message) throw new Error(`no message ${read + 1}`);
    read += 1;
    return message;
  };
  return {
    chatId,
    says: (text) => {
      telegram.userSays(chatId, text);
    },
    taps: (label) => {
      telegram.userTaps(chatId, label);
    },
    async hears(...wanted) {
      let text = '';
      for (const pattern of wanted) {
        text = (await next()).text;
        if (!pattern.test(text)) throw new Error(`${chatId} expected ${pattern} but heard: ${text}`);
      }
      return text;
    },
    async hearsUntil(wanted) {
      for (;;) {
        const { text } = await next();
        if (wanted.test(text)) return text;
      }
    },
    choices: () => telegram.sentTo(chatId)[read - 1]?.labels ?? [],
    file: () => telegram.sentTo(chatId)[read - 1]?.document ?? null,
    expectNothingMore() {
      const unread = telegram.sentTo(chatId).slice(read);
      if (unread.length === 0) return;
      throw new Error(`${chatId} heard what nobody expected: ${unread.map((one) => one.text).join(' / ')}`);
    },
  };
}
