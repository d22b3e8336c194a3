import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysMs, hoursMs } from '../../../src/core/clock.ts';
import type { Anybody } from '../../support/anybody.ts';
import { passUntil } from '../../support/booked.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from './support.ts';

describe('what waits on WeChat until the student writes again', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ wechat: { replies: 5 } });
  });
  afterAll(() => world.close());

  const held = () =>
    world.database.sql(
      `select from xinqiao.outgoing where dedupe_key like 'activity-reminder:%' and held_for = 'quota'`,
    );

  async function signsUp(
    code: string,
    standing: RegExp,
    channel: 'telegram' | 'wechat' = 'wechat',
  ): Promise<Anybody> {
    const student = await world.anybody(channel);
    await student.says(`活动 ${code}`);
    await student.hears(new RegExp(`活动码 ${code}|睡个好觉`));
    await student.picks('我要报名');
    await student.hears(standing, /怎么称呼/);
    await student.picks('不写，用号码');
    await student.hears(/点名用号码/);
    return student;
  }

  async function signsOff(student: Anybody, code: string): Promise<void> {
    await student.says(`活动 ${code}`);
    await student.hears(/已报上/);
    await student.picks('退出报名');
    await student.hears(/要退出报名吗/);
    await student.picks('确定退出');
    await student.hears(/已经退出了/);
  }

  it('says neither a reminder nor a place of what is over', async () => {
    const { startsAt } = await openActivity(world, '1357', { capacity: 2 });
    const first = await signsUp('1357', /已报上/, 'telegram');
    const reminded = await signsUp('1357', /已报上/);
    const second = await signsUp('1357', /排第 1 位/);
    await passUntil(world, new Date(startsAt.getTime() - hoursMs(23)));
    await first.hears(/提醒：「睡个好觉」/);
    await signsOff(first, '1357');
    await passUntil(world, new Date(startsAt.getTime() + daysMs(3)));
    for (const student of [reminded, second]) {
      await student.says('菜单');
      expect(await student.hears(/想做什么/)).not.toMatch(/提醒|有名额/);
    }
  });

  it('says that it was called off, and no reminder of it', async () => {
    const { id, startsAt } = await openActivity(world, '2468', { capacity: 3 });
    const student = await signsUp('2468', /已报上/);
    await passUntil(world, new Date(startsAt.getTime() - hoursMs(22)));
    await until('the reminder to be held', async () => (await held()).length === 1);
    const writer = await world.signedIn('带领老师 2468');
    await writer.open(`/console/activities/${id}/cancel`);
    await writer.press({ action: `/console/activities/${id}/cancel`, label: '确认取消' });
    await world.settle();
    await student.says('菜单');
    // What was held comes together.
    expect(await student.hears(/想做什么/, /「睡个好觉」（.*取消了，不用来了/)).not.toMatch(/提醒/);
  });

  it('does not say weeks after it that something was called off', async () => {
    const { id, startsAt } = await openActivity(world, '4680', { capacity: 3 });
    const student = await signsUp('4680', /已报上/);
    await passUntil(world, new Date(startsAt.getTime() - hoursMs(22)));
    const writer = await world.signedIn('带领老师 4680');
    await writer.open(`/console/activities/${id}/cancel`);
    await writer.press({ action: `/console/activities/${id}/cancel`, label: '确认取消' });
    await world.settle();
    await passUntil(world, new Date(startsAt.getTime() + daysMs(8)));
    // What comes by itself after the first answer would stand before the second.
    for (const _ of [1, 2]) {
      await student.says('菜单');
      expect(await student.hears(/想做什么/)).not.toMatch(/取消了/);
      await world.settle();
    }
  });

  it('says the place in a series of which some is ahead, with every time of it', async () => {
    const { startsAt } = await openActivity(world, '3579', {}, 2);
    const first = await signsUp('3579', /已报上/, 'telegram');
    const second = await signsUp('3579', /排第 1 位/);
    await passUntil(world, new Date(startsAt.getTime() - hoursMs(20)));
    await first.hears(/提醒：「睡个好觉」/);
    await signsOff(first, '3579');
    await passUntil(world, new Date(startsAt.getTime() + daysMs(1)));
    await second.says('菜单');
    const told = await second.hears(/想做什么/, /有名额了/);
    // Whatever the hour of this run: one that lies over midnight names two days.
    expect(told.split('；').filter((one) => /\d+月\d+日/.test(one))).toHaveLength(2);
  });
});
