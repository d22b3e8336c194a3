/** People who keep writing while things go wrong around them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import type { Visitor } from '../support/visitor.ts';

const EACH_MS = 400;
/** Somebody in front of a page that says it did not work gives up after this long. */
const PATIENCE_MS = 10_000;

export type Talk = {
  /** Words that come next, before the numbered ones go on. */
  say(text: string): void;
  /** Ends the talk; answers everything that was said, in order. @throws when something could not be said */
  end(): Promise<string[]>;
};

/** Says what `words` makes of 1, 2, 3 and so on, one after the other. */
function keepTalking(words: (number: number) => string, say: (text: string) => unknown): Talk {
  const ending = new AbortController();
  const next: string[] = [];
  const said: string[] = [];
  const talk = async (): Promise<void> => {
    for (let number = 1; !ending.signal.aborted; ) {
      const text = next.shift() ?? words(number++);
      await say(text);
      said.push(text);
      await pause(EACH_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const talking = talk();
  talking.catch(() => undefined);
  return {
    say: (text) => void next.push(text),
    async end() {
      ending.abort();
      await talking;
      return said;
    },
  };
}

export const talkOnTelegram = (
  telegram: FakeTelegram,
  chatId: number,
  words: (number: number) => string,
): Talk => keepTalking(words, (text) => telegram.userSays(chatId, text));

export const talkOnPage = (visitor: Visitor, words: (number: number) => string): Talk =>
  keepTalking(words, (text) => sayUntilHeard(visitor, text));

/** As a student does whose page says that it did not work: presses 发送 again until it does. */
async function sayUntilHeard(visitor: Visitor, text: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  let status = await visitor.says(text).catch(() => 0);
  while (status !== 200) {
    if (performance.now() > end) throw new Error(`the page did not take ${text}: ${status}`);
    await pause(100);
    status = await visitor.pressAgain().catch(() => 0);
  }
}
