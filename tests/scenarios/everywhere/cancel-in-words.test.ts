import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anybody, CHANNELS } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { opensOwn } from '../../support/booking-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

let world: World;
let counsellor: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({
    wechat: { startsChats: true },
    reminders: { dayBefore: true, hourBefore: false },
  });
  await world.database.sql('delete from xinqiao.availability_rule');
  counsellor = await world.responder('测试老师甲', ['counsellor'], false);
  await opensHours(world, '测试老师甲');
});
afterAll(() => world.close());

describe.each(CHANNELS)('取消 and 来不了, typed on %s', (channel) => {
  let student: Anybody;
  let addressId = '';
  beforeAll(async () => {
    student = await world.anybody(channel);
    addressId = await lastAddress(world, channel);
  });

  const statusOf = async (id: string): Promise<string | undefined> =>
    (
      await world.database.sql<{ status: string }>('select status from xinqiao.appointment where id = $1', [
        id,
      ])
    )[0]?.status;

  it('answer the question whether to cancel', async () => {
    const id = await booked(world, addressId, '测试老师甲', await atHour(world, 4, 10));
    await opensOwn(student);
    await student.picks(/^取消 /);
    await student.hears(/要取消/);
    await student.says('取消');
    await student.hears(/已经取消了/);
    expect(await statusOf(id)).toBe('cancelled');
    // With nothing to cancel in front of them it leads to the menu, as before.
    await student.says('取消');
    await student.hears(/想做什么/);
  });

  it('answer a reminder, which asks first, as a tap does', async () => {
    const start = await atHour(world, 3, 15);
    const id = await booked(world, addressId, '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await student.hears(/提醒一下/);
    await student.says('来不了');
    await student.hears(/要取消 .*15:00.* 的预约吗/);
    expect(await statusOf(id)).toBe('booked');
    await student.says('取消');
    await student.hears(/已经取消了/);
    await counsellor.hearsUntil(/15:00–16:00 的同学来不了/);
    expect(await statusOf(id)).toBe('cancelled');
  });

  it('answer a reminder that came in the middle of something else', async () => {
    const start = await atHour(world, 3, 17);
    const id = await booked(world, addressId, '测试老师甲', start);
    await student.says('自助');
    await student.hears(/想看哪一方面/);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await student.hears(/提醒一下/);
    await student.says('取消');
    await student.hears(/要取消 .*17:00.* 的预约吗/);
    await student.says('取消');
    await student.hearsUntil(/已经取消了/);
    await counsellor.hearsUntil(/17:00–18:00 的同学来不了/);
    expect(await statusOf(id)).toBe('cancelled');
  });
});
