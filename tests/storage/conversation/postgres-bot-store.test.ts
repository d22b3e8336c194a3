import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BotStore } from '../../../src/conversation/ports/process-store.ts';
import { minutesMs } from '../../../src/core/clock.ts';
import { createPostgresBotStore } from '../../../src/storage/conversation/postgres-bot-store.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const CODE = 'https://login.example.invalid/invented-code';
let world: StoreWorld;
let bots: BotStore;
let bot: { channel: 'wechat'; bot: string };

beforeAll(async () => {
  world = await openStoreWorld();
  bots = createPostgresBotStore(world.database.db, world.keys);
});
afterAll(() => world.close());
beforeEach(() => {
  bot = { channel: 'wechat', bot: randomUUID() };
});

const shown = async () => (await bots.logins()).filter((login) => login.bot === bot.bot);
const keysLeft = async (): Promise<number> => {
  const [row] = await world.database.sql<{ count: number }>(
    'select count(*)::int from xinqiao.data_key where id not in (select data_key_id from xinqiao.address)',
  );
  return row?.count ?? -1;
};

const listens = async (name = bot.bot) => bots.listens({ ...bot, bot: name }, await world.stores.now());

it('knows until when a bot listened, and forgets the gap only when it is told so', async () => {
  expect((await bots.lastListened(bot)).before).toBeNull();
  await listens();
  const { before } = await bots.lastListened(bot);
  await world.database.advance(minutesMs(5));
  // Whoever asks and dies before something was done about it leaves the gap as it was.
  await bots.lastListened(bot);
  const second = await bots.lastListened(bot);
  expect(second.before).toEqual(before);
  expect(second.now.getTime() - (before?.getTime() ?? 0)).toBeGreaterThanOrEqual(minutesMs(5));
  await bots.listens(bot, second.now);
  expect((await bots.lastListened(bot)).before).toEqual(second.now);
});

it('shows a code until the bot listens, also when whoever showed it was killed', async () => {
  const before = await keysLeft();
  await bots.showLogin(bot, CODE);
  expect(await shown()).toMatchObject([{ ...bot, code: CODE }]);
  await listens('another');
  expect(await shown()).toHaveLength(1);
  await listens();
  expect(await shown()).toEqual([]);
  expect(await keysLeft()).toBe(before);
});

it('shows no code that is too old to be scanned', async () => {
  await bots.showLogin(bot, CODE);
  await world.database.advance(minutesMs(9));
  expect(await shown()).toHaveLength(1);
  await world.database.advance(minutesMs(1));
  expect(await shown()).toEqual([]);
});
