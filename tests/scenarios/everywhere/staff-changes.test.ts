import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
import { choosesTime, confirms } from '../../support/booking-story.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
let counsellor: TelegramPerson;
let browser: Visitor;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true } });
  await world.database.sql('delete from xinqiao.availability_rule');
  counsellor = await world.responder('测试老师甲', ['counsellor'], false);
  await opensHours(world, '测试老师甲');
  browser = await world.signedIn('测试老师甲');
  await counsellor.hears(/登录/);
  await addMember(world, '测试管理员', 'administrator');
});
afterAll(() => world.close());

async function staffId(name: string): Promise<string> {
  const [found] = await world.database.sql<{ id: string }>(
    'select id from xinqiao.staff_member where name = $1',
    [name],
  );
  return found?.id ?? '';
}

describe.each(['wechat', 'web'] as const)('what staff change, on %s', (channel) => {
  let student: Anybody;
  let addressId = '';
  beforeAll(async () => {
    student = await world.anybody(channel);
    addressId = await lastAddress(world, channel);
  });

  const standing = (): Promise<{ status: string; hour: number }[]> =>
    world.database.sql(
      `select status, extract(hour from lower(during) at time zone 'Asia/Shanghai')::int as hour
       from xinqiao.appointment where address_id = $1 and status = 'booked' order by made_at`,
      [addressId],
    );
  const ofStudent = async (): Promise<string> =>
    (
      await world.database.sql<{ id: string }>(
        `select id from xinqiao.appointment where address_id = $1 and status = 'booked'`,
        [addressId],
      )
    )[0]?.id ?? '';

  async function offersTwo(id: string): Promise<void> {
    await browser.open(`/console/appointments/${id}/change`);
    const slots = [...browser.html().matchAll(/name="slot" value="([^"]+)"\/?>([^<]*)</g)];
    const slot = slots.find(([, , label]) => label?.includes('14:00'))?.[1] ?? '';
    await browser.press(
      { action: `/console/appointments/${id}/offer` },
      { slot, cause: 'room', line: '很抱歉' },
    );
    await student.hears(/那时的房间不能用，想和您商量换一个时间[\s\S]*老师留言：很抱歉[\s\S]*原来的时间不变/);
  }

  it('is offered and declined: nothing moves', async () => {
    const id = await booked(world, addressId, '测试老师甲', await atHour(world, 3, 10));
    await offersTwo(id);
    await student.picks('保持原时间');
    await student.hears(/好，时间不变/);
    await counsellor.hears(/想保持原时间，没有变/);
    expect(await standing()).toEqual([{ status: 'booked', hour: 10 }]);
  });

  it('is offered and accepted: it moves once', async () => {
    await offersTwo(await ofStudent());
    await student.picks(/ 14:00/);
    await student.hears(/改好了：.*14:00–15:00，测试老师甲/);
    await counsellor.hears(/改期：.*10:00 的同学改到 .*14:00/);
    expect(await standing()).toEqual([{ status: 'booked', hour: 14 }]);
  });

  it('is offered, and the student picks another time instead', async () => {
    await offersTwo(await ofStudent());
    await student.picks('选别的时间');
    await student.hears(/这些时间有空/);
    await student.picks(/:00/);
    await student.hears(/改好了/);
    await counsellor.hears(/改期：.* 的同学改到/);
    expect(await standing()).toHaveLength(1);
  });

  it('is called off by the centre, and the student takes one of the times below, or none', async () => {
    for (const [pick, answer] of [
      [/:00/, /改好了/],
      ['先不约', /好。什么时候想约/],
    ] as const) {
      const id = await ofStudent();
      await browser.open(`/console/appointments/${id}/change`);
      await browser.press({ action: `/console/appointments/${id}/call-off` }, { cause: 'campus' });
      await student.hears(/中心不得不取消：学校有统一安排[\s\S]*不算您取消/);
      await student.picks(pick);
      await student.hears(answer);
      if (pick !== '先不约') await counsellor.hears(/的同学改到/);
    }
    expect(await standing()).toEqual([]);
    const late = await world.database.sql(
      'select from xinqiao.appointment where address_id = $1 and cancelled_late',
      [addressId],
    );
    expect(late).toEqual([]);
  });

  it('is agreed on by phone after a day was closed, and entered', async () => {
    const start = await atHour(world, channel === 'web' ? 6 : 7, 10);
    const id = await booked(world, addressId, '测试老师甲', start);
    const day = new Date(start.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    await browser.open(
      `/console/appointments/absence?staff=${await staffId('测试老师甲')}&day=${day}&part=day`,
    );
    await browser.press({ action: '/console/appointments/absence', label: '确认，并告诉这些同学' });
    await world.settle();
    await student.hears(/抱歉，您预约的 .*10:00–11:00，老师来不了了/);
    await browser.open('/console/appointments/changes');
    await browser.press({ action: '/console/appointments/changes/', label: '已电话联系' });
    await browser.open(`/console/appointments/${id}/change`);
    const [, slot = '', hour = ''] = /<option value="([^"]+)">[^<]*?(\d\d:\d\d)/.exec(browser.html()) ?? [];
    await browser.press({ action: `/console/appointments/${id}/offer`, label: '改到这个时间' }, { slot });
    await student.hears(new RegExp(`照电话里说好的，您原来 .* 的预约改到：.*${hour}–.*测试老师甲`));
    await counsellor.hears(/的同学改到/);
    await student.says('我的预约');
    await student.hears(new RegExp(hour));
    expect(await standing()).toHaveLength(1);
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where address_id = $1`, [
      addressId,
    ]);
  });

  it('is closed, and the student books otherwise: nothing more beside it, and nobody has to phone', async () => {
    const start = await atHour(world, channel === 'web' ? 8 : 9, 10);
    const id = await booked(world, addressId, '测试老师甲', start);
    const day = new Date(start.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    await browser.open(
      `/console/appointments/absence?staff=${await staffId('测试老师甲')}&day=${day}&part=day`,
    );
    await browser.press({ action: '/console/appointments/absence', label: '确认，并告诉这些同学' });
    await world.settle();
    await student.hears(/抱歉，您预约的 .*10:00–11:00，老师来不了了/);
    await student.says('预约');
    await student.hears(/单独问你/);
    await student.picks('同意');
    await student.hearsUntil(/还是测试老师甲吗/);
    await student.picks('都可以');
    await student.hearsUntil(/哪一天/);
    await choosesTime(student, { day: 1 });
    await confirms(student);
    await browser.open('/console/appointments/changes');
    expect(browser.text()).toMatch(/已另约/);
    expect(browser.text()).not.toMatch(/请打电话/);
    await browser.open(`/console/appointments/${id}/change`);
    const [, slot = ''] = /<option value="([^"]+)">[^<]*?\d\d:\d\d/.exec(browser.html()) ?? [];
    const form = { action: `/console/appointments/${id}/offer`, label: '改到这个时间' };
    expect(await browser.press(form, { slot })).toBe(422);
    expect(browser.text()).toMatch(/没有改：同学已经另约了别的时间/);
    await student.says('我的预约');
    await student.hears(/你的预约/);
    await student.picks(/老师来不了，另选时间/);
    await student.hears(/老师来不了了/);
    await student.picks(/ 测试老师甲/);
    await student.hears(/已经不用回复了/);
    expect(await standing()).toHaveLength(2);
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where address_id = $1`, [
      addressId,
    ]);
  });

  it('is called off where its counsellor leaves for good, and the student goes on with a colleague', async () => {
    const name = `测试老师${channel}`;
    const leaver = await world.responder(name, ['counsellor'], false);
    await opensHours(world, name);
    const hour = channel === 'web' ? 10 : 9;
    await booked(world, addressId, name, await atHour(world, 2, hour));
    const admin = await world.signedIn('测试管理员');
    const path = `/console/staff/${await staffId(name)}/revoke`;
    await admin.open(path);
    await admin.press({ action: path, label: `停用 ${name}` });
    await world.settle();
    await leaver.hears(/停用/);
    await student.hears(/抱歉，您预约的 .*老师来不了了/);
    await student.picks(new RegExp(`${hour}:00 测试老师甲`));
    await student.hears(/改好了：.*，测试老师甲/);
    await counsellor.hears(/改期：.*的同学改到/);
    expect(await standing()).toEqual([{ status: 'booked', hour }]);
  });
});
