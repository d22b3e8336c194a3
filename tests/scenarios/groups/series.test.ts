import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hoursMs } from '../../../src/core/clock.ts';
import { formatDay } from '../../../src/core/shanghai-time.ts';
import { writeMinute, writeTimes } from '../../../src/groups/check-activity.ts';
import { atHour, passUntil } from '../../support/booked.ts';
import { startWorld, type World } from '../../support/world.ts';
import { codeShown, openActivity } from './support.ts';

describe('a series that one signs up for once', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ wechat: { startsChats: true } });
  });
  afterAll(() => world.close());

  const read = async (id: string) => {
    const activity = await world.office.transactions.run(({ activities }) => activities.byId(id));
    if (activity === null) throw new Error('no activity');
    return activity;
  };

  it.each([
    ['telegram', '1010'],
    ['wechat', '2020'],
    ['web', '3030'],
  ] as const)(
    'is moved, reminded of and checked in to date by date, and called off at the end, on %s',
    async (channel, code) => {
      // No date of it may lie over midnight, whatever hour the run begins at.
      await passUntil(world, await atHour(world, 1, 10));
      const { id, leaderId } = await openActivity(world, code, { capacity: 3 }, 3);
      const student = await world.anybody(channel);
      await student.says(`活动 ${code}`);
      await student.hears(/名额 3 个/);
      await student.picks('我要报名');
      await student.hears(/(\d+月\d+日[\s\S]*){3}已报上，你的号码是 1/, /怎么称呼/);
      await student.picks('不写，用号码');
      await student.hears(/点名用号码/);

      const leader = await world.signedIn(`带领老师 ${code}`);
      const { kind, title, text, signUpFrom, signUpUntil, dates } = await read(id);
      const at = `/console/activities/${id}`;
      await leader.open(`${at}/edit`);
      const fields = {
        ...{ kind, title, text, leaderId, capacity: '3', place: '西校区样例楼 301', questionKind: 'words' },
        ...{
          signUpFrom: writeMinute(signUpFrom),
          signUpUntil: writeMinute(signUpUntil),
          dates: writeTimes(dates),
        },
      };
      expect(await leader.press({ action: `${at}/edit`, label: '保存' }, fields)).toBe(200);
      expect((await student.hears(/安排改了[\s\S]*西校区样例楼 301/)).match(/\d:\d\d–/g)).toHaveLength(3);

      const [first, second, third] = (await read(id)).dates;
      if (!first || !second || !third) throw new Error('no dates');
      for (const { id: dateId, startsAt } of [first, second]) {
        await passUntil(world, new Date(startsAt.getTime() - hoursMs(23)));
        await student.hears(new RegExp(`提醒：「睡个好觉」，${formatDay(startsAt, 'zh')}.*西校区样例楼 301`));
        await passUntil(world, startsAt);
        await student.says(`签到 ${await codeShown(world, dateId)}`);
        await student.hears(/签到好了：睡个好觉/);
      }
      await passUntil(world, new Date(second.endsAt.getTime() + hoursMs(1)));
      await student.says('活动报名');
      await student.hears(new RegExp(`你报名的[\\s\\S]*睡个好觉.*${formatDay(third.startsAt, 'zh')}`));
      // Weeks later one signs in anew.
      const later = await world.signedIn(`带领老师 ${code}`);
      await later.open(`${at}/cancel`);
      await later.press({ action: `${at}/cancel`, label: '确认取消' });
      await student.hears(new RegExp(`「睡个好觉」（${formatDay(third.startsAt, 'zh')}.*取消了，不用来了`));
    },
  );
});
