import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { checkInTurn, endOfTurn } from '../../../src/groups/activity-code.ts';
import { type Anybody, CHANNELS } from '../../support/anybody.ts';
import { lastAddress } from '../../support/booked.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';
import { begins, openActivity } from '../groups/support.ts';

let world: World;
let counsellor: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true } });
  counsellor = await world.responder('测试老师甲');
});
afterAll(() => world.close());

const now = (): Promise<Date> => world.office.transactions.run((stores) => stores.now());
const FIRST_DIGIT = { telegram: 1, wechat: 2, web: 3 } as const;

async function looksAt(student: Anybody, code: string, wanted: RegExp): Promise<void> {
  await student.says(`活动 ${code}`);
  await student.hears(wanted);
  await student.picks('我要报名');
}

/** What is tried here is how it begins. */
async function endAll(): Promise<void> {
  await world.settle();
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
       owner_id = (select id from xinqiao.staff_member where name = '测试老师甲'),
       acknowledged_at = xinqiao.app_now(), wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null
     where status <> 'closed'`,
  );
  await world.pass(61_000);
}

describe.each(CHANNELS)('activities on %s', (channel) => {
  const codeOf = (rest: string): string => `${FIRST_DIGIT[channel]}${rest}`;

  it('a class for guardians asks for no child, and for no consent about health', async () => {
    const code = codeOf('510');
    await openActivity(world, code, { kind: 'guardians-class', title: '怎样和孩子谈升学', capacity: 5 });
    const guardian = await world.anybody(channel);
    await looksAt(guardian, code, /这是给家长的。报名不用写孩子的名字/);
    await guardian.hears(/已报上，你的号码是 1/, /请不要写孩子的名字/);
    await guardian.says('王女士');
    await guardian.hears(/记下了/);
    const consents = await world.database.sql<{ purpose: string }>(
      'select purpose from xinqiao.consent where address_id = $1',
      [await lastAddress(world, channel)],
    );
    expect(consents.map(({ purpose }) => purpose)).toEqual(['service']);
  });

  it('a code that is wrong, was changed or comes too late checks nobody in, and each is said', async () => {
    const code = codeOf('520');
    const lecture = await openActivity(world, code, { capacity: 5 });
    const student = await world.anybody(channel);
    await looksAt(student, code, /还有 5 个/);
    await student.hears(/已报上/, /怎么称呼/);
    await student.picks('不写，用号码');
    await student.hears(/点名用号码/);
    await begins(world, lecture.id, '-5 minutes');
    // From the beginning of a code's five minutes, however slow the machine is.
    const before = await now();
    await world.pass(endOfTurn(checkInTurn(before)).getTime() - before.getTime());
    const shown = await lecture.checkIn();
    const wrong = shown === '000000' ? '000001' : '000000';
    await student.says(`签到 ${wrong}`);
    await student.hears(/签到码不对[\s\S]*12356/);
    await world.pass(minutesMs(10));
    await student.says(`签到 ${shown}`);
    await student.hears(/签到码刚换过[\s\S]*老师可以补记/);
    await begins(world, lecture.id, '-5 hours');
    await student.says(`签到 ${await lecture.checkIn(new Date((await now()).getTime() - hoursMs(4)))}`);
    await student.hears(/签到的时间已经过了/);
    expect(await attendanceOf(lecture.id)).toEqual([]);
  });

  it('an address that is joined later neither sees the sign-up of before nor uses it', async () => {
    const code = codeOf('530');
    const lecture = await openActivity(world, code, { capacity: 2 });
    const student = await world.anybody(channel);
    await looksAt(student, code, /还有 2 个/);
    await student.hears(/已报上/, /怎么称呼/);
    await student.says('小树');
    await student.hears(/记下了/);
    await student.says('换到网页');
    const told = await student.hears(/输入 [A-Z2-9]{4}-[A-Z2-9]{4}/);
    const browser = world.visitor();
    await browser.open('/continue');
    await browser.press({ action: '/continue' }, { code: /输入 (\S{9})/.exec(told)?.[1] ?? '' });
    expect(browser.path()).toBe('/');
    await student.hears(/不是我/);

    await browser.says('活动报名');
    expect(browser.text()).not.toMatch(/已报上|号码是 1|小树/);
    await browser.says(`活动 ${code}`);
    expect(browser.text()).toMatch(/还有 1 个/);
    expect(browser.text()).not.toMatch(/已报上|号码是 1|小树|退出报名/);
    await browser.taps('我要报名');
    expect(browser.text()).toMatch(/从这里报不了这个活动/);
    await begins(world, lecture.id, '-5 minutes');
    await browser.says(`签到 ${await lecture.checkIn()}`);
    expect(browser.text()).toMatch(/这里没有你报名「睡个好觉」的记录/);
    expect(await attendanceOf(lecture.id)).toEqual([]);
    await student.says(`签到 ${await lecture.checkIn()}`);
    await student.hears(/签到好了/);
  });

  it('a crisis in the answer to the question of a group calls somebody, and signs up for nothing', async () => {
    const code = codeOf('540');
    const question = { text: '你希望从小组得到什么？', en: null, kind: 'words' } as const;
    const group = await openActivity(world, code, { kind: 'group', capacity: 8, question });
    const student = await world.anybody(channel);
    await looksAt(student, code, /由带领老师看过再定/);
    await student.hears(/也属于健康信息/, /有一件事要单独问你/);
    await student.picks('同意');
    await student.hears(/你希望从小组得到什么/);
    await student.says('没什么希望，我不想活了');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hearsUntil(/高危/);
    const rows = await world.database.sql('select from xinqiao.sign_up where activity_id = $1', [group.id]);
    expect(rows).toEqual([]);
    await endAll();
  });
});

const attendanceOf = (activityId: string) =>
  world.database.sql(
    `select from xinqiao.activity_attendance m join xinqiao.sign_up s on s.id = m.sign_up_id where s.activity_id = $1`,
    [activityId],
  );
