import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closesCase } from '../../support/close-case.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const CRY = '我要跳了';

describe('a cry while somebody ends the case', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  async function talk() {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/./);
    await world.settle();
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    counsellor.says('我在');
    await student.hearsUntil(/我在/);
    await world.settle();
    return { counsellor, student };
  }

  /** As far as the last button, which stays in the chat. */
  async function reachesConfirm(counsellor: TelegramPerson): Promise<void> {
    counsellor.says('/结案');
    await counsellor.hears(/结果是哪一种/);
    counsellor.taps('误报/无风险');
    await counsellor.hears(/有没有告知过谁/);
    counsellor.taps('没有告知任何人');
    await counsellor.hears(/请核对 #1001/);
  }
  async function cries(student: TelegramPerson, counsellor: TelegramPerson): Promise<void> {
    student.says(CRY);
    await counsellor.hears(/同学：我要跳了/, /危急/);
    await world.settle();
  }
  const cases = () =>
    world.database.sql<{ id: string; status: string; woken: boolean }>(
      'select id, status, wake_at is not null as woken from xinqiao.handoff_case order by number',
    );

  it('is not closed away by the button that was shown before it, and the ending is shown anew', async () => {
    const { counsellor, student } = await talk();
    await reachesConfirm(counsellor);
    await cries(student, counsellor);
    counsellor.taps('确认结案');
    await counsellor.hears(/没有结案：同学刚说了危险的话，#1001 还在你手上/);
    expect(counsellor.choices()).toEqual(['先不结案', '看过了，再核对一次']);
    expect(await cases()).toMatchObject([{ status: 'acknowledged', woken: true }]);
    // Nobody answers it: it calls for help like any other.
    await world.pass(61_000);
    await counsellor.hearsUntil(/同学等你的话已经 1 分钟了/);
    await student.hearsUntil(/我又催了一次/);
    counsellor.says('别动，我打给你');
    await student.hears(/别动/);
    await world.settle();
    await closesCase(counsellor, '严重');
    await student.hears(/老师先和你说到这里/);
  });

  it('that was answered since does not let the old button close either; whoever has looked may', async () => {
    const { counsellor, student } = await talk();
    await reachesConfirm(counsellor);
    await cries(student, counsellor);
    counsellor.says('我在，看着我');
    await student.hears(/看着我/);
    await world.settle();
    counsellor.taps('确认结案');
    await counsellor.hears(/没有结案：同学刚说了危险的话/);
    counsellor.taps('看过了，再核对一次');
    await counsellor.hears(/请核对 #1001/);
    counsellor.taps('确认结案');
    await counsellor.hears(/已结案/);
    await student.hears(/多问了一句/);
  });

  it('that waits is named where the ending is asked for, and only whoever knows of it ends it', async () => {
    const { counsellor, student } = await talk();
    await cries(student, counsellor);
    counsellor.says('/结案');
    await counsellor.hears(/结果是哪一种/);
    counsellor.taps('误报/无风险');
    await counsellor.hears(/有没有告知过谁/);
    counsellor.taps('没有告知任何人');
    await counsellor.hears(/请核对 #1001[\s\S]*还没有收到你的回话/);
    expect(counsellor.choices()).toEqual(['我知道，仍然结案', '先不结案']);
    student.says('我现在就要跳楼');
    await counsellor.hears(/我现在就要跳楼/, /【危急】#1001/);
    await world.settle();
    counsellor.taps('我知道，仍然结案');
    await counsellor.hears(/没有结案：同学刚说了危险的话/);
    counsellor.taps('看过了，再核对一次');
    await counsellor.hears(/还没有收到你的回话/);
    counsellor.taps('我知道，仍然结案');
    await counsellor.hears(/已结案/);
    await student.hears(/多问了一句/);
  });

  it('after the end opens a case of its own', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/多问了一句/);
    await world.pass(61_000);
    student.says(CRY);
    await student.hearsUntil(/你在哪里/);
    await counsellor.hearsUntil(/#1002/);
    expect(await cases()).toMatchObject([{ status: 'closed' }, { status: 'open', woken: true }]);
  });

  it('is not closed away by a form of the console that lay open, which keeps what was typed', async () => {
    const { counsellor, student } = await talk();
    const office = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    const [one] = await cases();
    const path = `/console/cases/${one?.id}/close`;
    await office.open(path);
    expect(office.html()).not.toContain('name="owing"');
    await cries(student, counsellor);
    const fields = { outcome: 'false-alarm', told: 'none', note: '测试备注' };
    expect(await office.press({ action: path }, fields)).toBe(422);
    expect(office.text()).toMatch(/还没有结束：同学刚说了危险的话[\s\S]*测试备注/);
    expect(await cases()).toMatchObject([{ status: 'acknowledged', woken: true }]);
    // The answer shows how it stands now: a word is owed, and that has to be known.
    expect(office.html()).toContain('name="owing"');
    expect(await office.press({ action: path }, fields)).toBe(422);
    expect(office.text()).toMatch(/同学还在等你的一句话/);
    counsellor.says('我在，看着我');
    await student.hears(/看着我/);
    await world.settle();
    expect(await office.press({ action: path }, fields)).toBe(200);
    await student.hears(/多问了一句/);
  });
});

it('is not closed away on WeChat, and the first choice under the refusal is harmless', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  const counsellor = world.onWechat();
  const added = await world.addStaff('微信老师', 'wechat', counsellor.account);
  counsellor.says(added.code);
  await counsellor.hears(/这个账号已经启用/);
  const student = await world.acquainted();
  student.says('我想自杀');
  await student.hearsUntil(/你在哪里/);
  await counsellor.hears(/个案 #1001/);
  counsellor.says('接');
  await counsellor.hears(/归你了/);
  await student.hears(/真人/);
  counsellor.says('我在');
  await student.hears(/我在/);
  counsellor.says('/结案');
  await counsellor.hears(/结果是哪一种/);
  counsellor.says('误报/无风险');
  await counsellor.hears(/有没有告知过谁/);
  counsellor.says('没有告知任何人');
  await counsellor.hears(/请核对 #1001/);
  student.says(CRY);
  await counsellor.hearsUntil(/现在是危急/);
  await world.settle();
  counsellor.says('确认结案');
  await counsellor.hearsUntil(/没有结案：同学刚说了危险的话/);
  counsellor.says('1');
  await counsellor.hears(/好，个案 #1001 继续/);
  counsellor.says('我在，看着我');
  await student.hearsUntil(/看着我/);
  await world.close();
});
