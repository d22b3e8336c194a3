import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { cancelsOwn } from '../../support/booking-story.ts';
import { WHOLE_RECORD } from '../../support/session-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const WEEK_MS = 7 * 86_400_000;

let world: World;
let counsellor: TelegramPerson;
let head: TelegramPerson;
let desk: Visitor;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true } });
  await world.database.sql('delete from xinqiao.availability_rule');
  counsellor = await world.responder('测试老师甲', ['counsellor'], false);
  head = await world.responder('测试主任', ['centre-head'], false);
  await opensHours(world, '测试老师甲');
});
afterAll(() => world.close());

describe.each(['wechat', 'web'] as const)('after a session of somebody on %s', (channel) => {
  let student: Anybody;
  let startAt: Date;
  let path = '';

  const plans = async (count: number): Promise<void> => {
    await desk.open(`${path}/plan`);
    const first = new Date(startAt.getTime() + WEEK_MS).toISOString();
    const form = { first, every: '1', count: `${count}` };
    await desk.press({ action: `${path}/plan`, label: '先看一遍' }, form);
    await desk.press({ action: `${path}/plan`, label: '发给来访者' }, form);
    expect(desk.text()).toMatch(/等来访者接受/);
  };

  it('they come, the record is written, and the next time is agreed on', async () => {
    student = await world.anybody(channel);
    startAt = await atHour(world, 1, 10);
    const id = await booked(world, await lastAddress(world, channel), '测试老师甲', startAt);
    path = `/console/sessions/${id}`;
    await passUntil(world, new Date(startAt.getTime() + 61 * MINUTE));
    await counsellor.hears(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了：到了/);
    desk = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    await desk.open(path);
    await desk.press(
      { action: `${path}/record`, label: '签名保存' },
      { ...WHOLE_RECORD, text: '谈了睡眠。' },
    );
    expect(desk.text()).toMatch(/咨询记录 · 测试老师甲/);

    await plans(1);
    await student.hears(/测试老师甲想和你约下一次：[\s\S]*10:00[\s\S]*要不要，由你定/);
    await student.picks('接受');
    await student.hears(/单独问你/);
    await student.picks('同意并接受');
    await student.hears(/约好了/);
    await counsellor.hears(/来访者接受了/);
  });

  it('a referral waits for the head of the centre, and the student hears nothing of it from the program', async () => {
    await desk.open(path);
    const referral = { other: '测试医院', why: '需要医生看看睡眠', consent: 'given' };
    await desk.press({ action: `${path}/referral` }, referral);
    expect(desk.text()).toMatch(/测试医院 等中心主任审批/);
    const asked = await head.hears(/转介要审批/);
    const page = new URL(/https?:\/\/\S+/.exec(asked)?.[0] ?? '').pathname;
    const headDesk = await world.signedIn('测试主任');
    await head.hears(/登录链接/);
    await headDesk.open(page);
    await headDesk.press({ action: page, label: '批准' });
    await counsellor.hears(/审批有结果/);
  });

  it('how it was is asked once, and answered with words', async () => {
    await passUntil(world, new Date(startAt.getTime() + 130 * MINUTE));
    await student.hears(/愿意说说感受吗[\s\S]*1\/3/);
    await student.picks('5 完全同意');
    await student.hears(/2\/3/);
    await student.picks('4 比较同意');
    await student.hears(/3\/3/);
    await student.picks('5 完全同意');
    await student.hears(/还想写几句吗/);
    await student.picks('写几句');
    await student.hears(/想写什么就写/);
    await student.says('谢谢老师，说出来轻了一点。');
    await student.hears(/谢谢你告诉我们/);
  });

  it('a series is declined as a whole, then accepted as a whole, and ended by the counsellor', async () => {
    await cancelsOwn(student);
    await plans(3);
    await student.hears(/约固定的时间，一共 3 次/);
    await student.picks('不要');
    await student.hears(/没有约，时间放回去了/);
    await counsellor.hears(/没有接受/);
    await plans(2);
    await student.hears(/约固定的时间，一共 2 次/);
    await student.picks('接受');
    const link =
      /\/calendar\/[A-Za-z0-9_-]+\.ics/.exec(await student.hears(/约好了[\s\S]*加到手机日历/))?.[0] ?? '';
    await counsellor.hears(/来访者接受了/);
    const phone = world.visitor();
    expect(await phone.open(link)).toBe(200);
    expect(phone.html().match(/STATUS:CONFIRMED/g)).toHaveLength(2);
    await desk.open(path);
    await desk.press({ action: `${path}/series`, label: '取消后面的，通知来访者' }, { cause: 'nothing' });
    expect(desk.text()).toMatch(/原因：还没有选/);
    await desk.press({ action: `${path}/series`, label: '取消后面的，通知来访者' }, { cause: 'campus' });
    await student.hears(
      /中心不得不取消：学校有统一安排[\s\S]*不算您取消[\s\S]*一起取消的还有：\n.*10:00[\s\S]*原来那一条可以删掉了[\s\S]*下面的时间有空[\s\S]*12356/,
    );
    const [off] = await world.database.sql<{ offers: number; told: number }>(
      `select count(*)::int as offers, count(told_at)::int as told from xinqiao.change_offer o
       join xinqiao.appointment a on a.id = o.appointment_id where a.series_id is not null and o.kind = 'cancel'
         and o.status = 'open'`,
    );
    expect(off).toEqual({ offers: 2, told: 2 });
    await phone.open(link);
    expect(phone.html().match(/SEQUENCE:1|STATUS:CANCELLED/g)).toHaveLength(4);
    await student.picks('先不约');
    await student.hears(/好。什么时候想约/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).not.toMatch(/请打电话/);
  });
});
