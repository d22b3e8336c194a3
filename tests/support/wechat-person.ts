import type { FakeContent, FakeWechat } from '../fakes/wechat/fake-wechat.ts';

/** Somebody on WeChat, where nothing can be tapped, who reads every message in order; one that nobody expected fails. */
export type WechatPerson = {
  readonly account: string;
  says(text: string): void;
  sends(content: FakeContent): void;
  /** Reads the next messages; each must match, in this order. Answers the text of the last one. */
  hears(...wanted: readonly RegExp[]): Promise<string>;
  /** Reads on until one matches; for lists whose length does not matter to the story. */
  hearsUntil(wanted: RegExp): Promise<string>;
  /** The number under which a choice stands in the last message that was read. */
  numberOf(label: string): string;
  /** Names and texts of the files that came beside what was read; no story has to expect one. */
  files(): readonly { readonly name: string; readonly text: string }[];
  expectNothingMore(): void;
};

const isFile = ({ filename }: { readonly filename?: string }): boolean => filename?.endsWith('.ics') === true;

export function createWechatPerson(wechat: FakeWechat, account: string): WechatPerson {
  let read = 0;
  let last = '';
  const next = async (): Promise<string> => {
    for (;;) {
      const messages = await wechat.waitForMessages(account, read + 1);
      const message = messages[read];
      read += 1;
      if (message !== undefined && isFile(message)) continue;
      last = message?.text ?? '';
      return last;
    }
  };
  return {
    account,
    says: (text) => void wechat.says(account, text),
    sends: (content) => void wechat.sends(account, content),
    async hears(...wanted) {
      for (const pattern of wanted) {
        const text = await next();
        if (!pattern.test(text)) throw new Error(`${account} expected ${pattern} but heard: ${text}`);
      }
      return last;
    },
    async hearsUntil(wanted) {
      for (;;) {
        if (wanted.test(await next())) return last;
      }
    },
    numberOf(label) {
      const line = last.split('\n').find((one) => /^[0-9]+\. /.test(one) && one.endsWith(label));
      if (line === undefined) throw new Error(`${account} was not offered ${label}: ${last}`);
      return line.split('.')[0] ?? '';
    },
    files: () =>
      wechat
        .sentTo(account)
        .filter(isFile)
        .map(({ filename = '', bytes }) => ({ name: filename, text: Buffer.from(bytes ?? []).toString() })),
    expectNothingMore() {
      const unread = wechat
        .sentTo(account)
        .slice(read)
        .filter((one) => !isFile(one));
      if (unread.length === 0) return;
      throw new Error(`${account} heard what nobody expected: ${unread.map((one) => one.text).join(' / ')}`);
    },
  };
}
