import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

describe('another time, offered by staff', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let browser: Visitor;
  beforeAll(async () => {
    world = await startWorld();
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await opensHours(world, '测试老师甲');
    browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
  });
  afterAll(() => world.close());

  const row = async (id: string): Promise<{ status: string; hour: number } | undefined> =>
    (
      await world.database.sql<{ status: string; hour: number }>(
        `select status, extract(hour from lower(during) at time zone 'Asia/Shanghai')::int as hour
         from xinqiao.appointment where id = $1`,
        [id],
      )
    )[0];
  const upcoming = async (): Promise<{ day: string; hour: number }[]> =>
    world.database.sql(
      `select (lower(during) at time zone 'Asia/Shanghai')::date::text as day,
         extract(hour from lower(during) at time zone 'Asia/Shanghai')::int as hour
       from xinqiao.appointment where status = 'booked' and address_id = $1 and lower(during) > xinqiao.app_now()`,
      [await lastAddress(world, 'telegram')],
    );

  /** A student with an appointment, and an offer of two times of the day after. */
  async function offered(
    hour: number,
    zone: string | null = null,
    days = 3,
  ): Promise<{ student: TelegramPerson; id: string; start: Date }> {
    const student = await world.acquainted();
    await world.database.sql('update xinqiao.address set time_zone = $2 where id = $1', [
      await lastAddress(world, 'telegram'),
      zone,
    ]);
    const start = await atHour(world, days, hour);
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await browser.open(`/console/appointments/${id}/change`);
    expect(browser.text()).toMatch(/14:00 测试老师甲 · 测试老师甲的房间/);
    const slots = [...browser.html().matchAll(/name="slot" value="([^"]+)"\/?>([^<]*)</g)];
    const slot = slots.find(([, , label]) => label?.includes('14:00'))?.[1] ?? '';
    await browser.press(
      { action: `/console/appointments/${id}/offer` },
      { slot, cause: 'room', line: '很抱歉' },
    );
    await student.hears(
      /那时的房间不能用，想和您商量换一个时间[\s\S]*老师留言：很抱歉[\s\S]*不回复，原来的时间不变/,
    );
    return { student, id, start };
  }

  it('moves the appointment when the student accepts; a double tap says so', async () => {
    const { student, id } = await offered(10);
    expect(await row(id)).toEqual({ status: 'booked', hour: 10 });
    const [first = ''] = student.choices();
    student.taps(first);
    await student.hears(/改好了：.*14:00–15:00，测试老师甲/);
    await counsellor.hears(/改期：.*10:00 的同学改到 .*14:00/);
    student.taps(first);
    await student.hears(/已经改好了：.*14:00/);
    expect(await row(id)).toEqual({ status: 'cancelled', hour: 10 });
    expect(await upcoming()).toMatchObject([{ hour: 14 }]);
  });

  it('is said by both clocks to a student abroad, and stands in the calendar file', async () => {
    const { student } = await offered(9, 'America/New_York');
    const [first = ''] = student.choices();
    expect(first).toMatch(/^北京时间 .*14:00 · 当地 .*0[01]:00 测试老师甲 · 测试老师甲的房间$/);
    student.taps(first);
    await student.hears(/改好了：北京时间 .*14:00–15:00 · 当地 .*，测试老师甲[\s\S]*\/calendar\//);
    expect(student.file()?.text).toMatch(/DTSTART:\d{8}T060000Z\r\n/);
    await counsellor.hears(/改期：\S+ \S+ 09:00 的同学改到 .*14:00/);
    student.taps(first);
    await student.hears(/已经改好了：北京时间 .*14:00 · 当地/);
  });

  it('may be of any day ahead, though one list does not hold all of them', async () => {
    const student = await world.acquainted();
    const start = await atHour(world, 3, 13);
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await browser.open(`/console/appointments/${id}/change`);
    const days = [...browser.html().matchAll(/<option value="(\d{4}-\d\d-\d\d)">([^<]*)/g)];
    const [, day = '', label = ''] = days.at(-1) ?? [];
    const date = label.split(' ')[0] ?? '';
    // The last of fourteen that can be booked, today among them.
    const lastDay = await atHour(world, 13, 12);
    expect(day).toBe(lastDay.toISOString().slice(0, 10));
    expect(browser.text()).not.toContain(`${date} 1`);
    await browser.open(`/console/appointments/${id}/change?day=${day}`);
    const [, slot = ''] = /name="slot" value="([^"]+)"\/?>/.exec(browser.html()) ?? [];
    await browser.press({ action: `/console/appointments/${id}/offer` }, { slot, cause: 'room', line: '' });
    await student.hears(/想和您商量换一个时间/);
    expect(student.choices()[0]).toContain(date);
    student.taps('保持原时间');
    await student.hears(/好，时间不变/);
    await counsellor.hears(/想保持原时间/);
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where id = $1`, [id]);
  });

  it('lets the student look for another one, and says the truth about one that is gone', async () => {
    const { student } = await offered(11);
    student.taps('选别的时间');
    await student.hears(/这些时间有空/);
    const [gone = '', next = ''] = student.choices();
    const rival = await world.acquainted();
    const hour = Number(/(\d\d):00/.exec(gone)?.[1]);
    const days = await world.database.sql<{ starts_at: Date }>(
      `select s.starts_at from xinqiao.change_offer_slot as s
       join xinqiao.change_offer as o on o.id = s.offer_id and o.status = 'open' and s.page > 0
       order by s.place limit 1`,
    );
    expect(hour).toBeGreaterThan(0);
    await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', days[0]?.starts_at ?? new Date());
    rival.expectNothingMore();
    student.taps(gone);
    await student.hears(/刚被约走了。这些还有空/);
    student.taps(next);
    await student.hears(/改好了/);
    await counsellor.hears(/改期：.* 的同学改到/);
  });

  it('is cancelled for a cause with times to take instead', async () => {
    const student = await world.acquainted();
    const id = await booked(
      world,
      await lastAddress(world, 'telegram'),
      '测试老师甲',
      await atHour(world, 5, 16),
    );
    await browser.open(`/console/appointments/${id}/change`);
    await browser.press({ action: `/console/appointments/${id}/call-off` }, { cause: 'campus' });
    await browser.pressAgain();
    await student.hears(
      /中心不得不取消：学校有统一安排[\s\S]*不算您取消[\s\S]*原来那一条可以删掉了[\s\S]*12356/,
    );
    student.taps(student.choices()[0] ?? '');
    await student.hears(/改好了/);
    await counsellor.hears(/的同学改到/);
    expect(await row(id)).toMatchObject({ status: 'cancelled' });
    expect(await upcoming()).toHaveLength(1);
  });

  it('leaves everything as it was when the student declines, or does not answer', async () => {
    const { student, id } = await offered(12);
    student.taps('保持原时间');
    await student.hears(/好，时间不变/);
    await counsellor.hears(/想保持原时间，没有变/);
    student.taps('选别的时间');
    await student.hears(/好，时间不变/);
    expect(await row(id)).toEqual({ status: 'booked', hour: 12 });

    const silent = await offered(13);
    // Those of the stories before would begin and end while this one waits, or not, by the hour of the run.
    await world.database.sql(
      `update xinqiao.appointment set status = 'cancelled', cancelled_at = xinqiao.app_now()
       where status = 'booked' and id <> $1`,
      [silent.id],
    );
    const [row0] = await world.database.sql<{ expires_at: Date }>(
      `select expires_at from xinqiao.change_offer where status = 'open'`,
    );
    const end = row0?.expires_at ?? new Date();
    await passUntil(world, new Date(end.getTime() - 4 * HOUR_MS));
    await silent.student.hears(/再问一声/);
    const late = silent.student.choices()[0] ?? '';
    await passUntil(world, end);
    await silent.student.hears(/商量已经结束，您预约的时间不变/);
    await counsellor.hears(
      /到时间没有回复，预约没有变[\s\S]*再提一个时间，或打电话：.*\/console\/appointments\/changes/,
    );
    silent.student.taps(late);
    await silent.student.hears(/商量已经结束/);
    expect(await row(silent.id)).toEqual({ status: 'booked', hour: 13 });
  });

  it('may be answered in 我的预约: hours before the start it is not late, and whoever asked hears it', async () => {
    await passUntil(world, await atHour(world, 1, 7));
    browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    const status = async (id: string) =>
      (
        await world.database.sql<{ status: string; late: boolean }>(
          `select o.status, a.cancelled_late as late from xinqiao.change_offer o
           join xinqiao.appointment a on a.id = o.appointment_id where a.id = $1`,
          [id],
        )
      )[0];
    const label = (student: TelegramPerson, like: RegExp): string =>
      student.choices().find((one) => like.test(one)) ?? '';

    const cancels = await offered(15, null, 0);
    const [first = ''] = cancels.student.choices();
    cancels.student.says('我的预约');
    await cancels.student.hears(/你的预约/);
    cancels.student.taps(label(cancels.student, /^取消/));
    await cancels.student.hears(/要取消 .*15:00.* 的预约吗/);
    cancels.student.taps('确定取消');
    await cancels.student.hears(/已经取消了，谢谢你提前说/);
    await counsellor.hears(/改期：.*15:00 的同学取消了预约/);
    expect(await status(cancels.id)).toEqual({ status: 'cancelled', late: false });
    cancels.student.taps(first);
    await cancels.student.hears(/取消了，不算您临时取消/);

    const moves = await offered(16, null, 0);
    moves.student.says('我的预约');
    await moves.student.hears(/你的预约/);
    moves.student.taps(label(moves.student, /^改时间/));
    await moves.student.hearsUntil(/哪一天/);
    moves.student.taps(label(moves.student, /还有/));
    await moves.student.hears(/几点合适/);
    moves.student.taps(label(moves.student, /17:00–/));
    await moves.student.hears(/想约哪位老师/);
    moves.student.says('1');
    await moves.student.hears(/单独问你/);
    moves.student.taps('同意');
    await moves.student.hearsUntil(/先为你留/);
    moves.student.taps('确认预约');
    await moves.student.hears(/改好了/);
    await counsellor.hears(/改期：.*16:00 的同学改到 .*17:00/);
    expect(await status(moves.id)).toEqual({ status: 'accepted', late: false });
    counsellor.expectNothingMore();
  });
});
