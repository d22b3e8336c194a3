import { afterEach, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;

let world: World;
afterEach(() => world.close());

it('a page overtakes what is told of a case that somebody else took', async () => {
  world = await startWorld();
  const taker = await world.responder('测试老师甲');
  const other = await world.responder('测试老师乙');
  const first = world.student();
  first.says('我想自杀');
  await first.hearsUntil(/你在哪里/);
  await taker.hears(/个案 #1001/);
  await other.hears(/个案 #1001/);
  await world.pass(61 * SECOND);
  await first.hears(/过了 1 分钟/);

  world.telegram.fail('sendMessage', { status: 429, retryAfter: 30 }, 1_000);
  taker.says('接');
  await until('the notice to wait for the platform', async () => {
    const notices = await world.database.sql(
      `select from xinqiao.outgoing where dedupe_key like 'told:%' and attempts > 0 and status = 'due'`,
    );
    return notices.length === 1;
  });
  world.telegram.heal();
  const second = world.student();
  second.says('我想自杀');
  await other.hears(/个案 #1002/);
  await second.hearsUntil(/你在哪里/);
  await world.pass(31 * SECOND);
  await other.hears(/由 测试老师甲 接手了/);
  await taker.hearsUntil(/个案 #1002/);
  await first.hearsUntil(/接手了/);
  await world.settle();
  expect(world.telegram.sentTo(taker.chatId).some(({ text }) => text.includes('归你了'))).toBe(true);
});
