import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anybody, CHANNELS } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { opensOwn } from '../../support/booking-story.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const DAY_MS = 86_400_000;

let world: World;
let onTelegram: TelegramPerson;
let onWechat: WechatPerson;
let desk: Visitor;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true } });
  await world.database.sql('delete from xinqiao.availability_rule');
  onTelegram = await world.responder('测试老师甲', ['counsellor'], false);
  onWechat = world.onWechat();
  const added = await world.addStaff('微信老师', 'wechat', onWechat.account);
  onWechat.says(added.code);
  await onWechat.hears(/这个账号已经启用/);
  await addMember(world, '网页老师', 'counsellor');
  for (const name of ['测试老师甲', '微信老师', '网页老师']) await opensHours(world, name);
});
afterAll(() => world.close());

/** What a counsellor says of who came, each where they are. */
const SAYING = {
  telegram: {
    name: '测试老师甲',
    asked: () => onTelegram.hears(/来访者到了吗/),
    async says(_path: string, label: string) {
      onTelegram.taps(label);
      await onTelegram.hears(new RegExp(`记下了：${label}`));
    },
  },
  wechat: {
    name: '微信老师',
    asked: () => onWechat.hears(/来访者到了吗/),
    async says(_path: string, label: string) {
      onWechat.says(label);
      await onWechat.hears(new RegExp(`记下了：${label}`));
    },
  },
  web: {
    name: '网页老师',
    asked: () => world.settle(),
    async says(path: string, label: string) {
      const inBrowser = await world.signedIn('网页老师');
      await inBrowser.open(path);
      await inBrowser.press({ action: `${path}/attendance`, label });
      expect(inBrowser.text()).toMatch(new RegExp(`到没到 ${label}`));
    },
  },
} as const;

describe.each(CHANNELS)('after a session, on %s', (channel) => {
  it('没来 asks the student nothing; put right with 到了 it asks them once', async () => {
    const { name, asked, says } = SAYING[channel];
    const student = await world.anybody(channel);
    const startAt = await atHour(world, 1, 9);
    const id = await booked(world, await lastAddress(world, channel), name, startAt);
    const path = `/console/sessions/${id}`;
    await passUntil(world, new Date(startAt.getTime() + 61 * MINUTE));
    await asked();
    await says(path, '没来');
    await passUntil(world, new Date(startAt.getTime() + 130 * MINUTE));
    await says(path, '到了');
    const [row] = await world.database.sql<{ said: string }>(
      `select string_agg(attendance, ' ' order by seq) as said from xinqiao.attendance_change
       where appointment_id = $1`,
      [id],
    );
    expect(row?.said).toBe('no-show attended');
    await world.pass(61 * MINUTE);
    await student.hears(/愿意说说感受吗/);
    await student.picks('跳过');
    await student.hears(/不答也没关系/);
  });

  let student: Anybody;
  let startAt: Date;
  let path = '';
  const offersTwo = async (): Promise<void> => {
    desk = await world.signedIn('测试老师甲');
    await onTelegram.hears(/登录链接/);
    await desk.open(`${path}/plan`);
    const first = new Date(startAt.getTime() + 7 * DAY_MS).toISOString();
    const form = { first, every: '1', count: '2' };
    for (const label of ['先看一遍', '发给来访者']) await desk.press({ action: `${path}/plan`, label }, form);
    expect(desk.text()).toMatch(/等来访者接受/);
    await student.hears(/约固定的时间，一共 2 次/);
  };

  it('times that were taken back, or were kept until their hour, are gone for whoever accepts them late', async () => {
    student = await world.anybody(channel);
    startAt = await atHour(world, 1, 10);
    const id = await booked(world, await lastAddress(world, channel), '测试老师甲', startAt);
    path = `/console/sessions/${id}`;
    await passUntil(world, new Date(startAt.getTime() + 61 * MINUTE));
    await onTelegram.hears(/来访者到了吗/);
    await offersTwo();
    await desk.press({ action: `${path}/series`, label: '撤回' });
    expect(desk.text()).not.toMatch(/等来访者接受/);
    await student.picks('接受');
    await student.hears(/这个邀请已经不在了/);

    await offersTwo();
    await world.pass(2 * DAY_MS + MINUTE);
    await onTelegram.hears(/来访者没有回，时间放回去了：.*10:00/);
    await student.picks('接受');
    await student.hears(/这个邀请已经不在了/);
    expect(await statuses()).toEqual(['booked', 'cancelled', 'cancelled', 'cancelled', 'cancelled']);
  });

  it('ending a series leaves alone what the student moved to a colleague', async () => {
    await offersTwo();
    await student.picks('接受');
    await student.hears(/单独问你/);
    await student.picks('同意并接受');
    await student.hears(/约好了/);
    await onTelegram.hears(/来访者接受了/);
    await opensOwn(student);
    await student.picks(student.choices().findLast((label) => label.startsWith('改时间')) ?? '');
    await student.hears(/原来的先给你留着/, /哪一天/);
    await student.picks(/还有/);
    await student.hears(/几点合适/);
    await student.picks(/^\d\d:/);
    await student.hears(/想约哪位老师/);
    await student.picks(/网页老师/);
    await student.hears(/先为你留/);
    await student.picks('确认预约');
    await student.hears(/改好了/);

    await desk.open(path);
    expect(desk.text()).toMatch(/来访者改到别的老师那里的，不会一起取消：[^。]*网页老师。/);
    await desk.press({ action: `${path}/series`, label: '取消后面的，通知来访者' }, { cause: 'schedule' });
    const told = await student.hears(/中心不得不取消[\s\S]*不算您取消/);
    expect(told).not.toMatch(/一起取消的/);
    await student.picks('先不约');
    await student.hears(/好。什么时候想约/);
    await student.says('我的预约');
    const own = await student.hears(/你的预约/);
    expect(own).toMatch(/网页老师/);
    expect(own).not.toMatch(/测试老师甲/);
    expect(desk.text()).not.toMatch(/取消后面的/);
  });

  const statuses = async (): Promise<string[]> =>
    (
      await world.database.sql<{ status: string }>(
        `select status from xinqiao.appointment where address_id = $1 order by status`,
        [await lastAddress(world, channel)],
      )
    ).map(({ status }) => status);
});
