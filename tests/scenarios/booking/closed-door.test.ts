import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBookingPageDesk } from '../../../src/conversation/student/booking-page.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('a counsellor who cannot come, read of at the closed door', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let colleague: TelegramPerson;
  let head: TelegramPerson;
  let front: TelegramPerson;
  let desk: Visitor;
  beforeAll(async () => {
    world = await startWorld({ wechat: { replies: 5 } });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    colleague = await world.responder('测试老师乙', ['counsellor'], false);
    for (const name of ['测试老师甲', '测试老师乙']) await opensHours(world, name);
    head = await world.responder('测试主任', ['centre-head'], false);
  });
  afterAll(() => world.close());

  const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);
  const idOf = async (name: string): Promise<string> =>
    (
      await world.database.sql<{ id: string }>('select id from xinqiao.staff_member where name = $1', [name])
    )[0]?.id ?? '';
  /** A sign-in does not last for days. */
  const comesToDesk = async (): Promise<void> => {
    desk = await world.signedIn('测试前台');
    await front.hears(/登录链接/);
  };
  const opens = async (start: Date, part: string): Promise<void> => {
    const day = new Date(start.getTime() + 8 * HOUR_MS).toISOString().slice(0, 10);
    const staff = await idOf('测试老师甲');
    await desk.open(`/console/appointments/absence?staff=${staff}&day=${day}&part=${part}`);
  };
  const closes = async (start: Date, part: string): Promise<void> => {
    await opens(start, part);
    await desk.press({ action: '/console/appointments/absence', label: '确认，并告诉这些同学' });
    await world.settle();
  };

  it('tells the centre head where no booking desk is, and says so on the pages', async () => {
    const leaver = await world.responder('测试老师丙', ['counsellor'], false);
    await opensHours(world, '测试老师丙');
    const student = await world.acquainted();
    await booked(world, await lastAddress(world, 'telegram'), '测试老师丙', await atHour(world, 3, 10));
    await addMember(world, '测试管理员', 'administrator');
    const admin = await world.signedIn('测试管理员');
    const path = `/console/staff/${await idOf('测试老师丙')}/revoke`;
    await admin.open(path);
    await admin.press({ action: path, label: '停用 测试老师丙' });
    await world.settle();
    await leaver.hears(/停用/);
    await student.hears(/10:00–11:00，老师来不了了/);
    expect(await head.hears(/测试老师丙不再接待预约[\s\S]*没有能收到消息的前台/)).not.toMatch(/10:00/);
    const page = await world.signedIn('测试主任');
    await head.hears(/登录/);
    await page.open('/console/appointments/changes');
    expect(page.text()).toMatch(/中心还没有前台[\s\S]*要打电话 1 等同学回复 0/);
    expect(page.text()).not.toMatch(/10:00/);
    await page.open('/console/status');
    expect(page.text()).toMatch(/预约前台 没有人/);
    student.taps('取消预约');
    await student.hears(/要取消/);
    student.taps('确定取消');
    await student.hears(/取消了/);
    await head.hears(/新进展[\s\S]*没有能收到消息的前台/);

    front = await world.responder('测试前台', ['staff'], false);
    await comesToDesk();
    await page.open('/console/status');
    expect(page.text()).toMatch(/预约前台 有人/);
    await page.open('/console/appointments/changes');
    expect(page.text()).not.toMatch(/中心还没有前台/);
  });

  it('gives another time on WeChat to whoever answers five minutes after the old one began', async () => {
    const student = await world.anybody('wechat');
    const start = await atHour(world, 1, 10);
    await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', start);
    await passUntil(world, minutesAfter(start, -15));
    await comesToDesk();
    await closes(start, 'day');
    await passUntil(world, minutesAfter(start, 5));
    await front.hears(/老师来不了，到时间了同学还没有选别的时间。请打电话/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/请打电话（1）[\s\S]*记下约定的时间/);
    await student.hears(/10:00–11:00，老师来不了了/);
    await student.picks('选别的时间');
    await student.hears(/这些时间有空/);
    await student.picks(/ 测试老师乙/);
    await student.hears(/改好了：.*，测试老师乙/);
    await front.hears(/改期：.*10:00 的同学改到/);
    await colleague.hears(/改期：.*10:00 的同学改到/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).not.toMatch(/请打电话/);
  });

  it('can be answered on the web page where the day was closed after the start', async () => {
    const student = await world.anybody('web');
    const start = await atHour(world, 3, 10);
    const addressId = await lastAddress(world, 'web');
    await booked(world, addressId, '测试老师甲', start);
    await passUntil(world, minutesAfter(start, 5));
    await comesToDesk();
    await opens(start, 'day');
    expect(desk.text()).toMatch(/其中 1 位的时间已经开始，也没有签到/);
    await closes(start, 'day');
    await student.hears(/10:00–11:00，老师来不了了/);
    // The page with the calendar allows what the conversation allows.
    const [own] = await world.database.sql<{ contactId: string }>(
      'select contact_id as "contactId" from xinqiao.address where id = $1',
      [addressId],
    );
    const week = await createBookingPageDesk(world.office).week(
      { addressId, contactId: own?.contactId ?? '' },
      null,
      null,
    );
    expect(week.appointments).toMatchObject([{ closed: true, mayMove: true }]);
    await student.says('我的预约');
    await student.hears(/老师那时来不了，可以改时间或取消/);
    expect(student.choices().join()).not.toMatch(/到了/);
    await student.picks(/^改时间/);
    await student.hears(/换个时间/, /哪一天/);
    await student.says('我的预约');
    await student.hears(/老师那时来不了/);
    await student.picks(/^取消 /);
    await student.hears(/要取消/);
    await student.picks('确定取消');
    await student.hears(/已经取消了/);
    await world.settle();
    await desk.open('/console/appointments/changes');
    expect(desk.text()).not.toMatch(/请打电话/);
  });

  it('still helps after the old time is over, for a week; staff enter what they agreed on then', async () => {
    const [late, silent, phoned] = [
      await world.acquainted(),
      await world.acquainted(),
      await world.acquainted(),
    ];
    const rows = await world.database.sql<{ id: string }>(
      `select id from xinqiao.address where channel = 'telegram' order by made_at desc limit 3`,
    );
    const start = await atHour(world, 3, 10);
    const ids: string[] = [];
    for (const [index, { id }] of rows.reverse().entries())
      ids.push(await booked(world, id, '测试老师甲', minutesAfter(start, index * 60)));
    await passUntil(world, minutesAfter(start, -60));
    await comesToDesk();
    await closes(start, 'day');
    for (const student of [late, silent, phoned]) await student.hears(/老师来不了了/);
    await passUntil(world, minutesAfter(start, 200));
    for (const _ of ids) await front.hears(/老师来不了，到时间了同学还没有选别的时间。请打电话/);
    late.taps('选别的时间');
    await late.hears(/这些时间有空/);
    late.taps(late.choices().find((label) => /测试老师乙/.test(label)) ?? '');
    await late.hears(/改好了/);
    await front.hears(/改期：/);
    await colleague.hears(/改期：/);
    const link = `/console/appointments/${ids[2]}/change`;
    await desk.open(link);
    expect(desk.text()).toMatch(/电话里约好的时间/);
    expect(desk.text()).not.toMatch(/中心取消|已经不能改了/);
    const [, slot = ''] = /<option value="([^"]+)">[^<]*测试老师乙/.exec(desk.html()) ?? [];
    await desk.press({ action: `/console/appointments/${ids[2]}/offer`, label: '改到这个时间' }, { slot });
    await phoned.hears(/照电话里说好的/);
    await front.hears(/改期：/);
    await colleague.hears(/改期：/);
    await passUntil(world, minutesAfter(start, 60 + 7 * 24 * 60 + 5));
    silent.taps('取消预约');
    await silent.hears(/已经不用回复了/);
  });

  it('is not said twice, nor to whoever sits in the session that runs', async () => {
    const start = await atHour(world, 3, 10);
    const morning = await world.acquainted();
    const first = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    const sits = await world.acquainted();
    const id = await booked(
      world,
      await lastAddress(world, 'telegram'),
      '测试老师甲',
      minutesAfter(start, 4 * 60),
    );
    await passUntil(world, minutesAfter(start, -60));
    await comesToDesk();
    await closes(start, 'morning');
    await morning.hears(/老师来不了了/);
    await desk.open('/console/appointments/changes');
    const offers = () =>
      world.database.sql<{ id: string; status: string }>(
        'select id, status from xinqiao.change_offer where appointment_id = any($1)',
        [[first, id]],
      );
    const [offer] = await offers();
    await desk.press({ action: `/console/appointments/changes/${offer?.id}/`, label: '已电话联系' });
    await passUntil(world, minutesAfter(start, 4 * 60 - 5));
    sits.says('我的预约');
    await sits.hears(/你的预约/);
    sits.taps(sits.choices().find((label) => /到了/.test(label)) ?? '');
    await sits.hears(/./);
    await counsellor.hears(/14:00 的来访者到了/);
    await passUntil(world, minutesAfter(start, 4 * 60 + 20));
    await opens(start, 'day');
    expect(desk.text()).toMatch(/这段时间没有要告诉的同学/);
    await desk.press({ action: '/console/appointments/absence', label: '这段时间不接预约' });
    await world.settle();
    for (const student of [morning, sits]) student.expectNothingMore();
    expect(await offers()).toEqual([{ id: offer?.id, status: 'phoned' }]);
  });
});
