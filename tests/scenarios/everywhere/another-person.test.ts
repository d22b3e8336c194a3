import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Anybody, CHANNELS } from '../../support/anybody.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
let counsellor: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({ wechat: {} });
  counsellor = await world.responder('测试老师甲');
});
afterAll(() => world.close());

const newest = async (): Promise<number> =>
  (await world.database.sql<{ n: number }>('select max(number)::int as n from xinqiao.handoff_case'))[0]?.n ??
  0;

/** What is tried here is how it goes on, not how it ends. */
async function endAll(): Promise<void> {
  await world.settle();
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
       owner_id = coalesce(owner_id, (select id from xinqiao.staff_member where name = '测试老师甲')),
       acknowledged_at = coalesce(acknowledged_at, xinqiao.app_now()), wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null where status <> 'closed'`,
  );
  await world.pass(61_000);
}

async function takes(student: Anybody): Promise<number> {
  await world.settle();
  const number = await newest();
  counsellor.says(`接 #${number}`);
  await counsellor.hearsUntil(/归你了/);
  await student.hears(/真人/);
  counsellor.says('我在');
  await student.hears(/我在/);
  return number;
}

/** A report that is talked about, beside which one more person is told of. */
async function tellsOfTwo(student: Anybody): Promise<{ first: number; second: number }> {
  await student.says('我室友说不想活了');
  await student.hears(/正在叫值班老师/, /替别人求助/, /他\/她现在在哪里/);
  const first = await takes(student);
  await student.says('隔壁班小李也说不想活了');
  await counsellor.hearsUntil(/可能是另一位/);
  counsellor.says('/另有一位');
  await counsellor.hearsUntil(/单独开了 #/);
  await student.hears(/你说的另一位，我单独记下了[\s\S]*120[\s\S]*（说的是另一位）他\/她现在在哪里/);
  return { first, second: await newest() };
}

describe.each(CHANNELS)('one more person of whom somebody tells, on %s', (channel) => {
  let student: Anybody;
  beforeAll(async () => {
    student = await world.anybody(channel);
  });

  afterEach(endAll);

  it('is asked about one thing at a time, beside the talk, and whoever takes that case reads the answers', async () => {
    const { first, second } = await tellsOfTwo(student);
    expect(second).toBe(first + 1);
    expect(new Set(student.choices())).toEqual(new Set(['跳过']));
    await student.says('图书馆三楼');
    await student.hears(/^记下了。（说的是另一位）他\/她身边有人吗/);
    await counsellor.hears(new RegExp(`#${first} 同学：图书馆三楼`));
    await student.says('好的老师');
    await counsellor.hears(/同学：好的老师/);
    await student.picks('一个人');
    await student.hears(/（说的是另一位）他\/她是谁/);
    await student.says('小李，二班');
    await student.hears(/（说的是另一位）有他\/她的电话吗/);
    await counsellor.hears(/同学：小李，二班/);
    await student.picks('跳过');
    await student.hears(/另一位的事我不再问了/);
    await student.says('我很担心');
    await counsellor.hears(/同学：我很担心/);
    counsellor.says(`接 #${second}`);
    await counsellor.hears(
      /在哪里：图书馆三楼\n· 有没有人陪、有没有危险：一个人\n· 当事人是谁（转述、未核实）：小李，二班\n· 当事人的电话（转述、未核实）：跳过了/,
    );
    await student.hears(/也有老师接手了/);
  });

  it('is never insisted on: what answers the counsellor is no answer to it, and it ends when somebody has the case', async () => {
    const { first, second } = await tellsOfTwo(student);
    await student.says('我刚才打他电话没有人接，我真的不知道怎么办，也不敢告诉别人');
    await counsellor.hears(/不知道怎么办/);
    counsellor.says(`#${first} 你室友在哪`);
    await student.hears(/你室友在哪/);
    await student.says('在宿舍');
    await counsellor.hears(/同学：在宿舍/);
    counsellor.says(`接 #${second}`);
    expect(await counsellor.hears(/归你了/)).not.toContain('宿舍');
    await student.hears(/也有老师接手了/);
    counsellor.says(`#${second} 小李呢`);
    await student.hears(/小李呢/);
    await student.says('他在操场');
    await counsellor.hears(/同学：他在操场/);
  });

  it('told of beside their own danger, is asked about after their own questions', async () => {
    await student.says('我室友说不想活了，我也不想活了');
    await student.hears(/正在叫值班老师/, /电话都可以打/, /你在哪里/, /另外记下了/);
    // Under what was said last stand no choices; on WeChat it is one message.
    for (const next of [/身边有人吗/, /能接电话吗/, /哪个学院/]) {
      await student.says('跳过');
      await student.hears(next);
    }
    await student.says('跳过');
    await student.hears(/（说的是另一位）他\/她现在在哪里/);
    await student.says('在宿舍');
    await student.hears(/（说的是另一位）他\/她身边有人吗/);
    await student.picks('有人陪着');
    await student.hears(/他\/她是谁/);
    await student.says('跳过');
    await student.hears(/电话吗/);
    await student.says('没有');
    await student.hears(/另一位的事我不再问了/);
    await world.settle();
    const answers = await world.database.sql<{ topic: string; how: string; own: boolean }>(
      `select q.topic, q.how, r.case_id is null as own from xinqiao.case_question q
       join xinqiao.handoff_case c on c.id = q.case_id left join xinqiao.case_report r on r.case_id = c.id
       where c.status = 'open' order by q.asked_at`,
    );
    expect(answers.map(({ topic, how, own }) => `${own ? 'own' : 'other'} ${topic} ${how}`)).toEqual([
      'own place skipped',
      'own company skipped',
      'own phone skipped',
      'own college skipped',
      'other their-place answered',
      'other their-safety answered',
      'other their-name skipped',
      'other their-phone answered',
    ]);
    await world.pass(61_000);
    await counsellor.hearsUntil(/2 个在等/);
    await student.hears(/过了 1 分钟/);
  });

  it('is asked about where a person came for their own case first, once they go on', async () => {
    await student.says('我室友说不想活了，我也不想活了');
    await student.hears(/正在叫值班老师/, /电话都可以打/, /你在哪里/, /另外记下了/);
    await world.settle();
    const second = await newest();
    counsellor.says(`接 #${second - 1}`);
    await counsellor.hearsUntil(/归你了/);
    await student.hears(/真人/);
    counsellor.says('我在');
    await student.hears(/我在/);
    await student.says('谢谢老师');
    await counsellor.hearsUntil(/同学：谢谢老师/);
    await student.hears(/^（说的是另一位）他\/她现在在哪里/);
    await student.says('她在宿舍');
    await student.hears(/（说的是另一位）他\/她身边有人吗/);
    await counsellor.hearsUntil(/同学：她在宿舍/);
    counsellor.says(`接 #${second}`);
    await counsellor.hearsUntil(/当事人在哪里：她在宿舍/);
    await student.hears(/也有老师接手了/);
  });
});
