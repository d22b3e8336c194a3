import { afterEach, describe, expect, it } from 'vitest';
import { inTalk } from '../../support/in-talk.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let world: World;
afterEach(() => world.close());

describe('a counsellor’s words that leave late', () => {
  it('on WeChat, released by a cry, do not count as its answer: everybody is called for the silence', async () => {
    world = await startWorld({ wechat: { replies: 4 } });
    const counsellor = await world.responder('测试老师甲');
    const student = world.onWechat();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/);
    await counsellor.hears(/#1001/);
    counsellor.taps('接 #1001');
    await counsellor.hears(/#1001/);
    await student.hears(/真人/);
    counsellor.says('你在哪里？');
    await student.hears(/只让我再发这一条/);
    await counsellor.hears(/#1001 你的话还没有到同学那里/);
    // Once for each silence of the student.
    counsellor.says('我一直在。');
    await world.settle();
    await world.pass(10 * SECOND);
    student.says('我现在就从楼顶跳下去');
    await student.hears(/你在哪里？[\s\S]*我一直在。/);
    await counsellor.hearsUntil(/楼顶/);
    await world.settle();
    await world.pass(MINUTE + SECOND);
    await counsellor.hearsUntil(/同学等你的话已经 1 分钟了/);
    await student.hearsUntil(/只让我再发这一条/);
  });

  it('on Telegram, after an outage, do not count as the answer to a cry that came meanwhile', async () => {
    world = await startWorld();
    const { counsellor, student } = await inTalk(world);
    const other = await world.responder('测试老师乙');
    await world.settle();
    world.telegram.fail('sendMessage', 'bad-gateway', 1_000);
    counsellor.says('能说说吗');
    await until('the words to be written', async () => (await unsent()) === 1);
    student.says('我现在就从楼顶跳下去');
    await until('the cry to be owed', async () => (await owed())?.unanswered_since !== null);
    world.telegram.heal();
    await world.pass(5 * SECOND);
    await student.hearsUntil(/能说说吗/);
    await counsellor.hearsUntil(/楼顶/);
    await world.settle();
    expect((await owed())?.unanswered_since).not.toBeNull();
    await world.pass(MINUTE + SECOND);
    await other.hearsUntil(/同学等 测试老师甲 的话已经 1 分钟了/);
    await counsellor.hearsUntil(/同学等你的话已经 1 分钟了/);
    await student.hearsUntil(/催了一次/);
  });

  it('written before 紧急求助 was pressed, do not answer it: it is owed like a dangerous word', async () => {
    world = await startWorld();
    const { counsellor, student } = await inTalk(world);
    student.says('我还是想自杀');
    await counsellor.hears(/还是想自杀/);
    await world.settle();
    world.telegram.fail('sendMessage', 'bad-gateway', 1_000);
    counsellor.says('能说说吗');
    await until('the words to be written', async () => (await unsent()) === 1);
    student.says('紧急求助');
    await until('the call to be heard', async () => (await calls()) === 3);
    world.telegram.heal();
    await world.pass(5 * SECOND);
    await student.hearsUntil(/能说说吗/);
    await counsellor.hearsUntil(/紧急求助/);
    await world.settle();
    const { unanswered_since: since } = (await owed()) ?? { unanswered_since: null };
    expect(since).not.toBeNull();
    await world.pass(3 * MINUTE + SECOND);
    await counsellor.hearsUntil(/同学等你的话已经 3 分钟了/);
    await student.hearsUntil(/催了一次/);
  });

  it('the very first words, written before a cry, leave it owed too', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const other = await world.responder('测试老师乙');
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/#1001/);
    await other.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    await other.hears(/接手了/);
    await world.settle();
    world.telegram.fail('sendMessage', 'bad-gateway', 1_000);
    counsellor.says('我是甲老师');
    await until('the words to be written', async () => (await unsent()) === 1);
    student.says('我现在就从楼顶跳下去');
    await until('the cry to be heard', async () => (await cries()) === 2);
    world.telegram.heal();
    await world.pass(5 * SECOND);
    await student.hearsUntil(/甲老师/);
    await counsellor.hearsUntil(/楼顶/);
    await world.settle();
    await world.pass(MINUTE + SECOND);
    await other.hearsUntil(/同学等 测试老师甲 的话已经 1 分钟了/);
    await counsellor.hearsUntil(/同学等你的话已经 1 分钟了/);
    await student.hearsUntil(/催了一次/);
  });
});

describe('an outage of a quarter of an hour', () => {
  it('costs no word of a counsellor: it is tried until the platform answers', async () => {
    world = await startWorld();
    const { counsellor, student } = await inTalk(world);
    await world.settle();
    world.telegram.fail('sendMessage', 'bad-gateway', 1_000);
    counsellor.says('记着这个号码：12356');
    await until('the words to be written', async () => (await unsent()) === 1);
    for (let minute = 0; minute < 18; minute += 1) await world.pass(MINUTE);
    world.telegram.heal();
    await world.pass(MINUTE);
    await student.hearsUntil(/12356/);
    // To phone meanwhile.
    await counsellor.hears(/#1001 没有送到，请打电话/);
  }, 60_000);

  it('that lasts for more than six hours is told to whoever wrote', async () => {
    world = await startWorld();
    const { counsellor, student } = await inTalk(world);
    await world.settle();
    world.telegram.fail('sendMessage', 'bad-gateway', 1_000);
    counsellor.says('你在吗');
    await until('the words to be written', async () => (await unsent()) === 1);
    for (let minute = 0; minute < 18; minute += 1) await world.pass(MINUTE);
    expect(await unsent()).toBe(1);
    await world.pass(6 * 60 * MINUTE);
    expect(await unsent()).toBe(0);
    world.telegram.heal();
    await world.pass(MINUTE);
    await counsellor.hearsUntil(/没有送到|没能送到|送不到/);
    student.expectNothingMore();
  }, 60_000);
});

const owed = async () =>
  (
    await world.database.sql<{ unanswered_since: Date | null; unreplied_since: Date | null }>(
      'select unanswered_since, unreplied_since from xinqiao.handoff_case',
    )
  )[0];

/** Words of a person that have not left. */
const unsent = async () =>
  (
    await world.database.sql(
      `select from xinqiao.outgoing where author_staff_id is not null and status in ('due', 'sending', 'unknown')`,
    )
  ).length;

/** Whatever asked for a person, by its words or by a press. */
const calls = async () => (await world.database.sql('select from xinqiao.heard where calls_person')).length;

const cries = async () =>
  (await world.database.sql(`select from xinqiao.heard where level in ('high', 'imminent')`)).length;
