import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let world: World;
let owner: TelegramPerson;
let colleague: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({ wechat: {} });
  owner = await world.responder('测试老师甲');
  colleague = await world.responder('测试老师乙');
});
afterAll(() => world.close());

/** Minute by minute, since everything that is due is done at each. */
async function passMinutes(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) await world.pass(MINUTE);
}

describe.each(['wechat', 'web'] as const)('a student in imminent danger on %s', (channel) => {
  let student: Anybody;
  let number = 0;
  beforeAll(async () => {
    student = await world.anybody(channel);
    await student.says('药已经吞下去了');
    await student.hearsUntil(/在哪/);
    await world.settle();
    const [row] = await world.database.sql<{ n: number }>(
      'select max(number)::int as n from xinqiao.handoff_case',
    );
    number = row?.n ?? 0;
    owner.says(`接 #${number}`);
    await owner.hearsUntil(/归你了/);
    await colleague.hearsUntil(/由 测试老师甲 接手了/);
    await student.hears(/接手了/);
    await speaks('我在');
  });

  async function speaks(words: string): Promise<void> {
    owner.says(`#${number} ${words}`);
    await student.hears(new RegExp(words));
    await world.settle();
  }

  it('hears the state as it is, and nothing of where the counsellor is or who is there', async () => {
    for (const [word, noted] of [
      ['通话中', /通话中，到/],
      ['在路上', /在路上，到/],
      ['有人到场', /记下了：#\d+ 有人到场/],
    ] as const) {
      owner.says(`#${number} ${word}`);
      await owner.hearsUntil(noted);
      await world.pass(2 * MINUTE + SECOND);
      await student.says('还有人吗');
      const told = await student.hears(/^有人。值班老师是真人[\s\S]*120/);
      expect(told).not.toMatch(/通话|电话中|在路上|身边|到场/);
      await owner.hearsUntil(/还有人吗/);
      await speaks('我在这里');
    }
  });

  it('who is falling asleep is taken for being in danger', async () => {
    await student.says('困了，想睡一会儿');
    await owner.hearsUntil(new RegExp(`#${number} 同学：困了，想睡一会儿`));
    await owner.hears(new RegExp(`【危急】#${number} 同学刚说了危急的话`));
    await world.pass(61 * SECOND);
    await owner.hearsUntil(/同学等你的话已经 1 分钟了/);
    await colleague.hearsUntil(/同学等 测试老师甲 的话已经 1 分钟了/);
    await student.hears(/我又催了一次/);
    await speaks('别睡');
  });

  it('whose counsellor is silent hears of it at the pace of whoever waits, though others are called each minute', async () => {
    await student.says('谢谢老师，我好多了');
    await owner.hearsUntil(/我好多了/);
    await world.pass(5 * MINUTE + SECOND);
    await student.hears(/已经 5 分钟没有老师的话/);
    await passMinutes(6);
    await student.hears(/已经 10 分钟没有老师的话/);
    await student.says('还有人吗');
    await student.hears(/^有人[\s\S]*也在叫/);
    await colleague.hearsUntil(/的话已经 11 分钟/);
    await speaks('对不起，我在');
  });

  it('and says nothing, while the counsellor gives no sign: everybody is called, and a colleague takes the case', async () => {
    await world.pass(3 * MINUTE + SECOND);
    await owner.hearsUntil(/同学 3 分钟没有回话/);
    await world.pass(3 * MINUTE);
    await colleague.hearsUntil(/同学 6 分钟没有回话，负责的 测试老师甲 也没有动静/);
    colleague.says(`接 #${number}`);
    await colleague.hearsUntil(/归你了/);
    await owner.hearsUntil(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    await colleague.hearsUntil(/记过「有人到场」/);
    colleague.says(`#${number} 我是乙老师`);
    await student.hears(/乙老师/);
    await world.settle();
    await world.database.sql(
      `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
         wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null`,
    );
    await world.pass(MINUTE + SECOND);
  });
});
