import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayDay } from '../../../src/console/times.ts';
import { addMs, hoursMs } from '../../../src/core/clock.ts';
import { planRoster } from '../../../src/people/roster-file.ts';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from '../groups/support.ts';

/** Whoever has this appointment is the one person of the roster. */
const isBound = (world: World, appointmentId: string, roster: string): Promise<void> =>
  world.office.transactions.run(async (stores) => {
    const now = await stores.now();
    const booked = await stores.changeOffers.booked(appointmentId);
    const [person] = planRoster(roster).people;
    if (booked === null || person === undefined) throw new Error('nobody to bind');
    await stores.roster.save([person], now);
    const claimed = { number: person.number, name: person.plainName };
    const by = { contactId: booked.contactId, addressId: booked.addressId, now };
    await stores.bindings.claim(randomUUID(), claimed, by);
    const code = '123456';
    const expiresAt = addMs(now, hoursMs(1));
    await stores.bindings.deskCode({
      id: randomUUID(),
      claimed,
      code,
      staffId: booked.staffId,
      expiresAt,
      now,
    });
    const tried = await stores.bindings.tryCode({
      code,
      bindingId: randomUUID(),
      requestId: randomUUID(),
      by,
    });
    expect(tried.kind).toBe('bound');
  });

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

    await isBound(world, third, '学号,姓名,学院,电话\n20260009,测试同学丙,测试学院,139-0000 0000');
    // The centre head learns how many there are, and of no single one.
    await addMember(world, '测试主任', 'centre-head');
    const head = await world.signedIn('测试主任');
    await head.open('/console/appointments/changes');
    expect(head.text()).toMatch(/还没有谈好，要打电话 1 等同学回复 0 最近两周已经有结果 3/);
    expect(head.text()).not.toMatch(/测试老师甲|15:00|测试同学丙|20260009|0000/);
    expect(await head.open(`/console/appointments/${third}/change`)).toBe(404);
    // Whoever was told is not told again.
    await head.open(`/console/appointments/absence?${asked}`);
    expect(head.text()).toMatch(/这段时间没有要告诉的同学/);
    expect(head.text()).not.toMatch(/15:00–16:00/);

    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/还没有谈好，请打电话（1）/);
    expect(desk.text()).toMatch(/测试同学丙 · 20260009 · 测试学院 · 139-0000 0000/);
    expect(desk.html()).toContain('href="tel:13900000000"');
    // Their own counsellor may know, and no other one is shown anything.
    const own = await world.signedIn('测试老师甲');
    await own.open('/console/appointments/changes');
    expect(own.text()).toMatch(/测试同学丙 · 20260009/);
    await counsellor.hears(/登录链接/);
    const another = await world.signedIn('测试老师乙');
    await another.open('/console/appointments/changes');
    expect(another.text()).not.toMatch(/测试同学丙|15:00/);
    await colleague.hears(/登录链接/);
    expect(
      await world.database.sql(
        `select distinct actor from xinqiao.audit_entry where action = 'appointments.reach' and allowed`,
      ),
    ).toHaveLength(2);
    await desk.press({ action: '/console/appointments/changes/', label: '已电话联系' });
    expect(desk.text()).not.toMatch(/请打电话/);
    expect(await world.database.sql('select from xinqiao.change_offer')).toHaveLength(4);
  });

  it('tells a centre head who closed it how many it meets, and of none what became of it', async () => {
    const head = await world.responder('测试主任乙', ['centre-head'], false);
    const browser = await world.signedIn('测试主任乙');
    await head.hears(/登录链接/);
    const student = await world.acquainted();
    const start = await atHour(world, 3, 10);
    await booked(world, await lastAddress(world, 'telegram'), '测试老师乙', start);
    const other = await world.acquainted();
    const at11 = await atHour(world, 3, 11);
    await booked(world, await lastAddress(world, 'telegram'), '测试老师乙', at11);
    const [teacher] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师乙'`,
    );
    const day = new Date(start.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    await browser.open(`/console/appointments/absence?staff=${teacher?.id}&day=${day}&part=day`);
    expect(browser.text()).toMatch(/会影响 2 位同学/);
    expect(browser.text()).not.toMatch(/10:00–11:00/);
    await browser.press({ action: '/console/appointments/absence', label: '确认，并告诉这些同学' });
    await world.settle();
    await student.hears(/抱歉，您预约的 .*10:00–11:00，老师来不了了/);
    student.taps(student.choices().find((label) => /10:00 测试老师甲/.test(label)) ?? '');
    await student.hears(/改好了：.*10:00–11:00，测试老师甲/);
    await counsellor.hears(/改期：.*10:00 的同学改到/);
    // Where nobody may be told of a single one, the booking desk learns that there is news.
    await other.hears(/11:00–12:00，老师来不了了/);
    front.expectNothingMore();
    other.taps('取消预约');
    await other.hears(/要取消/);
    other.taps('确定取消');
    await other.hears(/取消了，不算您临时取消/);
    expect(await front.hears(/老师请假影响的预约有了新进展，请看：.*changes/)).not.toMatch(/11:00/);
    await world.settle();
    head.expectNothingMore();
  });

  it('is as true of a counsellor who leaves for good: students and booking desk hear of it, the administrator of nothing', async () => {
    const leaver = await world.responder('测试老师丙', ['counsellor'], false);
    await opensHours(world, '测试老师丙');
    const student = await world.acquainted();
    const address = await lastAddress(world, 'telegram');
    const at9 = await atHour(world, 2, 9);
    await booked(world, address, '测试老师丙', at9);
    const regular = await world.anybody('wechat');
    const theirs = await lastAddress(world, 'wechat');
    const at14 = await atHour(world, 2, 14);
    await booked(world, theirs, '测试老师丙', at14);
    const weekLater = await booked(world, theirs, '测试老师丙', await atHour(world, 9, 14));
    await addMember(world, '测试管理员', 'administrator');
    const admin = await world.signedIn('测试管理员');
    const [gone] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师丙'`,
    );
    await admin.open(`/console/staff/${gone?.id}/revoke`);
    expect(admin.text()).toMatch(/不再接待预约；约好的同学会马上收到消息/);
    await admin.press({ action: `/console/staff/${gone?.id}/revoke`, label: '停用 测试老师丙' });
    await world.settle();
    expect(admin.text()).not.toMatch(/位同学|约好|有预约/);
    await leaver.hears(/停用/);

    await student.hears(/抱歉，您预约的 .*09:00–10:00，老师来不了了/);
    student.taps(student.choices().find((label) => /09:00 测试老师乙/.test(label)) ?? '');
    await student.hears(/改好了：.*09:00–10:00，测试老师乙/);
    await colleague.hears(/改期：.*09:00 的同学改到/);
    // Several are said in one message; no one stands before a closed door.
    await regular.hears(/14:00–15:00，老师来不了了[\s\S]*另外这些时间老师也来不了[\s\S]*14:00/);
    expect(await front.hears(/测试老师丙不再接待预约/)).not.toMatch(/09:00|14:00/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/请打电话（2）/);
    await regular.picks(/ 1[1-4]:00 测试老师乙/);
    await regular.hears(/改好了/);
    await colleague.hears(/改期：.*14:00 的同学改到/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/请打电话（1）/);
    // Nobody can take the leave of somebody who left back, and nobody is reminded of a time that nobody keeps.
    const reminded = await world.database.sql(
      `select from xinqiao.change_offer where appointment_id = $1 and kind = 'absence' and status = 'open'`,
      [weekLater],
    );
    expect(reminded).toHaveLength(1);
    await world.settle();
  });

  it('keeps its student from nothing, however soon it would begin, and what is agreed on by phone is entered', async () => {
    const student = await world.acquainted();
    const [clock] = await world.database.sql<{ at: Date }>(
      `select date_trunc('hour', xinqiao.app_now()) + interval '4 hours' as at`,
    );
    const start = clock?.at ?? new Date();
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start, '1 minute');
    const [teacher] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师甲'`,
    );
    const enters = (slot: string) =>
      desk.press({ action: `/console/appointments/${id}/offer`, label: '改到这个时间' }, { slot });
    await desk.open(`/console/appointments/${id}/change`);
    expect(desk.text()).not.toMatch(/电话里约好的时间/);
    const day = new Date(start.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    await desk.open(`/console/appointments/absence?staff=${teacher?.id}&day=${day}&part=day`);
    await desk.press({ action: '/console/appointments/absence', label: '确认，并告诉这些同学' });
    await world.settle();
    await student.hears(/抱歉，您预约的 .*老师来不了了/);

    student.says('我的预约');
    await student.hears(/测试老师甲[\s\S]*老师那时来不了，可以改时间或取消/);
    student.taps(student.choices().find((label) => /^改时间/.test(label)) ?? '');
    await student.hearsUntil(/哪一天/);
    student.taps('回到菜单');
    await student.hears(/./);
    student.says('预约');
    await student.hears(/单独问你/);
    student.taps('同意');
    await student.hearsUntil(/还是测试老师甲吗/);
    student.says('菜单');
    await student.hears(/./);

    await desk.open('/console/appointments/changes');
    const link = `/console/appointments/${id}/change`;
    expect(desk.html()).toContain(`href="${link}"`);
    await desk.press({ action: '/console/appointments/changes/', label: '已电话联系' });
    await desk.open(link);
    expect(desk.text()).toMatch(/电话里约好的时间/);
    await enters('');
    expect(desk.text()).toMatch(/约定的时间：还没有选/);
    // Any day that can be booked may be agreed on.
    const lastDay = (await atHour(world, 13, 12)).toISOString().slice(0, 10);
    await desk.open(`${link}?day=${lastDay}`);
    const slots = [...desk.html().matchAll(/<option value="([^"]+)">([^<]*) 测试老师乙[^<]*</g)];
    const [, slot = '', label = ''] = slots.at(-1) ?? [];
    expect(label).toContain(sayDay(await atHour(world, 13, 12)));
    await enters(slot);
    await world.settle();
    const hour = /\d\d:\d\d/.exec(label)?.[0] ?? 'none';
    await student.hears(new RegExp(`照电话里说好的，您原来 .* 的预约改到：.*${hour}–.*测试老师乙`));
    expect(student.file()?.text).toMatch(new RegExp(`UID:${id}@xinqiao\r\nSEQUENCE:2\r\n`));
    await colleague.hears(/的同学改到/);
    await front.hears(/的同学改到/);
    expect(
      await world.database.sql(
        `select status from xinqiao.appointment where id = $1 or moved_from = $1 order by made_at desc`,
        [id],
      ),
    ).toEqual([{ status: 'cancelled' }, { status: 'booked' }]);
    await desk.pressAgain();
    expect(desk.text()).toMatch(/没有改：同学已经自己选好，或者这个预约已经取消/);
  });

  it('does not forget what they lead: the page, the desk and the activity say so', async () => {
    const leaderId = await addMember(world, '测试老师戊', 'counsellor');
    const title = '样例成长小组';
    const { id, startsAt } = await openActivity(world, '4711', { leaderId, title });
    const day = new Date(startsAt.getTime() + hoursMs(8)).toISOString().slice(0, 10);
    const own = await world.signedIn('测试老师戊');
    await own.open(`/console/appointments/absence?staff=${leaderId}&day=${day}&part=day`);
    expect(own.text()).toMatch(/没有约好的同学，但有活动[\s\S]*要带领 1 次活动[\s\S]*样例成长小组/);
    expect(own.html()).toContain(`href="/console/activities/${id}"`);
    await own.press({ action: '/console/appointments/absence', label: '这段时间不接预约' });
    await own.pressAgain();
    await world.settle();
    expect(await front.hears(/有老师请了假，那时要带领的活动还在/)).not.toMatch(/样例/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/带领老师来不了的活动（1）[\s\S]*样例成长小组 （测试老师戊 带领）/);
    await desk.open('/console/availability');
    expect(desk.text()).toMatch(/里面要带领 1 次活动，没有动[\s\S]*样例成长小组/);
    await desk.open(`/console/activities/${id}`);
    expect(desk.text()).toMatch(/测试老师戊 请假：同一位带领老师/);

    // Whoever runs the program learns of hours, not of activities.
    await addMember(world, '测试管理员戊', 'administrator');
    const admin = await world.signedIn('测试管理员戊');
    await admin.open('/console/availability');
    expect(admin.text()).not.toMatch(/次活动|样例成长小组/);
    const path = `/console/staff/${leaderId}/revoke`;
    await admin.open(path);
    await admin.press({ action: path, label: '停用 测试老师戊' });
    await world.settle();
    expect(await front.hears(/测试老师戊带领的活动还在/)).not.toMatch(/约好的同学已经收到/);
    await desk.open(`/console/activities/${id}`);
    expect(desk.text()).toMatch(/测试老师戊 已停用/);
    await desk.open(`/console/activities/${id}/cancel`);
    await desk.press({ action: `/console/activities/${id}/cancel`, label: '确认取消' });
    await desk.open('/console/appointments/changes');
    expect(desk.text()).not.toMatch(/带领老师来不了/);
  });

  it('names what is booked in a room that was retired, with the way to another time', async () => {
    await world.acquainted();
    const address = await lastAddress(world, 'telegram');
    const id = await booked(world, address, '测试老师乙', await atHour(world, 12, 10), '20 days');
    await desk.open('/console/appointments/changes');
    expect(desk.text()).not.toMatch(/房间停用/);
    await world.database.sql(
      `update xinqiao.room set retired_at = xinqiao.app_now() where name = '测试老师乙的房间'`,
    );
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/10:00 测试老师乙 · 房间停用 改期或取消/);
    expect(desk.html()).toContain(`href="/console/appointments/${id}/change"`);
  });
});
