import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { choosesTime as choosesOther, opensOwn } from '../../support/booking-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

describe('what a student changes at the last moment', () => {
  let world: World;
  let counsellor: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld({
      reminders: { dayBefore: true, hourBefore: true, daySheetAt: '07:30' },
    });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await opensHours(world, '测试老师甲');
  });
  afterAll(() => world.close());

  const choice = (student: TelegramPerson, label: RegExp, last = false): string => {
    const found = student.choices().filter((one) => label.test(one));
    return (last ? found.at(-1) : found[0]) ?? '';
  };
  const row = async (id: string) =>
    (
      await world.database.sql<{ status: string; late: boolean }>(
        'select status, cancelled_late as late from xinqiao.appointment where id = $1',
        [id],
      )
    )[0];
  async function withAppointment(start: Date): Promise<{ student: TelegramPerson; id: string }> {
    const student = await world.acquainted();
    return { student, id: await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start) };
  }
  /** From the days on; the last day and the last time unless said otherwise. */
  async function choosesTime(student: TelegramPerson, day: 'first' | 'last', agrees = false): Promise<void> {
    student.taps(choice(student, /还有/, day === 'last'));
    await student.hears(/几点合适/);
    student.taps(choice(student, /\d\d:\d\d–/, true));
    await student.hears(/想约哪位老师/);
    student.says('1');
    if (agrees) {
      await student.hears(/单独问你/);
      student.taps('同意');
    }
    await student.hearsUntil(/先为你留/);
    student.taps('确认预约');
  }

  it('is late from the same moment on whichever way, said before and after, and never kept from the counsellor', async () => {
    const start = await atHour(world, 4, 10);
    const at = (hour: number): Date => new Date(start.getTime() + (hour - 10) * HOUR_MS);
    const moves = await withAppointment(start);
    const inMenu = await withAppointment(at(11));
    const late = await withAppointment(at(12));
    const lateInMenu = await withAppointment(at(13));

    // The day's reminder offers another time, and means it.
    await passUntil(world, at(10 - 24));
    await moves.student.hears(/提醒一下/);
    moves.student.taps('改时间');
    await moves.student.hearsUntil(/哪一天/);
    await choosesTime(moves.student, 'last', true);
    await moves.student.hears(/改好了，原来的时间已经让出来/);
    expect(await row(moves.id)).toMatchObject({ status: 'cancelled', late: false });

    // Twenty hours ahead nobody is late, in the menu neither.
    await passUntil(world, at(13 - 24));
    for (const { student } of [inMenu, late, lateInMenu]) await student.hears(/提醒一下/);
    await passUntil(world, at(11 - 20));
    inMenu.student.says('我的预约');
    await inMenu.student.hears(/你的预约/);
    inMenu.student.taps(choice(inMenu.student, /^取消/));
    await inMenu.student.hears(/要取消 .* 的预约吗/);
    inMenu.student.taps('确定取消');
    await inMenu.student.hears(/已经取消了[\s\S]*最近的空时间有/);
    expect(await row(inMenu.id)).toEqual({ status: 'cancelled', late: false });
    counsellor.expectNothingMore();

    // Eleven hours ahead they are, under the reminder too.
    await passUntil(world, at(1));
    late.student.taps('来不了（取消）');
    await late.student.hears(/来不了没关系[\s\S]*记成临时取消/);
    expect(late.student.choices()).toEqual(['告诉老师来不了', '不取消，会来']);
    late.student.taps('告诉老师来不了');
    await late.student.hears(/记下了是临时取消[\s\S]*最近的空时间有/);
    expect(late.student.choices()[0]).toMatch(/测试老师甲/);
    await counsellor.hears(/12:00–13:00 的同学来不了，已经取消/);
    expect(await row(late.id)).toEqual({ status: 'cancelled', late: true });
    lateInMenu.student.taps('改时间');
    await lateInMenu.student.hearsUntil(/不能改到别的时间/);
    await lateInMenu.student.hearsUntil(/你的预约/);
    lateInMenu.student.taps(choice(lateInMenu.student, /^取消/));
    await lateInMenu.student.hears(/来不了没关系/);
    lateInMenu.student.taps('告诉老师来不了');
    await lateInMenu.student.hears(/记下了是临时取消/);
    await counsellor.hears(/13:00–14:00 的同学来不了，已经取消/);
  });

  it('is asked again where the line is crossed between the question and the yes, and a held time is given back', async () => {
    const start = await atHour(world, 2, 14);
    const minutes = (from: number): Date => new Date(start.getTime() + from * 60_000);
    const { student, id } = await withAppointment(start);
    const moves = await world.anybody('web');
    const other = await booked(world, await lastAddress(world, 'web'), '测试老师甲', minutes(60));
    const reminded = await withAppointment(minutes(-60));
    await passUntil(world, minutes(-25 * 60));
    await reminded.student.hears(/提醒一下/);
    await passUntil(world, minutes(-24 * 60));
    await student.hears(/提醒一下/);
    await passUntil(world, minutes(-23 * 60));
    await moves.hears(/提醒一下/);

    await passUntil(world, minutes(-13 * 60 - 10));
    reminded.student.taps('来不了（取消）');
    await reminded.student.hears(/要取消 .* 的预约吗/);
    await passUntil(world, minutes(-13 * 60 + 5));
    reminded.student.taps('确定取消');
    await reminded.student.hears(/来不了没关系[\s\S]*记成临时取消/);
    expect(await row(reminded.id)).toEqual({ status: 'booked', late: false });
    reminded.student.taps('告诉老师来不了');
    await reminded.student.hears(/记下了是临时取消/);
    await counsellor.hears(/13:00–14:00 的同学来不了，已经取消/);

    await passUntil(world, minutes(-12 * 60 - 10));
    student.says('我的预约');
    await student.hears(/你的预约/);
    student.taps(choice(student, /^取消/));
    await student.hears(/要取消 .* 的预约吗/);
    await passUntil(world, minutes(-12 * 60 + 5));
    student.taps('确定取消');
    await student.hears(/来不了没关系[\s\S]*记成临时取消/);
    expect(await row(id)).toEqual({ status: 'booked', late: false });
    student.taps('告诉老师来不了');
    await student.hears(/记下了是临时取消/);
    await counsellor.hears(/14:00–15:00 的同学来不了，已经取消/);
    expect(await row(id)).toEqual({ status: 'cancelled', late: true });

    await passUntil(world, minutes(-11 * 60 - 2));
    await opensOwn(moves);
    await moves.picks(/^改时间/);
    await moves.hears(/换个时间/, /哪一天/);
    await choosesOther(moves, { day: -1 });
    await moves.hears(/单独问你/);
    await moves.picks('同意');
    await moves.hearsUntil(/先为你留/);
    await passUntil(world, minutes(-11 * 60 + 1));
    await moves.picks('确认预约');
    await moves.hears(/不能改到别的时间/, /你的预约/);
    expect(await row(other)).toEqual({ status: 'booked', late: false });
    expect(await world.database.sql(`select from xinqiao.appointment where status = 'held'`)).toEqual([]);
    await moves.picks(/^取消 /);
    await moves.hears(/来不了没关系/);
    await moves.picks('告诉老师来不了');
    await moves.hears(/记下了是临时取消/);
    await counsellor.hears(/15:00–16:00 的同学来不了，已经取消/);
  });

  it('is never late under a reminder where staff have asked for another time', async () => {
    const start = await atHour(world, 2, 14);
    const { student, id } = await withAppointment(start);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await student.hears(/提醒一下/);
    await passUntil(world, new Date(start.getTime() - 11 * HOUR_MS));
    await world.office.transactions.run(async ({ now, changeOffers }) => {
      const at = await now();
      const madeBy = (await changeOffers.booked(id))?.staffId ?? '';
      const expiresAt = new Date(at.getTime() + 3 * HOUR_MS);
      const offer = { id: randomUUID(), appointmentId: id, kind: 'change', cause: 'room', line: '' } as const;
      await changeOffers.offer({ ...offer, madeBy, now: at, expiresAt, times: [] });
    });
    await world.settle();
    await student.hears(/想和您商量换一个时间/);
    student.taps('来不了（取消）');
    await student.hears(/要取消 .*14:00.* 的预约吗/);
    student.taps('确定取消');
    await student.hears(/已经取消了/);
    await counsellor.hears(/改期：.*14:00 的同学取消了预约/);
    await world.settle();
    counsellor.expectNothingMore();
    expect(await row(id)).toEqual({ status: 'cancelled', late: false });
  });

  it('is never late, where the centre cannot keep the time itself and nobody has said so', async () => {
    const start = await atHour(world, 2, 14);
    const at = (hour: number): Date => new Date(start.getTime() + (hour - 14) * HOUR_MS);
    const { sql } = world.database;
    const cancels = await withAppointment(start);
    const moves = await withAppointment(at(15));
    const reminded = await withAppointment(at(18));
    await passUntil(world, at(18 - 24));
    for (const { student } of [cancels, moves, reminded]) await student.hears(/提醒一下/);
    await passUntil(world, at(3));
    await sql(
      `insert into xinqiao.availability_exception (id, staff_id, during, made_at)
       select gen_random_uuid(), id, tstzrange($1, $2, '[)'), xinqiao.app_now()
       from xinqiao.staff_member where name = '测试老师甲'`,
      [start, at(16)],
    );
    cancels.student.says('我的预约');
    await cancels.student.hears(/你的预约/);
    cancels.student.taps(choice(cancels.student, /^取消/));
    await cancels.student.hears(/要取消 .*14:00.* 的预约吗/);
    cancels.student.taps('确定取消');
    await cancels.student.hears(/已经取消了/);
    expect(await row(cancels.id)).toEqual({ status: 'cancelled', late: false });

    moves.student.taps('改时间');
    await moves.student.hearsUntil(/哪一天/);
    await choosesTime(moves.student, 'last', true);
    await moves.student.hears(/改好了/);
    expect(await row(moves.id)).toMatchObject({ status: 'cancelled', late: false });

    await passUntil(world, at(7));
    await sql(`update xinqiao.room set retired_at = xinqiao.app_now() where name = '测试老师甲的房间'`);
    reminded.student.taps('来不了（取消）');
    await reminded.student.hears(/要取消 .*18:00.* 的预约吗/);
    reminded.student.taps('确定取消');
    await reminded.student.hears(/已经取消了/);
    await counsellor.hearsUntil(/18:00–19:00 的同学来不了/);
    expect(await row(reminded.id)).toEqual({ status: 'cancelled', late: false });
    await sql('update xinqiao.room set retired_at = null');
    await sql('delete from xinqiao.availability_exception');
    await sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
  });

  it('is told where the sheet of its day is out: booked, moved, and called off on the web page', async () => {
    const start = await atHour(world, 3, 21);
    const visitor = world.visitor();
    await visitor.says('你好');
    await visitor.taps('同意并开始');
    await booked(world, await lastAddress(world, 'web'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 13.4 * HOUR_MS));
    await counsellor.hears(/您有 1 个预约/);
    await visitor.open('/');
    await visitor.says('我的预约');
    await visitor.taps(cancelLabel(visitor.html()));
    await visitor.taps('确定取消');
    expect(visitor.text()).toMatch(/已经取消了/);
    await world.settle();
    await counsellor.hears(/21:00–22:00 的同学来不了，已经取消/);

    const student = await world.acquainted();
    student.says('预约');
    await student.hears(/单独问你/);
    student.taps('同意');
    await student.hearsUntil(/哪一天/);
    await choosesTime(student, 'first');
    await student.hears(/约好了/);
    await counsellor.hears(/今天的日程变了：.*21:00–22:00 新约了一位同学/);
    student.says('我的预约');
    await student.hears(/你的预约/);
    student.taps(choice(student, /^改时间/));
    await student.hearsUntil(/哪一天/);
    await choosesTime(student, 'last');
    await student.hears(/改好了/);
    await counsellor.hears(/日程变了：.*21:00–22:00 的同学改到/);
  });

  it('stands again where a closed day is opened again: the student hears it, is reminded, and is asked after', async () => {
    const start = await atHour(world, 3, 10);
    const { student, id } = await withAppointment(start);
    const desk = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    const [teacher] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师甲'`,
    );
    const day = new Date(start.getTime() + 8 * HOUR_MS).toISOString().slice(0, 10);
    await desk.open(`/console/appointments/absence?staff=${teacher?.id}&day=${day}&part=day`);
    await desk.press({ action: '/console/appointments/absence', label: '确认，并告诉这些同学' });
    await student.hears(/老师来不了了/);
    const choices = student.choices();
    // Closed twice: one leave that ends opens nothing.
    await world.database.sql(
      `insert into xinqiao.availability_exception (id, staff_id, during, made_at)
       select gen_random_uuid(), staff_id, tstzrange(lower(during) + interval '1 hour', upper(during)), made_at
       from xinqiao.availability_exception`,
    );
    await desk.open('/console/availability');
    await desk.press({ action: '/console/availability/leave/end', label: '取消请假' });
    await world.settle();
    student.expectNothingMore();
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/请打电话（1）/);
    await desk.open('/console/availability');
    await desk.press({ action: '/console/availability/leave/end', label: '取消请假' });
    await student.hears(/10:00，老师又能来了，照原来的时间/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).not.toMatch(/请打电话/);
    student.taps(choices[0] ?? '');
    await student.hears(/已经不用回复了/);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await student.hears(/提醒一下：您预约的时间是 .*10:00–11:00/);
    expect(await row(id)).toMatchObject({ status: 'booked' });
  });
});

const cancelLabel = (html: string): string => />(取消 [^<]*\d\d:\d\d)</.exec(html)?.[1] ?? '';
