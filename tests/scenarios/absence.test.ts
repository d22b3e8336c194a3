import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atHour, booked, lastAddress, opensHours } from '../support/booked.ts';
import { addMember } from '../support/campaign-world.ts';
import type { TelegramPerson } from '../support/telegram-person.ts';
import type { Visitor } from '../support/visitor.ts';
import { startWorld, type World } from '../support/world.ts';

describe('a day on which a counsellor cannot come', () => {
  let world: World;
  let desk: Visitor;
  let counsellor: TelegramPerson;
  let colleague: TelegramPerson;
  let front: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld({ wechat: { startsChats: true } });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    colleague = await world.responder('测试老师乙', ['counsellor'], false);
    await opensHours(world, '测试老师甲');
    await opensHours(world, '测试老师乙');
    front = await world.responder('测试前台', ['staff'], false);
    desk = await world.signedIn('测试前台');
    await front.hears(/登录/);
  });
  afterAll(() => world.close());

  it('tells four students on three channels at once, moves who chooses, and lists who does not', async () => {
    const start = await atHour(world, 2, 10);
    const student = await world.acquainted();
    const first = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    const onWechat = world.onWechat();
    onWechat.says('你好');
    await onWechat.hears(/我是程序/);
    onWechat.says('1');
    await onWechat.hears(/已经记下/);
    const at11 = await atHour(world, 2, 11);
    const second = await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', at11);
    const visitor = world.visitor();
    await visitor.says('你好');
    await visitor.taps('同意并开始');
    const at15 = await atHour(world, 2, 15);
    const third = await booked(world, await lastAddress(world, 'web'), '测试老师甲', at15);

    const other = await world.anybody('web');
    const at16 = await atHour(world, 2, 16);
    await booked(world, await lastAddress(world, 'web'), '测试老师甲', at16);

    const [teacher] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师甲'`,
    );
    const day = new Date(start.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const asked = `staff=${teacher?.id}&day=${day}&part=day`;
    await desk.open(`/console/appointments/absence?${asked}`);
    expect(desk.text()).toMatch(/会影响 4 位同学/);
    expect(desk.text()).not.toMatch(/你好/);
    await desk.press({ action: '/console/appointments/absence', label: '确认，并告诉这些同学' });
    await desk.pressAgain();
    await world.settle();

    // Nobody books that day any more; what was booked stays until its student chooses.
    const rows = await world.database.sql<{ id: string; status: string }>(
      'select id, status from xinqiao.appointment where id = any($1) order by lower(during)',
      [[first, second, third]],
    );
    expect(rows.map(({ status }) => status)).toEqual(['booked', 'booked', 'booked']);
    expect(await world.database.sql('select from xinqiao.availability_exception')).toHaveLength(1);

    await student.hears(/抱歉，您预约的 .*10:00–11:00，老师来不了了/);
    // The same hour of a colleague is among them.
    const same = student.choices().find((label) => /10:00 测试老师乙/.test(label)) ?? '';
    student.taps(same);
    await student.hears(/改好了：.*10:00–11:00，测试老师乙/);
    await front.hears(/改期：.*10:00 的同学改到 .*10:00 测试老师乙/);
    await colleague.hears(/改期：.*10:00 的同学改到/);
    counsellor.expectNothingMore();

    await onWechat.hears(/11:00–12:00，老师来不了了[\s\S]*1\. /);
    onWechat.says(onWechat.numberOf('取消预约'));
    await onWechat.hears(/要取消 .* 的预约吗/);
    onWechat.says('1');
    await onWechat.hears(/取消了，不算您临时取消/);
    await front.hears(/的同学取消了预约/);

    await other.hears(/16:00–17:00，老师来不了了/);
    await other.picks(/ 测试老师乙/);
    await other.hears(/改好了：.*，测试老师乙/);
    await front.hears(/改期：.*16:00 的同学改到 .* 测试老师乙/);
    await colleague.hears(/改期：.*16:00 的同学改到/);

    await visitor.open('/');
    expect(visitor.text()).toMatch(/15:00–16:00，老师来不了了/);

    // The centre head learns how many there are, and of no single one.
    await addMember(world, '测试主任', 'centre-head');
    const head = await world.signedIn('测试主任');
    await head.open('/console/appointments/changes');
    expect(head.text()).toMatch(/还没有谈好，要打电话 1 等同学回复 0 最近两周已经有结果 2/);
    expect(head.text()).not.toMatch(/测试老师甲|15:00/);
    expect(await head.open(`/console/appointments/${third}/change`)).toBe(404);
    await head.open(`/console/appointments/absence?${asked}`);
    expect(head.text()).toMatch(/会影响 1 位同学/);
    expect(head.text()).not.toMatch(/15:00–16:00/);

    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/还没有谈好，请打电话（1）/);
    await desk.press({ action: '/console/appointments/changes/', label: '已电话联系' });
    expect(desk.text()).not.toMatch(/请打电话/);
    expect(await world.database.sql('select from xinqiao.change_offer')).toHaveLength(4);
  });
});
