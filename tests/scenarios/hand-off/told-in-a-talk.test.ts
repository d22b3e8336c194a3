import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTalk } from '../../support/in-talk.ts';
import { startWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const IMMINENT = '药已经吞下去了';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const called = async (): Promise<number> =>
  Number(
    (
      await world.database.sql<{ n: string }>(
        "select count(*) as n from xinqiao.case_event where kind = 'silent-owner'",
      )
    )[0]?.n,
  );

/** Minute by minute, since everything that is due is done at each. */
async function passMinutes(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) await world.pass(MINUTE);
}

describe('a student whose counsellor has fallen asleep', () => {
  it('hears at the pace of whoever waits that others are called, who are called each minute', async () => {
    const { counsellor, student } = await inTalk(world, '测试老师甲', IMMINENT);
    student.says('谢谢老师，我好多了');
    await counsellor.hears(/我好多了/);
    await world.pass(5 * MINUTE + SECOND);
    await student.hears(/已经 5 分钟没有老师的话/);
    await passMinutes(6);
    expect(await called()).toBeGreaterThanOrEqual(7);
    await student.hears(/已经 10 分钟没有老师的话/);
    student.expectNothingMore();
    await counsellor.hearsUntil(/话已经 11 分钟/);
    counsellor.says('我在');
    await student.hears(/我在/);
  });

  it('and who took leave before, hears it once; a new word waits again', async () => {
    const { counsellor, student } = await inTalk(world, '测试老师甲', IMMINENT);
    student.says('谢谢老师，先这样');
    await counsellor.hears(/先这样$/, /同学说要离开|离开/);
    await world.pass(5 * MINUTE + SECOND);
    await student.hears(/已经 5 分钟没有老师的话/);
    await passMinutes(6);
    expect(await called()).toBeGreaterThanOrEqual(7);
    student.expectNothingMore();
    student.says('老师我睡不着');
    await counsellor.hearsUntil(/老师我睡不着/);
    await passMinutes(4);
    await student.hears(/已经 15 分钟没有老师的话/);
    await counsellor.hearsUntil(/话已经 15 分钟/);
    counsellor.says('我在');
    await student.hears(/我在/);
  });
});

describe('what only colleagues hear of where the counsellor is', () => {
  it.each([
    ['通话中', /记下了：#1001 通话中/],
    ['在路上', /记下了：#1001 在路上/],
    ['有人到场', /记下|有人到场/],
  ])('“还有人吗” tells nothing of %s', async (word, noted) => {
    const { counsellor, student } = await inTalk(world, '测试老师甲', IMMINENT);
    counsellor.says(word);
    await counsellor.hears(noted);
    await world.pass(2 * MINUTE + SECOND);
    student.says('还有人吗');
    const told = await student.hears(
      /^有人。值班老师是真人，2 分钟前接手的。[\s\S]*老师上一次跟你说话，是 2 分钟前[\s\S]*120/,
    );
    expect(told).not.toMatch(/通话|电话中|路上|身边|到场/);
    await counsellor.hearsUntil(/还有人吗/);
  });
});

describe('falling asleep in imminent danger', () => {
  it.each(['去睡了', '好困，想睡'])('“%s” to a person counts like a dangerous word', async (words) => {
    const { counsellor, student } = await inTalk(world, '测试老师甲', IMMINENT);
    await world.settle();
    student.says(words);
    await counsellor.hears(new RegExp(`同学：${words}$`), /【危急】#1001 同学刚说了危急的话/);
    await world.pass(61 * SECOND);
    await counsellor.hears(/同学等你的话已经 1 分钟了/);
    await student.hears(/我又催了一次/);
    counsellor.says('别睡');
    await student.hears(/别睡/);
  });

  it('while nobody has come whoever comes next is called at once', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says(IMMINENT);
    await student.hearsUntil(/你在哪里|在哪/);
    await counsellor.hears(/危急/);
    student.says('我好困');
    await student.hears(/还没有人接[\s\S]*120[\s\S]*110/);
    const [row] = await world.database.sql<{ step: number }>('select step from xinqiao.handoff_case');
    expect(row?.step).toBeGreaterThan(1);
    await world.settle();
  });

  it('of a student who is not in imminent danger is a leave-taking, or what it says', async () => {
    const { counsellor, student } = await inTalk(world);
    student.says('谢谢老师，晚安');
    await counsellor.hears(/晚安$/, /离开/);
    student.says('好困');
    await counsellor.hears(/好困$/);
    counsellor.says('早点睡');
    await student.hears(/早点睡/);
  });
});
