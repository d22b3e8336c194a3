import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
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
});
afterAll(() => world.close());

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
});
