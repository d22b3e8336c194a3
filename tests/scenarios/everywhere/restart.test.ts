import { expect, it } from 'vitest';
import { getsAcquainted, onTelegram, onWeb, onWechat } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
import { createTelegramPerson } from '../../support/telegram-person.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import { createVisitor } from '../../support/visitor.ts';
import { joins, openOnly, passUntil } from '../../support/waiting-world.ts';
import { createWechatPerson } from '../../support/wechat-person.ts';
import { startWorld } from '../../support/world.ts';

it('three students answer what staff offered them after the program was started again', async () => {
  const database = await createTestDatabase();
  let world = await startWorld({ database, wechat: { startsChats: true } });
  await database.sql('delete from xinqiao.availability_rule');
  const counsellor = await world.responder('测试老师甲', ['counsellor'], false);
  await opensHours(world, '测试老师甲');
  const desk = await world.signedIn('测试老师甲');
  await counsellor.hears(/登录/);
  const people = { telegram: world.student(), wechat: world.onWechat(), web: world.onWeb() };
  const before = [onTelegram(people.telegram), onWechat(people.wechat), onWeb(people.web)];
  for (const [index, student] of before.entries()) {
    await getsAcquainted(student);
    const start = await atHour(world, 3, 9 + index);
    const id = await booked(world, await lastAddress(world, student.channel), '测试老师甲', start);
    await desk.open(`/console/appointments/${id}/change`);
    const slots = [...desk.html().matchAll(/name="slot" value="([^"]+)"\/?>([^<]*)</g)];
    const slot = slots.find(([, , label]) => label?.includes(`${16 + index}:00`))?.[1] ?? '';
    await desk.press({ action: `/console/appointments/${id}/offer` }, { slot, cause: 'schedule', line: '' });
    await student.hears(/想和您商量换一个时间/);
  }
  const cookies = people.web.browser.cookies();
  await world.close();

  world = await startWorld({ database, wechat: { startsChats: true } });
  // A new fake counts from the start again.
  world.telegram.pushUpdate({ update_id: 2_000_000_000 });
  world.telegram.knows(counsellor.chatId);
  const told = createTelegramPerson(world.telegram, counsellor.chatId);

  const telegram = createTelegramPerson(world.telegram, people.telegram.chatId);
  telegram.says('选别的时间');
  await telegram.hears(/这些时间有空/);
  telegram.taps(
    telegram
      .choices()
      .filter((label) => /:00/.test(label))
      .at(-1) ?? '',
  );
  await telegram.hears(/改好了/);
  await told.hears(/09:00 的同学改到/);

  // The number stands under a message from before.
  const wechat = createWechatPerson(world.wechat, people.wechat.account);
  wechat.says('1');
  await wechat.hears(/改好了：.*17:00–18:00/);
  await told.hears(/10:00 的同学改到 .*17:00/);

  people.web.moveTo(createVisitor(world.app.url, cookies));
  await people.web.browser.open('/');
  await people.web.taps('保持原时间');
  expect(await people.web.next()).toMatch(/好，时间不变，还是 .*11:00/);
  await told.hears(/11:00 的同学想保持原时间/);

  await world.settle();
  for (const one of [told, telegram, wechat, people.web]) await one.expectNothingMore();
  await world.close();
  await database.close();
});

it('what became free while the program was away is asked of the first of the list', async () => {
  const database = await createTestDatabase();
  let world = await startWorld({ database });
  await world.responder('测试老师甲', ['counsellor'], false);
  await passUntil(world, '09:00');
  await openOnly(world, '测试老师甲', 3, []);
  const before = await world.acquainted();
  await joins(before);
  await world.close();
  await openOnly(world, '测试老师甲', 3, ['10:00']);

  world = await startWorld({ database, knows: [before.chatId] });
  world.telegram.pushUpdate({ update_id: 2_000_000_000 });
  const first = createTelegramPerson(world.telegram, before.chatId);
  await first.hears(/轮到你了[\s\S]*10:00–10:50/);
  first.taps('就要这个时间');
  await first.hears(/先为你留 20 分钟/);
  first.taps('确认预约');
  await first.hears(/约好了/);
  await first.expectNothingMore();
  await world.close();
  await database.close();
});
