import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMs } from '../../../src/core/clock.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('what cannot be said on WeChat as it ships, 48 hours after the last word', () => {
  let world: World;
  let desk: Visitor;
  let front: TelegramPerson;
  let counsellor: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld({
      wechat: { replies: 5 },
      reminders: { dayBefore: true, hourBefore: true },
    });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await opensHours(world, '测试老师甲');
    front = await world.responder('测试前台', ['staff'], false);
  });
  afterAll(() => world.close());

  async function acquainted(): Promise<WechatPerson> {
    const student = world.onWechat();
    student.says('你好');
    await student.hears(/我是程序/);
    student.says('1');
    await student.hears(/已经记下/);
    return student;
  }

  const callOff = async (id: string): Promise<void> => {
    await desk.open(`/console/appointments/${id}/change`);
    await desk.press(
      { action: `/console/appointments/${id}/call-off`, label: '取消这个预约' },
      { cause: 'campus' },
    );
    await world.settle();
  };

  it('lists who was called off to be phoned, tells the desk, and reminds nobody of what is over', async () => {
    const student = await acquainted();
    const start = await atHour(world, 4, 10);
    const id = await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', start);
    const onPage = world.visitor();
    await onPage.says('你好');
    await onPage.taps('同意并开始');
    const second = await booked(
      world,
      await lastAddress(world, 'web'),
      '测试老师甲',
      await atHour(world, 4, 12),
    );
    await passUntil(world, new Date(start.getTime() - 20 * HOUR_MS));
    student.expectNothingMore();

    desk = await world.signedIn('测试前台');
    await front.hears(/登录/);
    await callOff(id);
    await callOff(second);
    await desk.pressAgain();
    await counsellor.hears(/中心取消：.*10:00–11:00 的预约/, /中心取消：.*12:00–13:00 的预约/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/请打电话（2）[\s\S]*还没送到：同学再写点什么[\s\S]*还没看到：在网页上/);
    expect(desk.text()).not.toMatch(/已告诉同学/);
    front.expectNothingMore();
    await passUntil(world, new Date(start.getTime() - 20 * HOUR_MS + 11 * MINUTE_MS));
    await front.hears(/消息还没有送到同学那里，请打电话/);
    await front.hears(/消息还没有送到同学那里，请打电话/);

    await onPage.open('/');
    expect(onPage.text()).toMatch(/中心不得不取消/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/请打电话（1）/);

    student.says('你好');
    const heard = [await student.hears(/./), await student.hears(/./)].join('\n');
    expect(heard).toMatch(/中心不得不取消/);
    expect(heard).not.toMatch(/提醒一下/);
    await world.settle();
    await desk.open('/console/appointments/changes');
    expect(desk.text()).not.toMatch(/请打电话/);
  });

  it('tells the desk of whom nobody reached after a stop, too, and behind the end of the offer', async () => {
    const student = await acquainted();
    const start = await atHour(world, 4, 18);
    const id = await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 20 * HOUR_MS));
    const [staff] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试前台'`,
    );
    await world.office.transactions.run(async ({ now, changeOffers }) => {
      const at = await now();
      const offer = { id: randomUUID(), appointmentId: id, cause: 'room', line: '', times: [] } as const;
      await changeOffers.callOff({
        ...offer,
        kind: 'cancel',
        madeBy: staff?.id ?? '',
        now: addMs(at, -30 * MINUTE_MS),
        expiresAt: addMs(at, 3 * MINUTE_MS),
      });
    });
    await world.pass(5 * MINUTE_MS);
    front.expectNothingMore();
    await world.pass(10 * MINUTE_MS);
    await front.hears(/消息还没有送到同学那里，请打电话/);
    student.says('你好');
    await student.hears(/我收到了/, /中心不得不取消/);
  });

  it('drops a reminder whose time is over', async () => {
    const student = await acquainted();
    const start = await atHour(world, 4, 15);
    await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 23 * HOUR_MS));
    await passUntil(world, new Date(start.getTime() - 30 * MINUTE_MS));
    await passUntil(world, new Date(start.getTime() + 2 * HOUR_MS));
    student.says('菜单');
    expect(await student.hears(/想做什么/)).not.toMatch(/提醒一下/);
    const left = await world.database.sql<{ error_code: string }>(
      `select error_code from xinqiao.outgoing where dedupe_key like 'remind:%' and status = 'failed' order by seq desc limit 2`,
    );
    expect(left.map((row) => row.error_code)).toEqual(['stale', 'stale']);
  });
});
