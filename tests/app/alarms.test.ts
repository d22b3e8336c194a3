import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAlarmRound, forgetSwitchedOff } from '../../src/app/alarms.ts';
import type { PartStore } from '../../src/conversation/ports/process-store.ts';
import { hoursMs } from '../../src/core/clock.ts';
import { createPostgresPartStore } from '../../src/storage/postgres-part-store.ts';
import { startWorld, type World } from '../support/world.ts';

const switches = (wechat: boolean) => [{ name: 'wechat', on: wechat, variable: 'WECHATY_PUPPET' }];

// The program in this world knows of no WeChat.
let world: World;
let parts: PartStore;

beforeAll(async () => {
  world = await startWorld();
  parts = createPostgresPartStore(world.database.db);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.database.sql(`delete from xinqiao.part_state where name = 'wechat'`);
  await world.database.sql('delete from xinqiao.alarm');
});

const codes = async () =>
  (await world.database.sql<{ code: string }>(`select code from xinqiao.alarm where part = 'wechat'`)).map(
    ({ code }) => code,
  );
const watch = (wechat: boolean) => createAlarmRound(world.office, parts, switches(wechat), []);

it('a channel that is switched on and that nobody has ever told of is down 45 s after the start', async () => {
  const round = watch(true);
  await round();
  await world.database.advance(40_000);
  await round();
  expect(await codes()).toEqual([]);
  await world.database.advance(5_000);
  await round();
  expect(await codes()).toEqual(['not-started']);
});

it('one that was told of before this start has as long as a start takes', async () => {
  await parts.tell('wechat', 'ready', null);
  await world.database.advance(hoursMs(12));
  const round = watch(true);
  await round();
  await world.database.advance(40_000);
  await round();
  expect(await codes()).toEqual([]);
  await world.database.advance(5_000);
  await round();
  expect(await codes()).toEqual(['silent']);
});

it('one that only another process runs is watched too, for a day', async () => {
  const round = watch(false);
  await round();
  await parts.tell('wechat', 'ready', null);
  await world.database.advance(31_000);
  await round();
  expect(await codes()).toEqual(['silent']);
});

it('one that was told of more than a day ago is watched no more', async () => {
  await parts.tell('wechat', 'ready', null);
  await world.database.sql(
    `update xinqiao.part_state set told_at = told_at - interval '25 hours' where name = 'wechat'`,
  );
  const round = watch(false);
  await round();
  await world.database.advance(60_000);
  await round();
  expect(await codes()).toEqual([]);
});

it('one that the centre has taken out is not down', async () => {
  await parts.tell('wechat', 'ready', null);
  await forgetSwitchedOff(parts, switches(true), []);
  expect((await parts.list()).map(({ name }) => name)).toContain('wechat');
  await forgetSwitchedOff(parts, switches(false), []);
  expect((await parts.list()).map(({ name }) => name)).not.toContain('wechat');
});
