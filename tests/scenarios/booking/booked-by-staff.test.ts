import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSlotId, slotId } from '../../../src/booking/slot.ts';
import { type Anybody, onTelegram } from '../../support/anybody.ts';
import { atHour, lastAddress, opensHours } from '../../support/booked.ts';
import { importRoster, signedInAs } from '../../support/first-visit-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const PATH = '/console/appointments/book';
const PHONE = { reason: 'phone' };

let world: World;
let frontDesk: Visitor;
let counsellor: Visitor;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true }, booking: { perTermLimit: 1, upcomingLimit: 1 } });
  await world.database.sql('delete from xinqiao.availability_rule');
  for (const name of ['测试老师甲', '测试老师乙']) {
    if (name === '测试老师甲') counsellor = await signedInAs(world, name, 'counsellor');
    else await signedInAs(world, name, 'counsellor');
    await opensHours(world, name);
  }
  await importRoster(world);
  frontDesk = await signedInAs(world, '测试前台', 'staff');
});
afterAll(() => world.close());

/** What the first visit does with a code from the desk. */
async function bind(addressId: string, number: string, name: string): Promise<void> {
  await world.office.transactions.run(async (stores) => {
    const now = await stores.now();
    const { contactId } = await stores.addresses.byId(addressId);
    const by = { contactId, addressId, now };
    const [one] = await stores.staff.list();
    const code = { id: crypto.randomUUID(), claimed: { number, name }, code: '123456', now };
    await stores.bindings.claim(crypto.randomUUID(), { number, name }, by);
    await stores.bindings.deskCode({
      ...code,
      staffId: one?.id ?? '',
      expiresAt: new Date(now.getTime() + 60_000),
    });
    const ids = { bindingId: crypto.randomUUID(), requestId: crypto.randomUUID() };
    expect(await stores.bindings.tryCode({ code: '123456', ...ids, by })).toEqual({ kind: 'bound' });
  });
}

const agrees = async (student: Anybody): Promise<void> => {
  await student.says('预约');
  await student.hears(/单独问你/);
  await student.picks('同意');
  await student.hears(/已记下你的同意/, /哪一天/);
  await student.picks('回到菜单');
  await student.hears(/回到菜单/);
};

const idOf = async (name: string): Promise<string> => {
  const sql = 'select id from xinqiao.staff_member where name = $1';
  return (await world.database.sql<{ id: string }>(sql, [name]))[0]?.id ?? '';
};

/** The slot that begins then with this counsellor, of those that the page offers. */
async function slotAt(page: Visitor, at: Date, name: string): Promise<string> {
  const staffId = await idOf(name);
  const offered = [...page.html().matchAll(/<option value="([^"]+)"/g)].map(([, value = '']) => value);
  const found = offered.find((value) => {
    const key = parseSlotId(value);
    return key?.staffId === staffId && key.startAt.getTime() === at.getTime();
  });
  if (found === undefined) throw new Error(`no ${at.toISOString()} with ${name}`);
  return found;
}

const rowsOf = (addressId: string) =>
  world.database.sql<{ status: string; reason: string | null }>(
    `select a.status, d.reason from xinqiao.appointment a
     left join xinqiao.desk_booking d on d.appointment_id = a.id
     where a.address_id = $1 and a.booked_at is not null order by a.made_at`,
    [addressId],
  );

describe('a student who phones', () => {
  let person: TelegramPerson;
  let student: Anybody;
  let addressId = '';
  beforeAll(async () => {
    person = await world.acquainted();
    student = onTelegram(person);
    addressId = await lastAddress(world, 'telegram');
  });

  it('is found by a number that they proved, and after they agreed that appointments are kept', async () => {
    await frontDesk.open(PATH);
    expect(await frontDesk.press({ action: PATH, label: '找这位同学' })).toBe(422);
    expect(frontDesk.text()).toContain('找哪位同学：还没有写');
    await frontDesk.press({ action: PATH, label: '找这位同学' }, { number: '20260001' });
    expect(frontDesk.text()).toContain('还没有同学在机器人里核对过这个学号');
    await bind(addressId, '20260001', '测试同学');
    await frontDesk.press({ action: PATH, label: '找这位同学' }, { number: '20260001' });
    expect(frontDesk.text()).toContain('还没有同意中心记下他的预约');
    await agrees(student);
    expect(await frontDesk.press({ action: PATH, label: '找这位同学' }, { number: '2026 0001' })).toBe(200);
    expect(frontDesk.text()).toContain('测试同学 · 测试学院');
  });

  it('is booked for once, however often the form is sent, hears it, and calls it off from there', async () => {
    await world.database.sql(
      `insert into xinqiao.appointment
         (id, contact_id, address_id, staff_id, during, status, made_at, booked_at, cancelled_at, cancelled_late)
       select gen_random_uuid(), a.contact_id, a.id, s.id,
         tstzrange(xinqiao.app_now() - n * interval '1 day', xinqiao.app_now() - n * interval '1 day' + interval '1 hour'),
         'cancelled', xinqiao.app_now() - interval '9 days', xinqiao.app_now() - interval '9 days',
         xinqiao.app_now() - n * interval '1 day', true
       from xinqiao.address a, xinqiao.staff_member s, generate_series(1, 2) n
       where a.id = $1 and s.name = '测试老师甲'`,
      [addressId],
    );
    await student.says('预约');
    await student.hears(/次数用完了/);
    expect(student.choices()[0]).toBe('请前台替我约');

    const at = await atHour(world, 10, 10);
    await frontDesk.press({ action: PATH, label: '找这位同学' }, { number: '20260001' });
    const slot = await slotAt(frontDesk, at, '测试老师乙');
    expect(await frontDesk.press({ action: PATH, label: '替同学约' }, { slot })).toBe(422);
    expect(frontDesk.text()).toContain('怎么约的：还没有选');
    expect(await frontDesk.press({ action: PATH, label: '替同学约' }, { slot, ...PHONE })).toBe(200);
    expect(frontDesk.text()).toMatch(/约好了：.*10:00–11:00 测试老师乙/);
    expect(await frontDesk.pressAgain()).toBe(200);
    expect(frontDesk.text()).toContain('约好了');
    await student.hears(
      /照你说的，中心替你约好了[\s\S]*老师：测试老师乙[\s\S]*10:00–11:00[\s\S]*不是你要约的[\s\S]*\/calendar\//,
    );
    expect(person.file()).toMatchObject({ name: 'calendar.ics' });
    const [, begins = ''] = /DTSTART:(\S+)/.exec(person.file()?.text ?? '') ?? [];
    expect(begins).toBe(at.toISOString().replace(/[-:]|\.000/g, ''));
    const booked = { status: 'booked', reason: 'phone' };
    expect((await rowsOf(addressId)).slice(2)).toEqual([booked]);

    // A second one is more than they may have ahead.
    await frontDesk.open(PATH);
    await frontDesk.press({ action: PATH, label: '找这位同学' }, { number: '20260001' });
    const other = await slotAt(frontDesk, await atHour(world, 10, 12), '测试老师甲');
    expect(await frontDesk.press({ action: PATH, label: '替同学约' }, { slot: other, ...PHONE })).toBe(422);
    expect(frontDesk.text()).toContain('这位同学已经有预约了');

    await student.picks(/^取消 /);
    await student.hears(/要取消 .*10:00.* 的预约吗/);
    await student.picks('确定取消');
    await student.hears(/已经取消了/);
    expect((await rowsOf(addressId)).slice(2)).toEqual([{ status: 'cancelled', reason: 'phone' }]);
  });
});

describe.each(['wechat', 'web'] as const)('a student at the desk, on %s', (channel) => {
  it('gives a code, by which a counsellor books own hours alone, and moves or cancels as ever', async () => {
    const student = await world.anybody(channel);
    const addressId = await lastAddress(world, channel);
    await student.says('预约码');
    await student.hears(/要先问过你一件事/);
    await agrees(student);
    await student.says('我的预约');
    await student.hears(/你现在没有预约/);
    await student.picks('请前台替我约');
    const [, code = ''] = /预约码：(\d{3} \d{3})/.exec(await student.hears(/预约码：\d{3} \d{3}/)) ?? [];

    await counsellor.open(PATH);
    expect(counsellor.html()).not.toContain('name="number"');
    await counsellor.press({ action: PATH, label: '找这位同学' }, { number: '20260001' });
    expect(counsellor.text()).toContain('还没有写');
    await counsellor.press(
      { action: PATH, label: '找这位同学' },
      { code: code === '000 000' ? '000001' : '000000' },
    );
    expect(counsellor.text()).toContain('这个预约码不对');
    expect(await counsellor.press({ action: PATH, label: '找这位同学' }, { code })).toBe(200);
    expect(counsellor.text()).toContain('预约码对上了');
    expect(counsellor.text()).not.toContain('测试老师乙');
    const hour = channel === 'web' ? 14 : 15;
    const slot = await slotAt(counsellor, await atHour(world, 5, hour), '测试老师甲');
    // What was not shown is not booked: the same time with a colleague.
    const key = parseSlotId(slot);
    const [room] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.room where name = '测试老师乙的房间'`,
    );
    const staffId = await idOf('测试老师乙');
    const foreign = key === null ? '' : slotId({ ...key, staffId, roomId: room?.id ?? null });
    const stolen = { slot: foreign, reason: 'counsellor' };
    expect(await counsellor.press({ action: PATH, label: '替同学约' }, stolen)).toBe(422);
    const own = { slot, reason: 'counsellor' };
    expect(await counsellor.press({ action: PATH, label: '替同学约' }, own)).toBe(200);
    await student.hears(
      new RegExp(`中心替你约好了[\\s\\S]*测试老师甲[\\s\\S]*${hour}:00[\\s\\S]*/calendar/`),
    );
    expect(await rowsOf(addressId)).toEqual([{ status: 'booked', reason: 'counsellor' }]);
    await student.picks(/^取消 /);
    await student.hears(/要取消/);
    await student.picks('确定取消');
    await student.hears(/已经取消了/);
    expect(await rowsOf(addressId)).toEqual([{ status: 'cancelled', reason: 'counsellor' }]);
  });
});

it('is there for the desk and for counsellors, and for nobody else', async () => {
  for (const role of ['administrator', 'centre-head', 'supervisor'] as const) {
    const browser = await signedInAs(world, `测试${role}`, role);
    expect(await browser.open(PATH)).toBe(404);
  }
  // Who was looked up, by whom, is known; numbers and codes stand nowhere.
  const looked = await world.database.sql<{ resource: string; allowed: boolean }>(
    `select resource, allowed from xinqiao.audit_entry where action = 'appointments.find' and allowed`,
  );
  expect(looked.length).toBeGreaterThan(0);
  expect(JSON.stringify(looked)).not.toContain('20260001');
  expect(world.logged.join('\n')).not.toMatch(/20260001|测试同学/);
});
