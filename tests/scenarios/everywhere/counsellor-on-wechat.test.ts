import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { passUntil } from '../../support/waiting-world.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let world: World;
let owner: WechatPerson;
let colleague: TelegramPerson;
let student: Anybody;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true }, quietCases: true });
  await passUntil(world, '19:00');
  owner = world.onWechat();
  const added = await world.addStaff('微信老师', 'wechat', owner.account);
  owner.says(added.code);
  await owner.hears(/这个账号已经启用/);
  student = await world.anybody('web');
  await student.says('我想自杀');
  await student.hearsUntil(/你在哪里/);
  await owner.hears(/个案 #1001/);
  owner.says('接');
  await owner.hears(/归你了/);
  await student.hears(/真人/);
  await speaks('我在');
});
afterAll(() => world.close());

const pick = (label: string): void => owner.says(owner.numberOf(label));

async function speaks(words: string): Promise<void> {
  owner.says(words);
  await student.hears(new RegExp(words));
  await world.settle();
}

it('is told of a quiet case in the morning and in the evening, never at night', async () => {
  await passUntil(world, '08:00');
  await passUntil(world, '09:00');
  await world.pass(SECOND);
  await owner.hears(/你手上有 1 个个案，有一阵没有动静了：\n· #1001 · 1[34] 小时/);
  await passUntil(world, '18:00');
  await world.pass(SECOND);
  await owner.hears(/#1001 · 2[23] 小时/);
  await speaks('今天怎么样');
});

it('does not close a cry away, nor a word that is owed without saying so', async () => {
  await student.says('我要跳了');
  await owner.hears(/同学：我要跳了/, /危急/);
  await world.settle();
  owner.says('/结案');
  await owner.hears(/结果是哪一种/);
  pick('误报/无风险');
  await owner.hears(/有没有告知过谁/);
  pick('没有告知任何人');
  await owner.hears(/请核对 #1001[\s\S]*还没有收到你的回话[\s\S]*1\. 我知道，仍然结案\n2\. 先不结案/);
  await student.says('我现在就要跳楼');
  await owner.hears(/我现在就要跳楼/, /【危急】#1001/);
  await world.settle();
  owner.says('我知道，仍然结案');
  await owner.hears(/没有结案：同学刚说了危险的话/);
  owner.says('1');
  await owner.hears(/好，个案 #1001 继续/);
  await speaks('别动，我打给你');
});

it('takes 有人到场 back, and everybody is called where neither of the two gives a sign', async () => {
  colleague = await world.responder('测试老师乙');
  await world.pass(3 * MINUTE + SECOND);
  await owner.hears(/#1001 同学 3 分钟没有回话/);
  owner.says('有人到场');
  await owner.hears(/记下了：#1001 有人到场[\s\S]*点错了[\s\S]*1\. 撤回：没有人到场/);
  await world.pass(9 * MINUTE);
  owner.says('1');
  await owner.hears(/撤回了：#1001 没有记有人到场/, /#1001 同学 12 分钟没有回话/);
  await world.pass(3 * MINUTE);
  await colleague.hears(/同学 15 分钟没有回话，负责的 微信老师 也没有动静/);
  await owner.hears(/同学 15 分钟没有回话，你也没有动静/);
  colleague.taps('接 #1001');
  // What was taken back is nothing to ask about.
  await colleague.hears(/#1001 归你了/);
  await owner.hears(/由 测试老师乙 接手了/);
  await student.hears(/接手了/);
  colleague.says('我是乙老师');
  await student.hears(/乙老师/);
  await world.settle();
  const [one] = await world.database.sql<{ arrived: Date | null }>(
    'select arrived_at as arrived from xinqiao.handoff_case',
  );
  expect(one?.arrived).toBeNull();
});
