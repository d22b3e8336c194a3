import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World } from '../../support/world.ts';

/** `MessageType.Recalled` of wechaty-puppet. */
const RECALLED = 13;

let world: World;
afterEach(() => world.close());

async function acquainted(): Promise<WechatPerson> {
  world = await startWorld({ wechat: { startsChats: true } });
  const student = world.onWechat();
  student.says('你好');
  await student.hears(/我是程序/);
  student.says(student.numberOf('同意并开始'));
  await student.hears(/已经记下[\s\S]*想做什么/);
  return student;
}

async function talking(student: WechatPerson) {
  const counsellor = await world.responder('测试老师甲');
  student.says('我想自杀');
  await student.hears(/正在叫值班老师[\s\S]*你在哪里/);
  await counsellor.hears(/个案 #1001/);
  counsellor.taps('接 #1001');
  await counsellor.hears(/归你了/);
  await student.hears(/真人/);
  return counsellor;
}

const caseRow = async () => {
  const [row] = await world.database.sql<{ id: string; level: string; status: string }>(
    'select id, level, status from xinqiao.handoff_case',
  );
  return row ?? { id: '', level: '', status: '' };
};

const recalls = () =>
  world.database.sql<{ case_id: string | null }>(`select case_id from xinqiao.heard where kind = 'recalled'`);

describe('a student who takes a message back on WeChat', () => {
  it('the words stay, the talk marks them, the owner hears it, and nothing is said to the student', async () => {
    const student = await acquainted();
    const counsellor = await talking(student);
    const words = world.wechat.says(student.account, '药我已经买好了');
    await counsellor.hears(/#1001 同学：药我已经买好了/);
    const before = await caseRow();
    student.sends({ type: RECALLED, text: words });
    const told = await counsellor.hears(/#1001 同学撤回了一条消息，原话还留在控制台/);
    expect(told).toContain(`/console/cases/${before.id}`);
    expect(told).not.toContain('买好');
    expect(await caseRow()).toEqual(before);

    const owner = await world.signedIn(counsellor.name);
    await counsellor.hears(/控制台登录链接/);
    await owner.open(`/console/cases/${before.id}`);
    const talk = owner.html();
    expect(owner.text()).toMatch(/对方撤回了，原话留在这里[\s\S]{0,80}药我已经买好了/);
    expect(talk.match(/对方撤回了/g)).toHaveLength(1);
    expect(world.logged.join('\n')).not.toContain('买好');
  });

  it('what cannot be told apart is a line of its own', async () => {
    const student = await acquainted();
    const counsellor = await talking(student);
    student.sends({ type: RECALLED, text: '不知道是哪一条' });
    await counsellor.hears(/撤回了一条消息/);
    const owner = await world.signedIn(counsellor.name);
    await counsellor.hears(/控制台登录链接/);
    await owner.open(`/console/cases/${(await caseRow()).id}`);
    expect(owner.text()).toContain('对方撤回了一条消息，看不出是哪一条');
  });

  it('without a case it is only kept; the same recall twice is one', async () => {
    const student = await acquainted();
    const recall = world.wechat.sends(student.account, { type: RECALLED, text: '1' });
    await until('the recall to be kept', async () => (await recalls()).length === 1);
    world.wechat.announce(recall);
    student.says('菜单');
    await student.hears(/想做什么/);
    expect(await recalls()).toEqual([{ case_id: null }]);
  });

  it('a recall while nobody has come yet ends no calling', async () => {
    const student = await acquainted();
    const counsellor = await world.responder('测试老师甲');
    const words = world.wechat.says(student.account, '我想自杀');
    await student.hears(/正在叫值班老师[\s\S]*你在哪里/);
    await counsellor.hears(/个案 #1001/);
    student.sends({ type: RECALLED, text: words });
    await until('the recall to be kept', async () => (await recalls()).length === 1);
    expect(await caseRow()).toMatchObject({ status: 'open', level: 'high' });
  });

  it('what a counsellor takes back stays with the student, and they are told so', async () => {
    const student = await acquainted();
    const counsellor = world.onWechat();
    const added = await world.addStaff('微信老师', 'wechat', counsellor.account);
    counsellor.says(added.code);
    await counsellor.hears(/这个账号已经启用/);
    student.says('我想自杀');
    await student.hears(/正在叫值班老师[\s\S]*你在哪里/);
    await counsellor.hears(/个案 #1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/真人/);
    const words = world.wechat.says(counsellor.account, '我在。');
    await student.hears(/我在。/);
    counsellor.sends({ type: RECALLED, text: words });
    await counsellor.hears(/撤回没有传给同学/);
    student.expectNothingMore();
  });
});
