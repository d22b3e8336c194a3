import { afterEach, expect, it } from 'vitest';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

it('whoever came back to a closed case waits from then, in the console and for a plain 接', async () => {
  world = await startWorld();
  const counsellor = await world.responder('测试老师甲');
  const back = world.student();
  back.says('我想自杀');
  await back.hearsUntil(/你在哪里/);
  await counsellor.hearsUntil(/#1001/);
  await world.pass(61_000);
  await back.hears(/过了 1 分钟/);
  const other = world.student();
  other.says('我想自杀');
  await other.hearsUntil(/你在哪里/);
  await counsellor.hearsUntil(/#1002/);
  await world.database.sql(
    'update xinqiao.handoff_case set resumed_at = xinqiao.app_now() where number = 1001',
  );
  const browser = await world.signedIn(counsellor.name);
  await counsellor.hearsUntil(/登录链接/);
  await browser.open('/console');
  expect(browser.text()).toMatch(/#1002 Telegram 已等 0[\s\S]*#1001 Telegram 已等 0/);
  counsellor.says('接');
  await counsellor.hearsUntil(/1002 归你了/);
  await other.hearsUntil(/接手了/);
});
