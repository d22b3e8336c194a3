import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastAddress } from '../../support/booked.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { booksFirst, cancels, joins, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('so many appointments a term', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ booking: { perTermLimit: 1, missedLimit: 1, daysAheadAfterMissed: 2 } });
    await world.responder('测试老师甲', ['counsellor'], false);
    await passUntil(world, '09:00');
  });
  afterAll(() => world.close());

  /** What the desk records afterwards: their appointment was two days ago. */
  const became = (address: string, status: string) =>
    world.database.sql(
      `update xinqiao.appointment set status = $2, during = tstzrange(
         lower(during) - interval '5 days', upper(during) - interval '5 days')
       where address_id = $1 and status = 'booked'`,
      [address, status],
    );

  async function asksAgain(student: TelegramPerson): Promise<void> {
    student.says('预约');
    await student.hears(/还是测试老师甲吗/);
    student.taps('都可以');
  }

  async function moves(student: TelegramPerson): Promise<void> {
    student.says('我的预约');
    await student.hears(/你的预约/);
    student.taps(student.choices().find((label) => label.startsWith('改')) ?? '');
    await student.hearsUntil(/哪一天/);
    student.says('1');
    await student.hears(/几点合适/);
    student.says('1');
    await student.hears(/想约哪位老师/);
    student.says('1');
    await student.hears(/先为你留/);
    student.taps('确认预约');
    await student.hears(/改好了/);
  }

  it('leaves the last one free to be moved, ends kindly, and never keeps anybody in care away', async () => {
    await openOnly(world, '测试老师甲', 3, ['10:00', '14:00']);
    const student = await world.acquainted();
    const address = await lastAddress(world, 'telegram');
    await booksFirst(student);
    await moves(student);
    await became(address, 'attended');

    await asksAgain(student);
    await student.hears(/次数用完了，不是不管你[\s\S]*12356/);
    student.says('候补');
    await student.hears(/候补也帮不上忙，不是不管你[\s\S]*12356/);

    student.says('我高中的时候想过自杀');
    await student.hears(/听起来你最近很不容易/);
    await asksAgain(student);
    await student.hears(/哪一天/);
  });

  it('says so under a button that stood there before', async () => {
    await openOnly(world, '测试老师甲', 3, ['10:00', '14:00', '16:00']);
    const student = await world.acquainted();
    const address = await lastAddress(world, 'telegram');
    await booksFirst(student);
    await cancels(student);
    const later = student.choices()[0] ?? '';
    await booksAgain(student);
    await became(address, 'attended');
    student.taps(later);
    await student.hears(/次数用完了/);
  });

  async function booksAgain(student: TelegramPerson): Promise<void> {
    student.says('预约');
    await student.hearsUntil(/哪一天/);
    student.says('1');
    await student.hears(/几点合适/);
    student.says('1');
    await student.hears(/想约哪位老师/);
    student.says('1');
    await student.hears(/先为你留/);
    student.taps('确认预约');
    await student.hears(/约好了/);
  }

  it('holds on the waiting list too, from which a consent that is taken back takes one off', async () => {
    await openOnly(world, '测试老师甲', 3, []);
    const limited = await world.acquainted();
    const address = await lastAddress(world, 'telegram');
    await joins(limited);
    // Used up since, elsewhere.
    await world.database.sql(
      `insert into xinqiao.appointment
         (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
       select gen_random_uuid(), a.contact_id, a.id, s.id, null,
         tstzrange(xinqiao.app_now() - interval '4 days', xinqiao.app_now() - interval '95 hours'), 'attended',
         xinqiao.app_now() - interval '9 days', xinqiao.app_now() - interval '9 days'
       from xinqiao.address a, xinqiao.staff_member s where a.id = $1 and s.name = '测试老师甲'`,
      [address],
    );
    const leaving = await world.acquainted();
    await joins(leaving);
    leaving.says('撤回同意');
    await leaving.hears(/不再同意我们记健康信息[\s\S]*候补也一起停了/);
    const waiting = await world.acquainted();
    await joins(waiting);

    await openOnly(world, '测试老师甲', 3, ['10:00']);
    await waiting.hears(/轮到你了/);
    expect(await world.database.sql('select status from xinqiao.waiting_list_entry order by number')).toEqual(
      [{ status: 'waiting' }, { status: 'left' }, { status: 'waiting' }],
    );
    expect(await world.database.sql('select outcome from xinqiao.slot_offer')).toEqual([{ outcome: null }]);
  });
});
