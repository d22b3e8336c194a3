import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { byMail, mailHouse } from '../../support/by-mail.ts';
import { inTalk } from '../../support/in-talk.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR = 3_600_000;

let world: World;
beforeEach(async () => {
  world = await startWorld({ quietCases: true });
});
afterEach(() => world.close());

/** Goes on to the next time at which the centre's clock shows this hour. */
async function toClock(hour: number): Promise<void> {
  const [row] = await world.database.sql<{ ms: number }>(
    `select mod((extract(epoch from make_interval(hours => $1)
      - ((xinqiao.app_now() at time zone 'Asia/Shanghai')::time - time '00:00')) * 1000)::bigint
      + 86400000, 86400000)::float8 as ms`,
    [hour],
  );
  await world.pass(Math.ceil(row?.ms ?? 0) + 1_000);
}

it('a taken case in which nothing happens is told to its owner morning and evening, and after a day to the head', async () => {
  await toClock(19);
  const counsellor = await world.responder('测试老师甲');
  const colleague = await world.responder('测试老师乙');
  const head = await world.responder('测试主任', ['centre-head'], false);
  const student = world.student();
  student.says('我想自杀');
  await student.hearsUntil(/你在哪里/);
  await world.settle();
  await counsellor.hears(/#1001/);
  await colleague.hears(/#1001/);
  counsellor.says('接');
  await counsellor.hears(/归你了/);
  await colleague.hears(/接手了/);
  await student.hears(/接手了/);
  counsellor.says('我在');
  await student.hears(/我在/);
  await world.settle();
  const [one] = await world.database.sql<{ wake: Date | null }>(
    'select wake_at as wake from xinqiao.handoff_case',
  );
  expect(one?.wake).toBeNull();
  await toClock(8);
  await toClock(9);
  const told = await counsellor.hears(/你手上有 1 个个案，有一阵没有动静了：\n· #1001 · 1[34] 小时/);
  expect(told).not.toMatch(/自杀|高危|危急/);
  // A second look, and one after a restart, says nothing anew.
  await world.database.sql(
    `update xinqiao.rota_task set due_at = xinqiao.app_now() where name = 'quiet-cases'`,
  );
  await world.pass(2_000);
  await toClock(18);
  await counsellor.hears(/#1001 · 2[23] 小时/);
  const browser = await world.signedIn('测试老师甲');
  await counsellor.hears(/登录链接/);
  await browser.open('/console');
  expect(browser.text()).toMatch(/#1001 很久没有动静了/);
  await toClock(9);
  await counsellor.hears(/#1001 · 3[78] 小时/);
  await head.hears(/有 1 个接手了的个案，一天以上没有动静：\n· #1001 · 3[78] 小时/);
  // Whoever does something with it has looked.
  await world.pass(6 * HOUR);
  counsellor.says('今天怎么样');
  await student.hears(/今天怎么样/);
  await world.settle();
  await browser.open('/console');
  expect(browser.text()).not.toMatch(/很久没有动静了/);
  await toClock(18);
  await toClock(9);
  await counsellor.hears(/#1001 · 1[78] 小时/);
});

it('is told by mail to a head who has no messenger, as a figure alone', async () => {
  await world.close();
  const mail = await startSmtpFake();
  try {
    world = await startWorld({ quietCases: true, notifiers: [mailHouse(mail)] });
    await toClock(19);
    const head = await byMail(world, mail, '测试主任', ['centre-head']);
    const { counsellor } = await inTalk(world);
    await toClock(9);
    await counsellor.hears(/你手上有 1 个个案/);
    await toClock(18);
    await counsellor.hears(/你手上有 1 个个案/);
    await toClock(9);
    await counsellor.hears(/你手上有 1 个个案/);
    await head.reads(/有 1 个个案很久没有动静了。登录控制台看：\S+\/console$/);
    expect(head.unread()).toEqual([]);
  } finally {
    await mail.close();
  }
});
