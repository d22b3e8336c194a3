import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { photoOfPlace } from '../../media/samples.ts';
import { until } from '../../support/until.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World, type WorldOptions } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const start = async (wechat: NonNullable<WorldOptions['wechat']> = {}): Promise<void> => {
  world = await startWorld({ wechat });
};

async function acquainted(): Promise<WechatPerson> {
  const student = world.onWechat();
  student.says('你好');
  await student.hears(/我是程序/);
  student.says(student.numberOf('同意并开始'));
  await student.hears(/已经记下[\s\S]*想做什么/);
  return student;
}

/** A student has called for help where five answers are permitted; one of them is said. */
async function callingWithFewAnswers() {
  await start({ replies: 5 });
  const counsellor = await world.responder('测试老师甲');
  const student = await acquainted();
  student.says('我想自杀');
  await student.hears(/正在叫值班老师[\s\S]*120[\s\S]*你在哪里/);
  await counsellor.hears(/个案 #1001/);
  return { counsellor, student };
}

/** The same, and a counsellor has come and said a first word: two answers are left. */
async function talkingWithFewAnswers() {
  const { counsellor, student } = await callingWithFewAnswers();
  counsellor.taps('接 #1001');
  await counsellor.hears(/#1001/);
  await student.hears(/真人/);
  counsellor.says('我在。');
  await student.hears(/我在。/);
  return { counsellor, student };
}

describe('a student on WeChat', () => {
  it('chooses by number, by full-width number and by word', async () => {
    await start();
    const student = await acquainted();
    student.says(student.numberOf('自助'));
    await student.hears(/考试/);
    student.says('１');
    await student.hears(/./);
    student.says('热线');
    await student.hearsUntil(/120/);
    student.says('菜单');
    await student.hearsUntil(/想做什么/);
    student.says('99');
    await student.hears(/没认出是哪一项/);
  });

  it('in danger is answered, and a counsellor on Telegram is called and talks with them', async () => {
    await start();
    const counsellor = await world.responder('测试老师甲');
    const student = await acquainted();
    student.says('我不想活了，今晚就去跳楼');
    await student.hears(/120[\s\S]*安全[\s\S]*你在哪里/);
    await counsellor.hears(/个案 #1001 · 危急/);
    counsellor.taps('接 #1001');
    await counsellor.hears(/#1001/);
    await student.hears(/真人/);
    counsellor.says('我在，你现在在哪里？');
    await student.hears(/我在，你现在在哪里？/);
    student.says('在宿舍');
    await counsellor.hears(/#1001.*在宿舍/s);
  });

  it('who sends a picture is asked to type and given numbers; a recording in a crisis reaches the counsellor', async () => {
    await start();
    const counsellor = await world.responder('测试老师甲');
    const student = await acquainted();
    student.sends({ type: 6 });
    await student.hears(/打字[\s\S]*120/);
    student.says('我想自杀');
    await student.hears(/正在叫值班老师[\s\S]*120[\s\S]*你在哪里/);
    await counsellor.hears(/个案 #1001/);
    counsellor.taps('接 #1001');
    await counsellor.hears(/#1001/);
    await student.hears(/真人/);
    student.sends({ type: 2 });
    await counsellor.hears(/#1001.*语音/s);
  });
});

describe('a counsellor on WeChat', () => {
  it('activates the account by the code, takes a case by number, talks, and closes it by number', async () => {
    await start({ startsChats: true });
    const counsellor = world.onWechat();
    const added = await world.addStaff('微信老师', 'wechat', counsellor.account);
    counsellor.says(added.code);
    await counsellor.hears(/这个账号已经启用/);
    const student = await world.acquainted();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1001/);
    counsellor.says(counsellor.numberOf('接 #1001'));
    await counsellor.hears(/#1001/);
    await student.hears(/真人/);
    counsellor.says('你好，我在。');
    await student.hears(/你好，我在。/);
    student.says('2');
    await counsellor.hears(/#1001.*2/s);
    counsellor.says('3');
    await student.hears(/3/);
    counsellor.says('/结案');
    await counsellor.hears(/#1001/);
    counsellor.says('9');
    await counsellor.hears(/已经过时|没有这个/);
    counsellor.says('一般');
    await counsellor.hears(/有没有告知过谁[\s\S]*1\. 没有告知任何人/);
    counsellor.says('1');
    await counsellor.hears(/由谁负责回访[\s\S]*1\. 我自己/);
    counsellor.says('１');
    await counsellor.hears(/请核对 #1001[\s\S]*分类：一般/);
    counsellor.says('确认结案');
    await counsellor.hears(/#1001.*一般/s);
    await student.hears(/./);
  });
});

describe('the last answer that the platform permits', () => {
  it('is the numbers and a link to the page; the rest waits until the student writes', async () => {
    const { counsellor, student } = await talkingWithFewAnswers();
    counsellor.says('你现在在哪里？');
    const card = await student.hears(/只让我再发这一条[\s\S]*\/continue\/[\s\S]*120/);
    await counsellor.hears(/#1001 你的话还没有到同学那里[\s\S]*着急请打电话/);
    counsellor.says('我一直在。');
    await world.settle();
    student.says('嗯');
    await student.hears(/你现在在哪里？[\s\S]*我一直在。/);
    await counsellor.hears(/#1001.*嗯/s);
    expect(card).not.toContain('想自杀');
  });

  it('a picture that waits too arrives by itself, between the words before and after it', async () => {
    const { counsellor, student } = await talkingWithFewAnswers();
    counsellor.says('你现在在哪里？');
    await student.hears(/只让我再发这一条/);
    await counsellor.hears(/你的话还没有到同学那里/);
    world.telegram.putFile(`photo-${counsellor.chatId}-large`, { bytes: await photoOfPlace() });
    world.telegram.userSendsPhoto(counsellor.chatId, '这里有人');
    const waits = (count: number): Promise<void> =>
      until(`${count} to wait`, async () => {
        const held = `select from xinqiao.outgoing where held_for = 'quota'`;
        return (await world.database.sql(held)).length === count;
      });
    await waits(2);
    counsellor.says('去那里等我。');
    await waits(3);
    student.says('嗯');
    await student.hears(/^[^\n]*你现在在哪里？$/, /^$/, /^[^\n]*［图片］这里有人$/, /^[^\n]*去那里等我。$/);
    const [sent] = world.wechat.sentTo(student.account).filter(({ bytes }) => bytes !== undefined);
    expect((await sharp(sent?.bytes).metadata()).format).toBe('jpeg');
    await counsellor.hears(/#1001.*嗯/s);
  });

  it('comes instead of the next word about the wait, and leaves room to say that a person is there', async () => {
    const { counsellor, student } = await callingWithFewAnswers();
    await world.pass(61_000);
    await student.hears(/过了 1 分钟/);
    await world.pass(2 * 60_000);
    await student.hears(/只让我再发这一条[\s\S]*\/continue\/[\s\S]*120/);
    await world.pass(2 * 60_000);
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/#1001 归你了/);
    await student.hears(/真人/);
  });

  it('leads to the web page as the same person, without history; the old channel is told and can cut it off', async () => {
    const { counsellor, student } = await talkingWithFewAnswers();
    counsellor.says('你现在在哪里？');
    const card = await student.hears(/\/continue\//);
    await counsellor.hears(/#1001 你的话还没有到同学那里/);
    const path = /\/continue\/[A-Za-z0-9_-]+/.exec(card)?.[0] ?? '';

    const preview = world.visitor();
    expect(await preview.open(path)).toBe(200);
    const page = world.visitor();
    await page.open(path);
    expect(page.text()).toContain('在这里接着谈');
    await page.press({ action: '/continue/' });
    expect(page.path()).toBe('/');
    expect(page.text()).not.toContain('想自杀');
    expect(page.text()).not.toContain('我在。');
    await student.hears(/有人用我发的链接[\s\S]*不是我/);
    await until('what could not be said on WeChat', async () => {
      await page.open('/');
      return page.text().includes('你现在在哪里？');
    });
    await counsellor.hears(/#1001 同学换到网页接着说/);
    await page.says('我换到网页上了');
    await counsellor.hears(/#1001.*我换到网页上了/s);
    counsellor.says('好，我们在这里说。');
    await until('the answer on the page', async () => {
      await page.open('/');
      return page.text().includes('好，我们在这里说。');
    });

    const late = world.visitor();
    expect(await late.open(path)).toBe(404);
    expect(late.text()).toContain('这个链接用过了');

    student.says('在吗');
    await counsellor.hears(/#1001 同学换到微信接着说/);
    await counsellor.hears(/#1001.*在吗/s);
    student.says('不是我');
    await student.hears(/已经断开/);
    await counsellor.hears(/同学：不是我/);
    await page.open('/');
    expect(page.text()).not.toContain('好，我们在这里说。');
    await page.says('我还在看吗');
    counsellor.says('我们接着说。');
    await student.hears(/我们接着说。/);
  });
});

describe('two cases of one student whose counsellors’ words wait on WeChat', () => {
  const told = () =>
    world.database.sql<{ number: number; channel: string; contacted: boolean; owed: boolean }>(
      `select number::int, channel, contacted_at is not null as contacted, unreplied_since is not null as owed
       from xinqiao.handoff_case order by number`,
    );

  /** They went on in a browser once, and write on WeChat again; each case has a counsellor whose words are held. */
  async function heldOfTwo() {
    await start({ replies: 5 });
    const counsellor = await world.responder('测试老师甲');
    const colleague = await world.responder('测试老师乙');
    const student = await acquainted();
    student.says('换到网页');
    const link = await student.hears(/\/continue\//);
    const page = world.visitor();
    await page.open(/\/continue\/[A-Za-z0-9_-]+/.exec(link)?.[0] ?? '');
    await page.press({ action: '/continue/' });
    await student.hears(/有人用我发的链接/);
    student.says('我室友说不想活了，我也不想活了');
    await student.hears(/正在叫值班老师[\s\S]*你在哪里[\s\S]*另外记下了/);
    await world.settle();
    counsellor.says('接 #1001');
    await counsellor.hearsUntil(/#1001 归你了/);
    await student.hears(/真人/);
    counsellor.says('我在。');
    await student.hears(/我在。/);
    colleague.says('接 #1002');
    await colleague.hearsUntil(/#1002 归你了/);
    await student.hears(/只让我再发这一条/);
    colleague.says('你室友在哪？');
    await colleague.hearsUntil(/#1002 你的话还没有到同学那里/);
    counsellor.says('你吃饭了吗？');
    await counsellor.hearsUntil(/#1001 你的话还没有到同学那里/);
    return { counsellor, colleague, student, page };
  }

  it('go, each with its words, to a browser that was joined before, and those answer nothing that is said there', async () => {
    const { counsellor, colleague, page } = await heldOfTwo();
    await page.says('我在图书馆');
    await counsellor.hears(/#1001 同学换到网页接着说/, /#1001 同学：我在图书馆/);
    await colleague.hears(/#1002 同学换到网页接着说/, /#1002 同学：我在图书馆/);
    await until('both words on the page', async () => {
      await page.open('/');
      return ['也有老师接手了', '你室友在哪？', '你吃饭了吗？'].every((words) => page.text().includes(words));
    });
    await world.settle();
    expect(await told()).toEqual([
      { number: 1001, channel: 'web', contacted: true, owed: true },
      { number: 1002, channel: 'web', contacted: true, owed: false },
    ]);
    expect(await world.database.sql(`select from xinqiao.outgoing where held_for is not null`)).toEqual([]);
  });

  it('leave as the words of each, so that neither counsellor counts as silent', async () => {
    const { counsellor, colleague, student } = await heldOfTwo();
    student.says('嗯');
    await student.hears(/也有老师接手了[\s\S]*你室友在哪？$/, /^[^\n]*你吃饭了吗？$/);
    await counsellor.hears(/#1001 同学：嗯/);
    await colleague.hears(/#1002 同学：嗯/);
    await world.settle();
    expect((await told()).map(({ contacted }) => contacted)).toEqual([true, true]);
  });
});
