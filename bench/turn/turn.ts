import type { FakeTelegram } from '../../tests/fakes/telegram/fake-telegram.ts';
import type { Bench } from '../bench.ts';
import { FIRST_CHAT, startCentre } from '../centre.ts';
import { waitUntil } from '../wait.ts';
import type { Bay } from '../workshop.ts';

const STUDENTS = 50;
/** Of each student; the first burst warms both sides up and is not measured. */
const WARM_UP = 4;
const MESSAGES = 10;
const LOOK_EVERY_MS = 2;
/** An API that answers in no time, which no network does. */
const INSTANT = 0;

const chats = Array.from({ length: STUDENTS }, (_, index) => FIRST_CHAT + index);

export const turn: Bench = {
  name: 'turn',
  summary: 'messages a second through the whole turn, beside a bare grammY echo bot on the same fake API',
  measures: [
    { name: 'turn', unit: 'messages/s', bar: { kind: 'at least', ratio: 0.5 } },
    { name: 'turn-instant', unit: 'messages/s', bar: null },
  ],
  async run(side, workshop) {
    const measure = side === 'ours' ? ours : peer;
    const turn = await workshop.runIn((bay) => measure(bay, bay.apiMs));
    return [turn, await workshop.runIn((bay) => measure(bay, INSTANT))];
  },
};

/** Students who have read the notice and say something that nothing special is about. */
async function ours(bay: Bay, apiMs: number): Promise<number> {
  const centre = await startCentre(bay, apiMs);
  const { telegram } = centre;
  for (const chat of chats) telegram.userSays(chat, '/start');
  for (const chat of chats) {
    await telegram.waitForMessages(chat, 1);
    telegram.userTaps(chat, '同意并开始');
  }
  for (const chat of chats) await telegram.waitForMessages(chat, 3);
  await centre.quiet();
  await burst(telegram, WARM_UP);
  await centre.quiet();
  return burst(telegram, MESSAGES);
}

async function peer(bay: Bay, apiMs: number): Promise<number> {
  const telegram = await bay.startTelegram(apiMs);
  await bay.startPeer(new URL('./echo-bot.ts', import.meta.url), {
    TOKEN: telegram.token,
    API_ROOT: telegram.apiRoot,
  });
  await telegram.waitUntilPolled();
  await burst(telegram, WARM_UP);
  return burst(telegram, MESSAGES);
}

/** Everybody writes `each` messages at once; messages a second until the last one is answered. */
async function burst(telegram: FakeTelegram, each: number): Promise<number> {
  const before = telegram.sentToAll().length;
  const wanted = before + each * STUDENTS;
  await telegram.waitUntilPolled();
  const startedAt = performance.now();
  for (let round = 0; round < each; round += 1) {
    for (const chat of chats) telegram.userSays(chat, `今天天气不错，这是第 ${round} 句`);
  }
  await waitUntil('all answers', LOOK_EVERY_MS, () => telegram.sentToAll().length >= wanted);
  const seconds = (performance.now() - startedAt) / 1_000;
  const sent = telegram.sentToAll().length;
  if (sent !== wanted) throw new Error(`${sent - before} answers to ${wanted - before} messages`);
  return (each * STUDENTS) / seconds;
}
