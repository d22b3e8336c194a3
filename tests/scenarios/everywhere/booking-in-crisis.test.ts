import { afterAll, beforeAll, expect, it } from 'vitest';
import { booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { asksForDays } from '../../support/booking-story.ts';
import { closesCase } from '../../support/close-case.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const NUMBERED = /^1\. /m;

let world: World;
let counsellor: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true }, reminders: { dayBefore: true } });
  await world.database.sql('delete from xinqiao.availability_rule');
  counsellor = await world.responder('测试老师甲');
  await opensHours(world, '测试老师甲');
});
afterAll(() => world.close());

it('on WeChat the numbers of a crisis are its own, whatever list was shown before and whatever comes after', async () => {
  const desk = await world.signedIn('测试老师甲');
  await counsellor.hears(/登录/);
  const student = await world.anybody('wechat');

  // A list of days stands there; what is written is words, and these are a crisis.
  await asksForDays(student);
  const now = await world.office.transactions.run((stores) => stores.now());
  const start = new Date(now.getTime() + DAY_MS + 7 * MINUTE);
  const id = await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', start);
  await student.says('算了，我不想活了');
  await student.hears(/正在叫值班老师[\s\S]*120[\s\S]*你在哪里/);
  expect(student.choices().some((label) => /还有/.test(label))).toBe(false);
  const skip = student.choices().indexOf('跳过') + 1;
  await counsellor.hears(/个案 #1001 · 高危/);

  // An offer comes in between, to be answered by its words.
  await desk.open(`/console/appointments/${id}/change`);
  const slot = /name="slot" value="([^"]+)"/.exec(desk.html())?.[1] ?? '';
  await desk.press({ action: `/console/appointments/${id}/offer` }, { slot, cause: 'room', line: '' });
  const offer = await student.hears(/想和您商量换一个时间[\s\S]*「保持原时间」/);
  expect(offer).not.toMatch(NUMBERED);
  await student.says(`${skip}`);
  await student.hears(/身边有人吗/);
  const withSomebody = student.choices().indexOf('有人在') + 1;

  // So does a reminder, after what is said of the waiting.
  await passUntil(world, new Date(now.getTime() + 6 * MINUTE));
  await student.hears(/过了 \d 分钟，还没有人接/);
  await counsellor.hears(/#1001 · 高危 · 已等 \d 分钟/);
  await passUntil(world, new Date(now.getTime() + 7 * MINUTE + 1_000));
  const reminder = await student.hears(/提醒一下[\s\S]*「会来」/);
  expect(reminder).not.toMatch(NUMBERED);
  await student.says(`${withSomebody}`);
  await student.hears(/能接电话吗/);
  await student.says('会来');
  await student.hears(/好，记下了/);
  await student.says('保持原时间');
  await student.hears(/好，时间不变/);
  await counsellor.hears(/想保持原时间，没有变/);

  expect(await world.database.sql('select status from xinqiao.appointment')).toEqual([{ status: 'booked' }]);

  // With a person there, a number is a word for them.
  counsellor.says('接');
  await counsellor.hears(/归你了/);
  await student.hears(/接手了/);
  await student.says('2');
  await counsellor.hears(/同学：2/);
  // What was answered is a word again; what was not is done, and heard by the person all the same.
  await student.says('会来');
  await counsellor.hears(/同学：会来/);
  await student.says('来不了（取消）');
  await counsellor.hears(/同学：来不了（取消）/);
  await student.hears(/来不了没关系|要取消/);
  await closesCase(counsellor, '误报/无风险');
  await student.hears(/不进关注名单/, /「预约」还没做完/);
});

it.each(['wechat', 'web'] as const)(
  'on %s a time of the same day is held by the counsellor for a student in a crisis, who confirms it',
  async (channel) => {
    // One responder is paged at most once a minute.
    await world.pass(MINUTE + 1_000);
    const student = await world.anybody(channel);
    await student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/高危 · 已等 0 分钟/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    counsellor.says('/时段');
    await counsellor.hears(/留哪个时间/);
    counsellor.taps(counsellor.choices()[0] ?? '');
    await counsellor.hears(/替同学留到 .*等同学确认/);
    await student.hears(/老师替你留了一个面谈时间[\s\S]*有一件事要单独问你/);
    await student.picks('同意并确认');
    await student.hears(/约好了/);
    // What is typed while two people talk, the counsellor sees too.
    if (channel === 'wechat') await counsellor.hears(/同学：1/);
    await counsellor.hears(/的同学确认了面谈时间/);
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/不进关注名单/);
  },
);
