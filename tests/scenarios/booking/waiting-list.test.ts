import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMember } from '../../support/campaign-world.ts';
import { booksFirst, cancels, joins, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR = 3_600_000;

describe('the waiting list', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    await world.responder('测试老师甲', ['counsellor'], false);
    await passUntil(world, '09:00');
  });
  afterEach(() => world.close());

  it('offers a freed time to the first, after three hours to the next, who takes it', async () => {
    await openOnly(world, '测试老师甲', 3, ['10:00']);
    const booked = await world.acquainted();
    await booksFirst(booked);
    const first = await world.acquainted();
    expect(await joins(first)).toMatch(/现在你排在最前面/);
    const second = await world.acquainted();
    expect(await joins(second)).toMatch(/前面还有 1 位/);

    await cancels(booked);
    await first.hears(
      /轮到你了[\s\S]*测试老师甲[\s\S]*10:00–10:50[\s\S]*测试谈话室[\s\S]*12:0\d[\s\S]*12356/,
    );
    expect(first.choices()).toEqual(['就要这个时间', '不要这个', '先不等了']);
    // Nobody else gets it meanwhile.
    booked.says('预约');
    await booked.hears(/最近都约满了/);
    second.says('候补');
    await second.hears(/前面还有 1 位/);

    await world.pass(3 * HOUR);
    await first.hears(/没有等到你的回复[\s\S]*位子还在/);
    await second.hears(/轮到你了/);
    second.taps('就要这个时间');
    await second.hears(/先为你留 20 分钟/);
    // Doubled: the same hold, once.
    second.taps('就要这个时间');
    await second.hears(/先为你留 20 分钟/);
    second.taps('确认预约');
    await second.hears(/约好了/);
    first.taps('就要这个时间');
    await first.hears(/已经不再为你留了/);
    second.taps('不要这个');
    await second.hears(/已经是你的了/);
    expect(await world.database.sql('select outcome from xinqiao.slot_offer order by offered_at')).toEqual([
      { outcome: 'expired' },
      { outcome: 'accepted' },
    ]);
    expect(await world.database.sql('select status from xinqiao.waiting_list_entry order by number')).toEqual(
      [{ status: 'waiting' }, { status: 'booked' }],
    );
    expect(await world.database.sql('select status from xinqiao.appointment order by made_at')).toEqual([
      { status: 'cancelled' },
      { status: 'booked' },
    ]);
  });

  it('asks nobody at night, and gives what is declined to the next at once', async () => {
    await openOnly(world, '测试老师甲', 3, ['10:00', '14:00']);
    const [one, other] = [await world.acquainted(), await world.acquainted()];
    await booksFirst(one);
    await booksFirst(other);
    const first = await world.acquainted();
    await joins(first);
    const second = await world.acquainted();
    await joins(second);

    await passUntil(world, '20:30');
    await cancels(one);
    // One hour this evening, two tomorrow morning.
    await first.hears(/轮到你了[\s\S]*10:00–10:50[\s\S]*为你留到 .*周.* 10:0\d/);
    await passUntil(world, '21:40');
    await cancels(other);
    await passUntil(world, '23:00');
    second.expectNothingMore();
    await passUntil(world, '08:00');
    await second.hears(/轮到你了[\s\S]*14:00–14:50[\s\S]*11:0\d/);
    second.taps('先不等了');
    await second.hears(/不再候补了/);
    first.taps('不要这个');
    await first.hears(/让给别的同学/, /轮到你了[\s\S]*14:00–14:50/);
    second.taps('就要这个时间');
    await second.hears(/不再有了|已经不在了/);
    await passUntil(world, '11:30');
    await first.hears(/没有等到你的回复/);
  });

  it('takes back what it offers of a counsellor who leaves, says so, and goes on with the next', async () => {
    const leaver = await world.responder('测试老师乙', ['counsellor'], false);
    await openOnly(world, '测试老师乙', 3, ['10:00']);
    const booked = await world.acquainted();
    await booksFirst(booked);
    const first = await world.acquainted();
    await joins(first);
    await cancels(booked);
    await first.hears(/轮到你了[\s\S]*测试老师乙/);
    const [{ id } = { id: '' }] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师乙'`,
    );
    await addMember(world, '测试管理员', 'administrator');
    const admin = await world.signedIn('测试管理员');
    await admin.open(`/console/staff/${id}/revoke`);
    await admin.press({ action: `/console/staff/${id}/revoke`, label: '停用 测试老师乙' });
    // Nobody lets time pass: what a round would find is found at once.
    await leaver.hears(/停用/);
    await first.hears(/这个时间不再有了。你的位子还在/);
    first.taps('就要这个时间');
    await first.hears(/这个时间不再有了/);
    await openOnly(world, '测试老师甲', 3, ['11:00']);
    await first.hears(/轮到你了[\s\S]*测试老师甲[\s\S]*11:00–11:50/);
    first.taps('就要这个时间');
    await first.hears(/先为你留 20 分钟/);
    first.taps('确认预约');
    await first.hears(/约好了/);
  });

  it('waits for anybody once the counsellor they wait for has left, and says so to them once', async () => {
    const leaver = await world.responder('测试老师乙', ['counsellor'], false);
    await addMember(world, '测试前台', 'staff');
    await openOnly(world, '测试老师甲', 3, ['10:00']);
    const booked = await world.acquainted();
    await booksFirst(booked);
    const [{ id } = { id: '' }] = await world.database.sql<{ id: string }>(
      `insert into xinqiao.availability_rule (id, staff_id, weekday, mode, from_minute, to_minute, session_minutes,
         valid_from, valid_to, sample)
       select gen_random_uuid(), s.id, 1, 'online', 660, 710, 50, '2099-01-01', null, false
       from xinqiao.staff_member s where s.name = '测试老师乙' returning staff_id as id`,
    );
    const student = await world.acquainted();
    student.says('预约');
    await student.hears(/单独问你/);
    student.taps('同意');
    await student.hearsUntil(/最近都约满了/);
    student.taps('候补登记');
    await student.hears(/候补不是急救/, /你的意愿/);
    student.taps('哪位老师');
    await student.hears(/哪位老师，选一个/);
    student.taps('测试老师乙');
    await student.hears(/哪位老师：测试老师乙/);
    student.taps('就这样，登记');
    await student.hears(/登记好了/);
    const front = await world.signedIn('测试前台');
    await front.open('/console/waiting-list');
    expect(front.text()).toMatch(/候补号 1 测试老师乙/);

    await createStaffDesk(world.office).revoke(OPERATOR, id);
    await leaver.hears(/停用/);
    await world.pass(HOUR / 60);
    await student.hears(/那位老师现在不再接待[\s\S]*位子不变/);
    await world.pass(HOUR);
    student.expectNothingMore();
    await front.open('/console/waiting-list');
    expect(front.text()).toMatch(/候补号 1 都可以[\s\S]*原来想要的老师或条件中心现在没有了/);
    await cancels(booked);
    await student.hears(/轮到你了[\s\S]*测试老师甲/);
  });
});

describe('somebody in care', () => {
  it('may wait for another time beside what they have booked', async () => {
    const world = await startWorld();
    await world.responder('测试老师甲', ['counsellor'], false);
    await passUntil(world, '09:00');
    await openOnly(world, '测试老师甲', 3, ['10:00']);
    const student = await world.acquainted();
    await booksFirst(student);
    student.says('候补');
    await student.hears(/已经约好了一次，先不用候补/);
    student.says('我高中的时候想过自杀');
    await student.hears(/听起来你最近很不容易/);
    student.says('候补');
    await student.hears(/候补不是急救/, /你的意愿/);
    student.taps('就这样，登记');
    await student.hears(/登记好了/);
    // What they call off themselves is not offered to them again.
    await cancels(student);
    await openOnly(world, '测试老师甲', 3, ['10:00', '16:00']);
    await student.hears(/轮到你了[\s\S]*16:00–16:50/);
    student.taps('就要这个时间');
    await student.hears(/先为你留 20 分钟/);
    student.taps('确认预约');
    await student.hears(/约好了/);
    await world.close();
  });
});

describe('an offer to somebody who has never come', () => {
  it('is held while they read what a first visit needs, and then booked', async () => {
    const firstVisit = { consent: true, form: false, identity: { required: false } };
    const world = await startWorld({ firstVisit });
    await world.responder('测试老师甲', ['counsellor'], false);
    await passUntil(world, '09:00');
    await openOnly(world, '测试老师甲', 3, []);
    const student = await world.acquainted();
    await joins(student);
    await openOnly(world, '测试老师甲', 3, ['10:00']);
    await student.hears(/轮到你了/);
    student.taps('就要这个时间');
    await student.hears(/知情同意书（1\/4）/);
    for (const page of [/2\/4/, /3\/4/, /你同意吗/]) {
      student.taps('下一页');
      await student.hears(page);
    }
    student.taps('同意');
    await student.hears(/已记下你的同意/, /先为你留 20 分钟|为你留到/);
    student.taps('确认预约');
    await student.hears(/约好了/);
    expect(await world.database.sql('select outcome from xinqiao.slot_offer')).toEqual([
      { outcome: 'accepted' },
    ]);
    await world.close();
  });
});
