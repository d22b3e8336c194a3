import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import type { Anybody } from '../../support/anybody.ts';
import { asksForDays, choosesTime, confirms } from '../../support/booking-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { until } from '../../support/until.ts';
import { booksFirst, cancels, joins, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR = 3_600_000;

let world: World;
let counsellor: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true } });
  counsellor = await world.responder('测试老师甲', ['counsellor'], false);
});
afterAll(() => world.close());

describe.each(['wechat', 'web'] as const)('the waiting list on %s', (channel) => {
  let student: Anybody;
  let booked: TelegramPerson;
  beforeAll(async () => {
    await passUntil(world, '09:00');
    await openOnly(world, '测试老师甲', 3, ['10:00']);
    booked = await world.acquainted();
    await booksFirst(booked);
    student = await world.anybody(channel);
    await student.says('候补');
    await student.hears(/单独问你/);
    await student.picks('同意');
    await student.hears(/已记下你的同意/, /候补不是急救/, /你的意愿/);
    await student.picks('就这样，登记');
    await student.hears(/登记好了/);
  });

  const outcomes = (): Promise<{ outcome: string | null }[]> =>
    world.database.sql(
      `select o.outcome from xinqiao.slot_offer as o
         join xinqiao.waiting_list_entry as e on e.id = o.entry_id
         join xinqiao.address as a on a.id = e.address_id
       where a.channel = $1 order by o.offered_at`,
      [channel],
    );

  it('offers a freed time, takes it back after three hours, and keeps the place', async () => {
    await cancels(booked);
    await student.hears(/轮到你了[\s\S]*10:00–10:50/);
    await world.pass(3 * HOUR);
    await student.hears(/没有等到你的回复[\s\S]*位子还在/);
    expect(await outcomes()).toEqual([{ outcome: 'expired' }]);
    await student.says('候补');
    await student.hears(/最前面/);
  });

  it('keeps for them what becomes free at night, and asks in the morning; who has had enough leaves', async () => {
    await passUntil(world, '22:00');
    await openOnly(world, '测试老师甲', 3, ['15:00']);
    await until('the offer', async () => (await outcomes()).length === 2);
    const other = await world.acquainted();
    other.says('预约');
    await other.hears(/单独问你/);
    other.taps('同意');
    await other.hearsUntil(/最近都约满了/);
    await passUntil(world, '08:00');
    await student.hears(/轮到你了[\s\S]*15:00–15:50[\s\S]*11:0\d/);
    await student.picks('先不等了');
    await student.hears(/不再候补了/);
    expect(await outcomes()).toEqual([{ outcome: 'expired' }, { outcome: 'withdrawn' }]);
  });

  it('puts somebody first whom a counsellor calls urgent, for a reason', async () => {
    await openOnly(world, '测试老师甲', 3, ['16:00']);
    const booked = await world.acquainted();
    await booksFirst(booked);
    const ahead = await world.acquainted();
    await joins(ahead);
    await student.says('候补');
    await student.hears(/候补不是急救/, /你的意愿/);
    await student.picks('就这样，登记');
    await student.hears(/前面还有 1 位/);
    const [row] = await world.database.sql<{ id: string }>(
      `select e.id from xinqiao.waiting_list_entry as e join xinqiao.address as a on a.id = e.address_id
       where a.channel = $1 and e.status = 'waiting' order by e.number desc limit 1`,
      [channel],
    );
    const browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    await browser.open('/console/waiting-list');
    const urgent = { action: `/console/waiting-list/${row?.id}/urgent`, label: '标为紧急' };
    await browser.press(urgent, { reason: '评估后需要尽快见' });
    await cancels(booked);
    await student.hears(/轮到你了[\s\S]*16:00–16:50/);
    await student.picks('先不等了');
    await student.hears(/不再候补了/);
    await ahead.hears(/轮到你了/);
    ahead.taps('先不等了');
    await ahead.hears(/不再候补了/);
    await openOnly(world, '测试老师甲', 3, []);
  });

  it('takes back what it offers of a counsellor who leaves, says so, and goes on', async () => {
    const name = `测试老师 ${channel}`;
    const leaver = await world.responder(name, ['counsellor'], false);
    await openOnly(world, name, 3, ['10:00']);
    const booked = await world.acquainted();
    await booksFirst(booked);
    await joinsAgain();
    await cancels(booked);
    await student.hears(new RegExp(`轮到你了[\\s\\S]*${name}`));
    const [{ id } = { id: '' }] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.staff_member where name = $1',
      [name],
    );
    await createStaffDesk(world.office).revoke(OPERATOR, id);
    await leaver.hears(/停用/);
    await world.pass(HOUR / 60);
    await student.hears(/这个时间不再有了。你的位子还在/);
    await openOnly(world, '测试老师甲', 3, ['11:00']);
    await student.hears(/轮到你了[\s\S]*测试老师甲[\s\S]*11:00–11:50/);
    await student.picks('先不等了');
    await student.hears(/不再候补了/);
  });

  it('is open to whoever is in care beside what they have booked, and ends with the consent', async () => {
    await openOnly(world, '测试老师甲', 3, ['15:00']);
    await asksForDays(student, false);
    await choosesTime(student);
    await confirms(student);
    await student.says('候补');
    await student.hears(/已经约好了一次，先不用候补/);
    await student.says('我高中的时候想过自杀');
    await student.hears(/听起来你最近很不容易/);
    await joinsAgain();
    await openOnly(world, '测试老师甲', 3, ['15:00', '16:00']);
    await student.hears(/轮到你了[\s\S]*16:00–16:50/);
    await student.says('撤回同意');
    await student.hears(/不再同意我们记健康信息[\s\S]*候补也一起停了/);
    expect((await outcomes()).at(-1)).toEqual({ outcome: 'withdrawn' });
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
    await openOnly(world, '测试老师甲', 3, []);
  });

  async function joinsAgain(): Promise<void> {
    await student.says('候补');
    await student.hears(/候补不是急救/, /你的意愿/);
    await student.picks('就这样，登记');
    await student.hears(/登记好了/);
  }
});
