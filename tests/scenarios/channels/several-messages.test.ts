import { afterEach, describe, expect, it } from 'vitest';
import { createTelegramPerson, type TelegramPerson } from '../../support/telegram-person.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const WORDS = /活|不想|自残|没意思/;

let world: World;
/** Where a story goes on after the program has ended. */
let kept: TestDatabase | undefined;
afterEach(async () => {
  await world.close();
  await kept?.close();
  kept = undefined;
});

/** One message after another: the next is written when the one before was answered. */
async function says(
  student: Pick<TelegramPerson, 'says' | 'hears'>,
  ...texts: readonly string[]
): Promise<void> {
  for (const [index, text] of texts.entries()) {
    student.says(text);
    if (index < texts.length - 1) await student.hears(/./);
  }
}

/** Reads what is left, in whatever order it came: words about a crisis overtake the others. */
async function readOn(student: TelegramPerson): Promise<string> {
  await world.settle();
  let text = '';
  const { length } = world.telegram.sentTo(student.chatId);
  for (let read = 0; read < length; read += 1) {
    try {
      student.expectNothingMore();
      return text;
    } catch {
      text += await student.hears(/./);
    }
  }
  return text;
}

const caseLevels = async (): Promise<string[]> => {
  const rows = await world.database.sql<{ level: string }>(
    'select level from xinqiao.handoff_case order by number',
  );
  return rows.map(({ level }) => level);
};

/** The page of the only case, in a browser of the counsellor who takes it. */
async function casePage(counsellor: Awaited<ReturnType<World['responder']>>) {
  const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
  counsellor.says('接');
  await counsellor.hears(/归你了/);
  const browser = await world.signedIn(counsellor.name);
  await counsellor.hears(/登录链接/);
  await browser.open(`/console/cases/${row?.id}`);
  return browser;
}

describe('a crisis in several messages', () => {
  it('answers typed to the menu add up to nothing', async () => {
    world = await startWorld();
    const student = world.student();
    await says(student, '预约', '1', '4');
    await readOn(student);
    expect(await caseLevels()).toEqual([]);
  });

  it('on Telegram pages the counsellor, who sees all of its parts and why', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    await says(student, '我', '不想', '[流泪]', '活了');
    await student.hearsUntil(/正在叫值班老师/);
    await student.hearsUntil(/你在哪里/);
    const page = await counsellor.hears(/高危 · 已等 0 分钟/);
    expect(page).not.toMatch(WORDS);

    const browser = await casePage(counsellor);
    await student.hears(/接手了/);
    expect(browser.html()).toMatch(/<mark[^>]*title="[^"]+"[^>]*>不想<\/mark>/);
    expect(browser.html()).toMatch(/<mark[^>]*title="[^"]+"[^>]*>活了<\/mark>/);
    expect(world.logged.join('\n')).not.toMatch(WORDS);
  });

  it('is found among messages that are handled all at once', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    const characters = ['我', '真', '的', '不', '想', '再', '活', '下', '去', '了'];
    const [address] = await world.database.sql<{ id: string }>(
      'select address_id as id from xinqiao.consent limit 1',
    );
    await world.office.transactions.run(async ({ addresses }) => {
      await addresses.lock(address?.id ?? '');
      for (const one of characters) student.says(one);
      await until('all is stored', async () => {
        const rows = await world.database.sql("select id from xinqiao.incoming where status = 'stored'");
        return rows.length === characters.length;
      });
    });
    await counsellor.hears(/高危/);
    expect(await readOn(student)).toMatch(/正在叫值班老师/);
    expect(await caseLevels()).toEqual(['high']);
  });

  it('is found although the program was started again in between', async () => {
    kept = await createTestDatabase();
    world = await startWorld({ database: kept });
    const before = await world.acquainted();
    before.says('药已经');
    await before.hears(/./);
    await world.close();

    world = await startWorld({ database: kept });
    // A new fake counts from the start again, and what is known already is not taken twice.
    world.telegram.pushUpdate({ update_id: 2_000_000_000 });
    const student = createTelegramPerson(world.telegram, before.chatId);
    student.says('吞下去了');
    await student.hears(/现在打 120/);
    expect(await caseLevels()).toEqual(['imminent']);
    await readOn(student);
  });

  it('is no crisis when ten minutes lie between', async () => {
    world = await startWorld();
    const student = await world.acquainted();
    for (const text of ['我', '不想', '活了']) {
      student.says(text);
      await student.hears(/./);
      await world.pass(10 * MINUTE);
    }
    expect(await caseLevels()).toEqual([]);
  });

  it('is no crisis when it is not', async () => {
    world = await startWorld();
    const student = await world.acquainted();
    for (const text of ['我', '不想', '活动', '想', '死你了']) {
      student.says(text);
      await student.hears(/./);
    }
    expect(await caseLevels()).toEqual([]);
  });

  it('on the web page is answered at once', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    for (const text of ['我', '不想', '活了']) await visitor.says(text);
    expect(visitor.text()).toMatch(/正在叫值班老师/);
    await counsellor.hears(/高危/);
  });

  it('on WeChat is answered, too', async () => {
    world = await startWorld({ wechat: {} });
    const counsellor = await world.responder('测试老师甲');
    const student = world.onWechat();
    await says(student, '我', '嗯', '想', '死');
    await student.hearsUntil(/正在叫值班老师/);
    await counsellor.hears(/高危/);
  });

  it('makes a case graver, and reaches the counsellor who has it', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    student.says('药已经');
    await counsellor.hearsUntil(/同学：药已经/);
    student.says('吞下去了');
    await counsellor.hearsUntil(/同学：吞下去了/);
    await counsellor.hears(/值班·升级.*#1001 · 现在是危急/);
    expect(await caseLevels()).toEqual(['imminent']);
  });
});

describe('several concerns', () => {
  it('that add up within half an hour page somebody, who sees all of them, also what is longer ago', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    for (const text of ['活着没意思', '昨天看到小刀就想起自残']) {
      student.says(text);
      await student.hearsUntil(/./);
      await world.pass(12 * MINUTE);
    }
    student.says('要是我从未出生就好了');
    await student.hearsUntil(/正在叫值班老师/);
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);

    const browser = await casePage(counsellor);
    await student.hears(/接手了/);
    expect(browser.text()).toContain('活着没意思');
    expect(browser.text()).toContain('至少三件不同的事');
    expect(browser.html()).toMatch(/<mark[^>]*>活着没意思<\/mark>/);
    // Said longer before the case than what a case shows otherwise, and yet a part of why somebody was called.
    const [oldest] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.heard where case_id is not null order by seq limit 1',
    );
    const button = { action: `${browser.path()}/mark`, label: '判断对' };
    expect(await browser.press(button, { line: oldest?.id ?? '' })).toBe(200);
    const marked = await world.database.sql('select heard_id as id from xinqiao.screening_mark');
    expect(marked).toEqual([oldest]);
  });
});
