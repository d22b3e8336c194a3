import { afterAll, beforeAll, expect, it } from 'vitest';
import { onTelegram } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
import { asksForDays, choosesTime } from '../../support/booking-story.ts';
import { signedInAs } from '../../support/first-visit-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const PATH = '/console/appointments/book';
let world: World;
beforeAll(async () => {
  world = await startWorld({ firstVisit: { consent: true, form: true, identity: { required: false } } });
  await world.database.sql('delete from xinqiao.availability_rule');
  await signedInAs(world, '测试老师甲', 'counsellor');
  await opensHours(world, '测试老师甲');
});
afterAll(() => world.close());

const heldMinutes = async (addressId: string): Promise<number | undefined> =>
  (
    await world.database.sql<{ minutes: number }>(
      `select extract(epoch from held_until - made_at)::int / 60 as minutes from xinqiao.appointment
       where address_id = $1 and status = 'held'`,
      [addressId],
    )
  )[0]?.minutes;

async function readsAll(student: TelegramPerson): Promise<void> {
  for (const page of [/2\/4/, /3\/4/, /你同意吗/]) {
    student.taps('下一页');
    await student.hears(page);
  }
  student.taps('同意');
}

it('whoever was booked by the desk still gets the consent and the form, and the time that both take', async () => {
  const student = await world.acquainted();
  const addressId = await lastAddress(world, 'telegram');
  await asksForDays(onTelegram(student));
  student.taps('回到菜单');
  await student.hears(/回到菜单/);
  student.says('预约码');
  const [, code = ''] = /预约码：(\d{3} \d{3})/.exec(await student.hears(/预约码：/)) ?? [];
  const desk = await signedInAs(world, '测试前台', 'staff');
  await desk.open(PATH);
  await desk.press({ action: PATH, label: '找这位同学' }, { code });
  const slot = [...desk.html().matchAll(/<option value="([^"]{48})"/g)].at(-1)?.[1] ?? '';
  await desk.press({ action: PATH, label: '替同学约' }, { slot, reason: 'walk-in' });
  expect(desk.text()).toContain('约好了');
  await student.hears(/中心替你约好了[\s\S]*发「继续登记」/);
  student.says('继续登记');
  await student.hears(/知情同意书（1\/4）/);
  await readsAll(student);
  await student.hears(/已记下你的同意/, /登记表/, /现在有多急/);
  student.taps('以后再填');
  await student.hearsUntil(/登记这边先到这里|什么时候想来|填过的都留着/);
  await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where address_id = $1`, [
    addressId,
  ]);

  student.says('预约');
  await student.hearsUntil(/哪一天/);
  await choosesTime(onTelegram(student), { day: -1 });
  await student.hearsUntil(/现在有多急/);
  expect(await heldMinutes(addressId)).toBe(20);
});

it('whoever has been here gets it too when the consent is asked anew, and five minutes when nothing is', async () => {
  const student = await world.acquainted();
  const addressId = await lastAddress(world, 'telegram');
  const id = await booked(world, addressId, '测试老师甲', await atHour(world, -3, 10));
  await world.database.sql(`update xinqiao.appointment set status = 'attended' where id = $1`, [id]);
  student.says('预约');
  await student.hears(/单独问你/);
  student.taps('同意');
  await student.hears(/已记下你的同意/, /还是测试老师甲/);
  student.taps('都可以');
  await student.hears(/哪一天/);
  await choosesTime(onTelegram(student), { day: -1 });
  await student.hears(/知情同意书（1\/4）/);
  expect(await heldMinutes(addressId)).toBe(20);
  await readsAll(student);
  await student.hears(/已记下你的同意/, /先为你留 20 分钟/);
  student.taps('回到菜单');
  await student.hears(/放回去/);

  student.says('预约');
  await student.hears(/还是测试老师甲/);
  student.taps('都可以');
  await student.hears(/哪一天/);
  await choosesTime(onTelegram(student), { day: -1 });
  await student.hears(/先为你留 5 分钟/);
  expect(await heldMinutes(addressId)).toBe(5);
});
