import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANY } from '../../../src/booking/wish.ts';
import { CHANNELS, getsAcquainted, onWeb } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { asksForDays, cancelsOwn, choosesTime, confirms, opensOwn } from '../../support/booking-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

let world: World;
let counsellor: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({ wechat: {} });
  await world.database.sql('delete from xinqiao.availability_rule');
  counsellor = await world.responder('测试老师甲', ['counsellor'], false);
  await world.responder('测试老师乙', ['counsellor'], false);
  for (const name of ['测试老师甲', '测试老师乙']) await opensHours(world, name);
});
afterAll(() => world.close());

/** As they once said it while booking. */
const wishesFor = (addressId: string, counsellor: string, topic: string | null): Promise<void> =>
  world.office.transactions.run(async ({ wishes, now }) => {
    const found = (await wishes.counsellors()).find((one) => one.counsellor === counsellor);
    await wishes.keep(addressId, { ...ANY, staffId: found?.staffId ?? null, topic }, await now());
  });

type Row = { status: string; hour: number; late: boolean; name: string; start_at: Date };

/** Those of the contact who came last. */
const appointments = (): Promise<Row[]> =>
  world.database.sql<Row>(
    `select a.status, a.cancelled_late as late, s.name, lower(a.during) as start_at,
       extract(hour from lower(a.during) at time zone 'Asia/Shanghai')::int as hour
     from xinqiao.appointment as a join xinqiao.staff_member as s on s.id = a.staff_id
     where a.booked_at is not null and a.address_id = (
       select id from xinqiao.address where speaks_as = 'student' order by last_heard_at desc nulls last limit 1)
     order by a.booked_at`,
  );

describe.each(CHANNELS)('an appointment on %s', (channel) => {
  it('is made by a wish, moved, and called off in time; the next free times stand below', async () => {
    const student = await world.anybody(channel);
    await asksForDays(student);
    await student.picks('对老师有要求');
    await student.hears(/现在的要求：都可以/);
    await student.picks('选老师');
    await student.hears(/选老师/);
    await student.picks('测试老师乙');
    await student.hears(/现在的要求：测试老师乙/);
    await student.picks('就这样，看时间');
    await student.hears(/按你的希望，这些日子有空/);
    await choosesTime(student, { day: 3, hour: /^10:00/ });
    await confirms(student);
    expect(await appointments()).toMatchObject([{ status: 'booked', hour: 10, name: '测试老师乙' }]);

    await opensOwn(student);
    await student.picks(/^改时间 /);
    await student.hears(/原来的先给你留着/, /哪一天/);
    await choosesTime(student, { day: 4, hour: /^15:00/, counsellor: /乙/ });
    await student.hears(/先为你留 20 分钟/);
    await student.picks('确认预约');
    await student.hears(/改好了，原来的时间已经让出来[\s\S]*15:00–16:00/);

    await cancelsOwn(student);
    expect(await appointments()).toMatchObject([
      { status: 'cancelled', hour: 10, late: false },
      { status: 'cancelled', hour: 15, late: false },
    ]);
    // One of the times below books again.
    await student.picks(/ 测试老师/);
    await student.hears(/先为你留 \d+ 分钟/);
    await student.picks('回到菜单');
    await student.hears(/已经放回去/);
  });

  it('is moved to the same hour with a colleague; a hold that is given up leaves it as it was', async () => {
    const student = await world.anybody(channel);
    const hour = { day: 4, hour: /^10:00/ };
    await asksForDays(student);
    await choosesTime(student, { ...hour, counsellor: /甲/ });
    await confirms(student);

    const chooses = async (): Promise<void> => {
      await opensOwn(student);
      await student.picks(/^改时间 /);
      await student.hears(/原来的先给你留着/, /哪一天/);
      await choosesTime(student, { ...hour, counsellor: /乙/ });
      await student.hears(/先为你留 20 分钟/);
    };
    await chooses();
    await student.picks('回到菜单');
    await student.hears(/已经放回去/);
    expect(await appointments()).toMatchObject([{ status: 'booked', name: '测试老师甲' }]);
    await chooses();
    await student.picks('确认预约');
    await student.hears(/改好了，原来的时间已经让出来[\s\S]*测试老师乙[\s\S]*10:00–11:00/);
    expect(await appointments()).toMatchObject([
      { status: 'cancelled', name: '测试老师甲' },
      { status: 'booked', hour: 10, name: '测试老师乙' },
    ]);
    await cancelsOwn(student);
  });

  it('is called off late with a kind word, and cannot be moved any more', async () => {
    const student = await world.anybody(channel);
    await asksForDays(student);
    await choosesTime(student, { day: 2, counsellor: /甲/ });
    await confirms(student);
    const [booked] = await appointments();
    await passUntil(world, new Date((booked?.start_at.getTime() ?? 0) - 12 * HOUR_MS));
    await opensOwn(student);
    await student.picks(/^改时间 /);
    await student.hears(/不能改到别的时间了?/, /你的预约/);
    await student.picks(/^取消 /);
    await student.hears(/来不了没关系/);
    await student.picks('告诉老师来不了');
    await student.hears(/记下了是临时取消[\s\S]*最近的空时间有/);
    await counsellor.hears(/的同学来不了，已经取消/);
    expect(await appointments()).toMatchObject([{ status: 'cancelled', late: true }]);
  });

  it('is shown by both clocks to somebody abroad, and made once at a time', async () => {
    const student = await world.anybody(channel);
    await student.says('时区');
    await student.hears(/你现在在哪里/);
    await student.says('伦敦');
    await student.hears(/记下了：英国/);
    await asksForDays(student);
    await choosesTime(student, { day: 5, hour: /当地/ });
    const made = await confirms(student);
    // The telephone's calendar reads it by a link, until the student says no more.
    const calendar = new URL(/\/calendar\/[\w-]+\.ics/.exec(made)?.[0] ?? '', world.app.url);
    expect((await fetch(calendar)).status).toBe(200);
    await student.says('停用日历链接');
    await student.hears(/日历链接都作废了/);
    expect((await fetch(calendar)).status).toBe(404);
    await opensOwn(student);
    await student.picks('回到菜单');
    await student.hears(/回到菜单/);
    await student.says('预约');
    await student.hears(/还是测试老师/);
    await student.picks('都可以');
    await student.hears(/哪一天/);
    await choosesTime(student, { day: 6 });
    await student.hears(/你已经约了一次/, /你约好的是/);
    expect(await appointments()).toHaveLength(1);
  });

  it('asks for the counsellor seen last whatever an old wish names, and says once what nobody fulfils', async () => {
    const other = `测试老师${channel}`;
    await world.responder(other, ['counsellor'], false);
    await opensHours(world, other);
    const student = await world.anybody(channel);
    const addressId = await lastAddress(world, channel);
    await booked(world, addressId, '测试老师甲', await atHour(world, -2, 9));
    await wishesFor(addressId, other, '睡眠');
    await student.says('预约');
    await student.hears(/单独问你/);
    await student.picks('同意');
    await student.hears(/已记下你的同意/, /（睡眠），中心现在没有合适的老师/, /还是测试老师甲吗/);
    await student.picks('换一位');
    await student.hears(new RegExp(`现在的要求：${other}`));
    await student.picks('回到菜单');
    await student.hears(/回到菜单/);

    await world.database.sql(
      `update xinqiao.availability_rule set removed_at = xinqiao.app_now()
       where staff_id = (select id from xinqiao.staff_member where name = $1)`,
      [other],
    );
    await student.says('预约');
    await student.hears(/你以前选的那位老师现在不再接待/, /还是测试老师甲吗/);
    await student.says('预约');
    await student.hears(/还是测试老师甲吗/);
    await student.picks('换一位');
    await student.hears(/现在的要求：都可以/);
    await student.picks('就这样，看时间');
    await student.hears(/^想约哪一天/);
    await student.picks('回到菜单');
    await student.hears(/回到菜单/);
  });

  it('keeps to the next days for whoever has missed two, until they are in a crisis', async () => {
    const student = await world.anybody(channel);
    const addressId = await lastAddress(world, channel);
    for (const hour of [9, 10]) {
      const id = await booked(world, addressId, '测试老师甲', await atHour(world, -1, hour));
      await world.database.sql(`update xinqiao.appointment set status = 'no-show' where id = $1`, [id]);
    }
    await student.says('预约');
    await student.hears(/单独问你/);
    await student.picks('同意');
    await student.hears(/已记下你的同意/, /有几次没来成，没关系[\s\S]*最近几天/, /哪一天/);
    expect(student.choices().filter((label) => /还有/.test(label)).length).toBeLessThanOrEqual(8);
    await student.says('我不想活了');
    await student.hears(/叫值班老师|没有能马上接的老师/, /120/, /你在哪里/);
    await world.database.sql('update xinqiao.handoff_case set wake_at = null, tell_at = null');
    await student.says('预约');
    await student.hears(/哪一天/);
    expect(student.choices().filter((label) => /还有/.test(label)).length).toBeGreaterThan(8);
  });
});

it('shows on the web page what an old wish leaves out, and everything by one tap', async () => {
  const page = world.onWeb();
  const student = onWeb(page);
  await getsAcquainted(student);
  await world.responder('测试老师丙', ['counsellor'], false);
  await opensHours(world, '测试老师丙');
  await world.database.sql(
    `insert into xinqiao.availability_exception (id, staff_id, during, made_at)
     select gen_random_uuid(), id, tstzrange(xinqiao.app_now() - interval '1 day', xinqiao.app_now() + interval '60 days'),
       xinqiao.app_now()
     from xinqiao.staff_member where name = '测试老师丙'`,
  );
  await wishesFor(await lastAddress(world, 'web'), '测试老师丙', null);
  const nextWeek = `/booking?week=${(await atHour(world, 7, 12)).toISOString().slice(0, 10)}`;
  await page.browser.open(nextWeek);
  expect(page.browser.text()).toMatch(/你之前的希望是：测试老师丙[\s\S]*按你的希望，这一周没有空的时间/);
  expect(page.browser.text()).not.toMatch(/测试老师甲 ·/);
  await page.browser.press({ action: '/chat/say', label: '不限，看全部' });
  expect(page.browser.path()).toBe('/booking');
  await page.browser.open(nextWeek);
  expect(page.browser.text()).not.toMatch(/希望|没有空的时间/);
  expect(page.browser.text()).toMatch(/测试老师甲 ·/);
  await page.browser.open('/');
  await student.hears(/好，不限了/);
});
