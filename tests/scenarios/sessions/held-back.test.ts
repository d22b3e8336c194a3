import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { until } from '../../support/until.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const WEEK_MS = 7 * 86_400_000;

describe('what waits on WeChat around a session until the student writes again', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let leaver: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld({ wechat: { replies: 5 } });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    leaver = await world.responder('测试老师乙', ['counsellor'], false);
    for (const name of ['测试老师甲', '测试老师乙']) await opensHours(world, name);
  });
  afterAll(() => world.close());

  /** Long enough ahead that nothing may be said to them by then without a word of theirs. */
  const inThreeDays = () => atHour(world, 3, 10);
  const visits = async (name: string, startAt: Date): Promise<{ student: Anybody; path: string }> => {
    const student = await world.anybody('wechat');
    const id = await booked(world, await lastAddress(world, 'wechat'), name, startAt);
    return { student, path: `/console/sessions/${id}` };
  };
  const isHeld = (key: string) =>
    until(`${key} to be held`, async () => {
      const rows = await world.database.sql(
        `select from xinqiao.outgoing where dedupe_key like $1 and held_for = 'quota'`,
        [`${key}%`],
      );
      return rows.length === 1;
    });
  const offersNext = async (browser: Visitor, path: string, startAt: Date): Promise<void> => {
    await browser.open(`${path}/plan`);
    const form = { first: new Date(startAt.getTime() + WEEK_MS).toISOString(), every: '1', count: '2' };
    for (const label of ['先看一遍', '发给来访者'])
      await browser.press({ action: `${path}/plan`, label }, form);
    expect(browser.text()).toMatch(/等来访者接受/);
    await isHeld('series:');
  };
  const hearsNothingOld = async (student: Anybody, old: RegExp): Promise<void> => {
    // What comes by itself after the first answer would stand before the second.
    for (const _ of [1, 2]) {
      await student.says('菜单');
      expect(await student.hears(/想做什么/)).not.toMatch(old);
      await world.settle();
    }
  };

  it('says no offer of times that was taken back, nor one of somebody who left', async () => {
    const startAt = await inThreeDays();
    const [own, ofLeaver] = [await visits('测试老师甲', startAt), await visits('测试老师乙', startAt)];
    await passUntil(world, new Date(startAt.getTime() + 61 * MINUTE));
    await counsellor.hears(/来访者到了吗/);
    await leaver.hears(/来访者到了吗/);

    const browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    await offersNext(browser, own.path, startAt);
    await browser.press({ action: `${own.path}/series`, label: '撤回' });
    expect(browser.text()).not.toMatch(/等来访者接受/);
    await hearsNothingOld(own.student, /约固定的时间/);

    const theirs = await world.signedIn('测试老师乙');
    await leaver.hears(/登录链接/);
    await offersNext(theirs, ofLeaver.path, startAt);
    const [{ id } = { id: '' }] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师乙'`,
    );
    await addMember(world, '测试管理员', 'administrator');
    const admin = await world.signedIn('测试管理员');
    await admin.open(`/console/staff/${id}/revoke`);
    await admin.press({ action: `/console/staff/${id}/revoke`, label: '停用 测试老师乙' });
    await leaver.hears(/停用/);
    await hearsNothingOld(ofLeaver.student, /约固定的时间/);
  });

  it('asks nobody how it was who did not come after all, and asks whoever did', async () => {
    const startAt = await inThreeDays();
    const { student } = await visits('测试老师甲', startAt);
    await passUntil(world, new Date(startAt.getTime() + 61 * MINUTE));
    await counsellor.hears(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了：到了/);
    await passUntil(world, new Date(startAt.getTime() + 130 * MINUTE));
    await isHeld('rate:');
    counsellor.taps('没来');
    await counsellor.hears(/记下了：没来/);
    await hearsNothingOld(student, /感受/);

    counsellor.taps('到了');
    await counsellor.hears(/记下了：到了/);
    await passUntil(world, new Date(startAt.getTime() + 200 * MINUTE));
    await student.hears(/愿意说说感受吗/);
  });

  it('asks nobody how it was whose next words are a cry', async () => {
    const startAt = await inThreeDays();
    const { student } = await visits('测试老师甲', startAt);
    await passUntil(world, new Date(startAt.getTime() + 61 * MINUTE));
    await counsellor.hears(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了：到了/);
    await passUntil(world, new Date(startAt.getTime() + 130 * MINUTE));
    await isHeld('rate:');
    await student.says('我不想活了');
    await student.hears(/谢谢你说出来/, /12356|110/);
    const rows = await world.database.sql<{ status: string }>(
      `select status from xinqiao.outgoing where dedupe_key like 'rate:%' and error_code = 'dropped'
         and dedupe_key not like '%unsaid%'`,
    );
    expect(rows).toHaveLength(1);
  });
});
