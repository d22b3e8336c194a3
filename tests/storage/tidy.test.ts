import { afterAll, beforeAll, expect, it } from 'vitest';
import { tidy } from '../../src/storage/tidy.ts';
import { startWorld, type World } from '../support/world.ts';

const DAY = 86_400_000;
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const count = async (table: string): Promise<number> => {
  const [row] = await world.database.sql<{ count: number }>(`select count(*)::int from xinqiao.${table}`);
  return row?.count ?? 0;
};

it('drops the talk after 180 days, as the notice says, and keeps what a case holds', async () => {
  const chatting = world.visitor();
  await chatting.says('你好');
  await chatting.says('以前想过自杀');
  const inDanger = world.visitor();
  await inDanger.says('我想自杀');
  await world.settle();
  const heardInCase = 'heard where case_id is not null';
  expect([await count('review_item'), await count(heardInCase)]).toEqual([1, 1]);

  await world.database.sql('update xinqiao.clock set offset_ms = offset_ms + $1', [179 * DAY]);
  await tidy(world.database.db);
  expect(await count('heard')).toBe(3);
  await world.database.sql('update xinqiao.clock set offset_ms = offset_ms + $1', [2 * DAY]);
  await tidy(world.database.db);
  expect([await count('review_item'), await count('heard'), await count(heardInCase)]).toEqual([0, 1, 1]);
  expect(
    await count('outgoing where case_id is null and at < xinqiao.app_now() - interval $$180 days$$'),
  ).toBe(0);
  expect(await count('outgoing where case_id is not null')).toBeGreaterThan(0);
}, 60_000);
