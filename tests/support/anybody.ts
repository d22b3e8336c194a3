import type { TelegramPerson } from './telegram-person.ts';
import type { WebPerson } from './web-person.ts';
import type { WechatPerson } from './wechat-person.ts';

export const CHANNELS = ['telegram', 'wechat', 'web'] as const;
export type TestChannel = (typeof CHANNELS)[number];

/**
 * A student of whom a story does not say by what they write: the same words and choices on every channel. What comes as
 * several messages on one channel may be one on another; none may come that the story does not name.
 */
export type Anybody = {
  readonly channel: TestChannel;
  says(text: string): Promise<void>;
  /** Taps a choice of the last message that was read; types its number, or its words, where nothing can be tapped. */
  picks(label: string | RegExp): Promise<void>;
  /** Reads on until all of these were said, in this order; a message that says none of them fails. */
  hears(...wanted: readonly RegExp[]): Promise<string>;
  /** Reads on until one matches; for what the story is not about. */
  hearsUntil(wanted: RegExp): Promise<string>;
  /** What the last message that was read offers. */
  choices(): readonly string[];
};

type Ears = {
  readonly channel: TestChannel;
  say(text: string): void | Promise<void>;
  pick(label: string): void | Promise<void>;
  next(): Promise<string>;
  choices(): readonly string[];
};

const ANYTHING = /(?:)/;

export const onTelegram = (person: TelegramPerson): Anybody =>
  anybody({
    channel: 'telegram',
    say: person.says,
    pick: person.taps,
    next: () => person.hearsUntil(ANYTHING),
    choices: person.choices,
  });

export const onWeb = (person: WebPerson): Anybody =>
  anybody({
    channel: 'web',
    say: person.says,
    pick: person.taps,
    next: person.next,
    choices: person.choices,
  });

export function onWechat(person: WechatPerson): Anybody {
  let last = '';
  const numbered = (): string[] => [...last.matchAll(/^\d+\. (.+)$/gm)].map(([, label = '']) => label);
  return anybody({
    channel: 'wechat',
    say: person.says,
    // Words where there is no number: in the middle of something else.
    pick: (label) => person.says(numbered().includes(label) ? person.numberOf(label) : label),
    async next() {
      last = await person.hearsUntil(ANYTHING);
      return last;
    },
    choices: () => [...numbered(), ...[...last.matchAll(/「([^」]+)」/g)].map(([, label = '']) => label)],
  });
}

/** Reads the notice and agrees. */
export async function getsAcquainted(student: Anybody): Promise<void> {
  await student.says('你好');
  await student.hears(/我是程序/);
  await student.picks('同意并开始');
  await student.hears(/已经记下/, /想做什么/);
}

function anybody(ears: Ears): Anybody {
  return {
    channel: ears.channel,
    says: async (text) => ears.say(text),
    async picks(label) {
      const offered = ears.choices();
      const found = offered.find((one) => (typeof label === 'string' ? one === label : label.test(one)));
      if (found === undefined) throw new Error(`${ears.channel}: no ${label} among ${offered.join(' / ')}`);
      await ears.pick(found);
    },
    async hears(...wanted) {
      let message: string | null = null;
      for (const pattern of wanted) {
        if (message !== null && pattern.test(message)) continue;
        message = await ears.next();
        if (!pattern.test(message))
          throw new Error(`${ears.channel} expected ${pattern} but heard: ${message}`);
      }
      return message ?? '';
    },
    async hearsUntil(wanted) {
      for (;;) {
        const message = await ears.next();
        if (wanted.test(message)) return message;
      }
    },
    choices: ears.choices,
  };
}
