import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTalk } from '../../support/in-talk.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

/** A counsellor who is called, and a student who is asked where they are. */
async function waiting(words = '我不想活了') {
  const counsellor = await world.responder('测试老师甲');
  const student = world.student();
  student.says(words);
  await student.hearsUntil(/你在哪里/);
  await counsellor.hears(/高危|危急/);
  return { counsellor, student };
}

async function takes(counsellor: TelegramPerson, student: TelegramPerson): Promise<void> {
  counsellor.says('接');
  await counsellor.hears(/归你了/);
  await student.hears(/接手了/);
}

const settledTopics = async (): Promise<string[]> => {
  const rows = await world.database.sql<{ topic: string }>(
    'select topic from xinqiao.case_question where settled_at is not null order by asked_at',
  );
  return rows.map(({ topic }) => topic);
};

describe('what a student says while a person has the case', () => {
  it('is heard by the person, though an old list has a line of that number or name', async () => {
    const { counsellor, student } = await waiting();
    student.says('图书馆');
    await student.hears(/身边有人吗/);
    await takes(counsellor, student);
    for (const typed of ['2', '就我一个人', '跳过']) {
      student.says(typed);
      await counsellor.hears(new RegExp(`同学：${typed}$`));
    }
    student.says('回到求助');
    await counsellor.hears(/同学：回到求助$/, /同学回来了/);
    await student.hears(/一直开着/, /有人。值班老师是真人/);
    expect(await settledTopics()).toEqual(['place']);
  });

  it('is heard when an old button is tapped, also where something else was said before', async () => {
    const { counsellor, student } = await waiting();
    student.says('图书馆');
    await student.hears(/身边有人吗/);
    student.taps('有人在');
    await student.hears(/现在能接电话吗/);
    await takes(counsellor, student);
    student.taps('就我一个人');
    await counsellor.hears(/同学：就我一个人$/);
    student.taps('有人在');
    await student.hears(/已经收到了/);
  });

  it('is not talked over by the program right after the person spoke, unless it asks for anybody', async () => {
    const { counsellor, student } = await inTalk(world);
    for (const typed of ['没有人', '有人在', '老师呢', '怎么没人', '我回来了']) {
      student.says(typed);
      await counsellor.hears(new RegExp(`同学：${typed}$`));
    }
    student.says('还有人吗');
    await counsellor.hears(/同学：还有人吗$/);
    await student.hears(/老师刚刚还在跟你说话/);
  });
});

describe('answers while waiting', () => {
  it.each(['没有人', '有人在', '没人'])('to who is there, %s is one', async (typed) => {
    const { student } = await waiting();
    student.says('图书馆');
    await student.hears(/身边有人吗/);
    student.says(typed);
    await student.hears(/记下了。现在能接电话吗/);
    student.says('有没有人啊');
    await student.hears(/我在，人还没有到/);
  });

  it('are none where they take leave, or ask who comes, though they name a teacher', async () => {
    const { student } = await waiting();
    student.says('图书馆');
    await student.hears(/身边有人吗/);
    for (const typed of ['老师什么时候来', '老师在哪', '还没人来', '谢谢老师，再见']) {
      student.says(typed);
      await student.hears(/还没有人接|人还没有到/);
    }
    student.says('晚安老师');
    await student.hears(/好，记下了。我还在叫老师/);
    expect(await settledTopics()).toEqual(['place']);
    student.says('还没人');
    await student.hears(/记下了。现在能接电话吗/);
  });

  it('that are dangerous are followed by what is true, and by the next question', async () => {
    const { student } = await waiting();
    student.says('我在宿舍，不想活了');
    await student.hears(/还没有人接/, /^记下了。身边有人吗/);
    expect(await settledTopics()).toEqual(['place']);
  });
});

describe('a farewell', () => {
  it('while nobody has come is answered with what is true, and whoever comes next is called at once', async () => {
    const { counsellor, student } = await waiting();
    student.says('再见');
    await student.hears(/还没有人接[\s\S]*120[\s\S]*110/);
    // Nobody else is there: the one who was called is called again as soon as their minute has come.
    await world.pass(MINUTE + 1_000);
    await counsellor.hears(/#1001 · 高危/);
    await student.hears(/还没有人接/);
    expect(await settledTopics()).toEqual([]);
    student.says('先这样');
    await student.hears(/好，记下了。我还在叫老师/);
  });

  it('in imminent danger calls whoever comes next, though it is asked whether anybody is with them', async () => {
    const { counsellor, student } = await waiting('药已经吞下去了');
    student.says('在宿舍');
    await student.hears(/身边有人吗/);
    student.says('谢谢老师，再见');
    await student.hears(/还没有人接[\s\S]*120[\s\S]*110/);
    const [row] = await world.database.sql<{ step: number }>('select step from xinqiao.handoff_case');
    expect(row?.step).toBeGreaterThan(1);
    await world.settle();
    counsellor.expectNothingMore();
  });

  it('to a person who has a high case is heard by them alone', async () => {
    const { counsellor, student } = await inTalk(world);
    await world.pass(3 * MINUTE);
    student.says('再见');
    await counsellor.hears(/同学：再见$/);
  });

  it('in imminent danger counts like a dangerous word', async () => {
    const { counsellor, student } = await waiting('药已经吞下去了');
    await takes(counsellor, student);
    counsellor.says('我在');
    await student.hears(/我在/);
    student.says('嗯');
    await counsellor.hears(/同学：嗯/);
    counsellor.says('别走开');
    await student.hears(/别走开/);
    await world.pass(2 * MINUTE + 1_000);
    student.says('走了');
    await counsellor.hears(/同学：走了$/);
    await counsellor.hears(/新说了危急|危急/);
    await student.hears(/有人。值班老师是真人[\s\S]*120[\s\S]*110/);
    await world.settle();
    const [row] = await world.database.sql<{ owed: boolean }>(
      'select unanswered_since is not null as owed from xinqiao.handoff_case',
    );
    expect(row?.owed).toBe(true);
  });
});

it('who comes back to a counsellor that sleeps reads the numbers, and that nobody has answered', async () => {
  const { counsellor, student } = await inTalk(world);
  await world.settle();
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
       wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null`,
  );
  student.says('回到求助');
  await student.hears(/上次的老师正在值班[\s\S]*还没有回话[\s\S]*120[\s\S]*110/);
  await counsellor.hears(/回到了求助/);
});
