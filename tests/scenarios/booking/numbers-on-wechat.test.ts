import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;
/** Longer than what somebody wrote may be answered. */
const SILENCE_MS = 50 * HOUR_MS;

describe('a number typed on WeChat, where what is said may have to wait', () => {
  let world: World;
  let counsellor: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld({ wechat: { replies: 5 } });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲');
    await opensHours(world, '测试老师甲');
  });
  afterAll(() => world.close());

  async function acquainted(): Promise<{ student: WechatPerson; addressId: string }> {
    const student = world.onWechat();
    student.says('你好');
    await student.hears(/我是程序/);
    student.says('1');
    await student.hears(/已经记下[\s\S]*想做什么/);
    return { student, addressId: await lastAddress(world, 'wechat') };
  }

  /** Another time is offered for what was booked so many days ahead. */
  async function offersOtherTime(addressId: string, days: number, hour: number): Promise<string> {
    const id = await booked(world, addressId, '测试老师甲', await atHour(world, days, hour));
    const browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    await browser.open(`/console/appointments/${id}/change`);
    const slots = [...browser.html().matchAll(/name="slot" value="([^"]+)"\/?>([^<]*)</g)];
    const slot = slots.find(([, , label]) => label?.includes(`${hour + 1}:00`))?.[1] ?? '';
    await browser.press({ action: `/console/appointments/${id}/offer` }, { slot, cause: 'room', line: '' });
    await world.settle();
    return id;
  }

  const hoursOf = async (addressId: string): Promise<number[]> =>
    (
      await world.database.sql<{ hour: number }>(
        `select extract(hour from lower(during) at time zone 'Asia/Shanghai')::int as hour
         from xinqiao.appointment where status = 'booked' and address_id = $1 order by 1`,
        [addressId],
      )
    ).map(({ hour }) => hour);

  it('means the list that they see, not one that is still held back', async () => {
    const { student, addressId } = await acquainted();
    const own = student.numberOf('自助');
    await world.pass(SILENCE_MS);
    await offersOtherTime(addressId, 5, 9);
    student.expectNothingMore();
    student.says(own);
    await student.hears(/想看哪一方面/, /想和您商量换一个时间/);
    expect(await hoursOf(addressId)).toEqual([9]);
    student.says(student.numberOf('保持原时间'));
    // What they were doing stands last again, and has the numbers.
    await student.hears(/好，时间不变[\s\S]*想看哪一方面[\s\S]*1\. /);
    await counsellor.hears(/想保持原时间/);
    student.says('1');
    expect(await student.hears(/1\. /)).not.toMatch(/时间不变|不用再点/);
  });

  it('means what was held back once that has arrived behind the answer', async () => {
    const { student, addressId } = await acquainted();
    await world.pass(SILENCE_MS);
    await offersOtherTime(addressId, 5, 11);
    student.says('在吗');
    await student.hears(/1\. /, /想和您商量换一个时间[\s\S]*1\. .*12:00/);
    student.says('1');
    await student.hears(/改好了：.*12:00/);
    await counsellor.hears(/改期：.*11:00 的同学改到/);
    expect(await hoursOf(addressId)).toEqual([12]);
  });

  it('finds what was asked earlier in 我的预约, though numbers mean what came last', async () => {
    const { student, addressId } = await acquainted();
    await offersOtherTime(addressId, 4, 9);
    expect(await student.hears(/想和您商量换一个时间/)).not.toMatch(/前面还有/);
    student.says('在吗');
    await student.hears(/1\. /);
    await offersOtherTime(addressId, 4, 16);
    await student.hears(/想和您商量换一个时间[\s\S]*前面还有等您回复的，发「我的预约」[\s\S]*1\. .*17:00/);
    student.says('1');
    await student.hears(/改好了：.*17:00/);
    await counsellor.hears(/改期：.*16:00 的同学改到/);
    student.says('我的预约');
    const list = await student.hears(/你的预约[\s\S]*还有等你回复的[\s\S]*1\. 要不要换时间（.*09:00）/);
    expect(list).not.toMatch(/要不要换时间（.*16:00）/);
    student.says('1');
    await student.hears(/再问一声：.*09:00[\s\S]*\d\. 保持原时间/);
    student.says(student.numberOf('保持原时间'));
    await student.hears(/好，时间不变，还是 .*09:00/);
    await counsellor.hears(/想保持原时间/);
    student.says('我的预约');
    expect(await student.hears(/你的预约/)).not.toMatch(/等你回复|要不要/);
    expect(await hoursOf(addressId)).toEqual([9, 17]);
  });

  it('answers what is asked in a crisis; what was held back is answered by its words', async () => {
    const { student, addressId } = await acquainted();
    await world.pass(SILENCE_MS);
    await offersOtherTime(addressId, 5, 14);
    student.says('我不想活了');
    const crisis = await student.hears(/正在叫值班老师/);
    await counsellor.hears(/高危/);
    const offer = await student.hears(/想和您商量换一个时间/);
    expect(crisis).toMatch(/^1\. /m);
    expect(offer).not.toMatch(/^1\. /m);
    expect(offer).toMatch(/回复 .*「保持原时间」/);
    student.says('1');
    await student.hears(/./);
    expect(await hoursOf(addressId)).toEqual([14]);
    student.says('保持原时间');
    await student.hears(/好，时间不变/);
    await counsellor.hears(/想保持原时间/);
  });
});
