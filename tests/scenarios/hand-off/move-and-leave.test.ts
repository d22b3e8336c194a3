import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../src/app/random.ts';
import { createPresenceDesk } from '../../../src/conversation/student/presence.ts';
import { createPostgresWebSessionStore } from '../../../src/storage/people/postgres-web-session-store.ts';
import { createPostgresClock } from '../../../src/storage/postgres-clock.ts';
import { createSiteWorld } from '../../site/site-world.ts';
import { openStoreOf } from '../../support/open-store-of.ts';
import { rawText } from '../../support/raw-text.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const channelOf = async (): Promise<string | undefined> =>
  (await world.database.sql<{ channel: string }>('select channel from xinqiao.handoff_case'))[0]?.channel;

describe('going on elsewhere by a code', () => {
  const codeIn = (text: string): string => /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text)?.[0] ?? '';
  const type = async (browser: ReturnType<World['visitor']>, code: string): Promise<number> => {
    await browser.open('/continue');
    return browser.press({ action: '/continue' }, { code });
  };

  it('takes the case along, once, however it is spaced, and shows nothing that was said before', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    student.says('换到网页');
    const code = codeIn(await student.hears(/打开 \S+\/continue ，输入 [A-Z2-9]{4}-[A-Z2-9]{4}（10 分钟内/));
    const wrong = world.visitor();
    expect(await type(wrong, 'ABCD-2345')).toBe(422);
    const told = wrong.text();
    const browser = world.visitor();
    await type(browser, ` ${code.toLowerCase().replace('-', '－')} `);
    expect(browser.path()).toBe('/');
    expect(browser.text()).not.toContain('不想活');
    await student.hears(/不是我/);
    await counsellor.hears(/换到网页接着说/);
    expect(await channelOf()).toBe('web');
    await browser.says('我在另一台手机上');
    await counsellor.hears(/我在另一台手机上/);
    // Used is as wrong as never made.
    const late = world.visitor();
    expect(await type(late, code)).toBe(422);
    expect(late.text()).toBe(told);
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const owner = await world.signedIn(counsellor.name);
    await counsellor.hears(/登录链接/);
    await owner.open(`/console/cases/${row?.id}`);
    expect(owner.text()).not.toContain(code);
    const kept = await world.database.sql('select * from xinqiao.move_code');
    expect(rawText(kept)).not.toContain(code.replace('-', ''));
    expect(world.logged.join('\n')).not.toContain(code);
  });

  it('is over after ten minutes, after five tries of one browser, and when a new one is asked for', async () => {
    const student = await world.acquainted();
    const ask = async (): Promise<string> => {
      student.says('换到网页');
      return codeIn(await student.hears(/输入/));
    };
    const first = await ask();
    await world.pass(10 * MINUTE + 1);
    expect(await type(world.visitor(), first)).toBe(422);
    const second = await ask();
    const third = await ask();
    expect(await type(world.visitor(), second)).toBe(422);
    const guesser = world.visitor();
    for (let tries = 0; tries < 5; tries += 1) expect(await type(guesser, 'WRNG-2222')).toBe(422);
    expect(await type(guesser, third)).toBe(422);
    const other = world.visitor();
    await type(other, third);
    expect(other.path()).toBe('/');
    await student.hears(/不是我/);
  });

  it('is not found by many browsers together', async () => {
    const student = await world.acquainted();
    student.says('换到网页');
    const code = codeIn(await student.hears(/输入/));
    await world.database.sql(
      `insert into xinqiao.move_try (browser_hash, at)
       select decode(md5(n::text), 'hex'), xinqiao.app_now() from generate_series(1, 300) n`,
    );
    expect(await type(world.visitor(), code)).toBe(422);
    await world.pass(10 * MINUTE + 1);
    student.says('换到网页');
    const again = codeIn(await student.hears(/输入/));
    const browser = world.visitor();
    await type(browser, again);
    expect(browser.path()).toBe('/');
    await student.hears(/不是我/);
  });
});

describe('going on elsewhere in the middle of a hand-off', () => {
  it('works from Telegram to the web page, back, and to the same browser again; the owner hears of each', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);

    const follow = async () => {
      student.says('换到网页');
      const told = await student.hears(/在网页上接着说/);
      return new URL(/https?:\/\/\S+/.exec(told)?.[0] ?? '').pathname;
    };
    const browser = world.visitor();
    const first = await follow();
    await browser.open(first);
    await browser.press({ action: first });
    await student.hears(/不是我/);
    await counsellor.hears(/换到网页接着说/);
    expect(await channelOf()).toBe('web');
    counsellor.says('网页上看得到吗');
    await until('the words are on the web page', async () => {
      await browser.open('/');
      return browser.text().includes('网页上看得到吗');
    });
    await browser.says('看得到');
    await counsellor.hears(/同学：看得到/);
    // The link is spent.
    expect(await world.visitor().open(first)).toBe(404);

    student.says('我又回到这里了');
    await counsellor.hears(/换到Telegram接着说/);
    await counsellor.hears(/同学：我又回到这里了/);
    counsellor.says('好的，在这里说');
    await student.hears(/好的，在这里说/);

    const second = await follow();
    await counsellor.hearsUntil(/./).catch(() => '');
    await browser.open(second);
    await browser.press({ action: second });
    await world.settle();
    expect(await channelOf()).toBe('web');
    await counsellor.hearsUntil(/换到网页接着说/);
    await world.database.sql('update xinqiao.handoff_case set wake_at = null');
  });

  it('notes a page that was closed, and nothing where it was only loaded anew', async () => {
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.says('我不想活了');
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    counsellor.says('我在');
    const stream = async () => {
      const gone = new AbortController();
      const answer = await fetch(new URL('/chat/events', world.app.url), {
        headers: { Cookie: visitor.cookies() },
        signal: gone.signal,
      });
      expect(answer.status).toBe(200);
      await answer.body?.getReader().read();
      return gone;
    };
    const departures = () => world.database.sql('select due_at from xinqiao.page_departure');
    const first = await stream();
    first.abort();
    await until('the closed page is noted', async () => (await departures()).length === 1);
    const second = await stream();
    await until('the page is back', async () => (await departures()).length === 0);
    second.abort();
    await until('the closed page is noted again', async () => (await departures()).length === 1);
    await world.database.sql('update xinqiao.handoff_case set wake_at = null');
    await world.pass(MINUTE + 1_000);
    await counsellor.hears(/关掉了网页，一分钟没有回来/);
    expect(await departures()).toEqual([]);
  });

  it('notes nothing while another page of the browser is open, at whichever process', async () => {
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.says('我不想活了');
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    counsellor.says('我在');
    await world.settle();
    await world.database.sql('update xinqiao.handoff_case set wake_at = null');
    const store = openStoreOf(world);
    const page = (heartbeatMs?: number) => {
      const { site } = createSiteWorld({
        sessions: createPostgresWebSessionStore(store.db, store.keys, newId),
        clock: createPostgresClock(store.db),
        presence: createPresenceDesk(world.office),
        ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
      });
      return site;
    };
    const open = async (site: ReturnType<typeof page>) => {
      const answer = await site.request('/chat/events', { headers: { Cookie: visitor.cookies() } });
      expect(answer.status).toBe(200);
      const reader = answer.body?.getReader();
      await reader?.read();
      const drain = async (): Promise<void> => {
        while ((await reader?.read())?.done === false);
      };
      void drain();
      return () => reader?.cancel();
    };
    const departures = () => world.database.sql('select due_at from xinqiao.page_departure');
    const closeOther = await open(page(1_000));
    const close = await open(page());
    await close();
    await until('the closed page is noted', async () => (await departures()).length === 1);
    await until('the other page has shown that it is there', async () => (await departures()).length === 0);
    await closeOther();
    await until('the last page is noted', async () => (await departures()).length === 1);
    await world.pass(MINUTE + 1_000);
    await counsellor.hears(/关掉了网页，一分钟没有回来/);
    await store.close();
  });
});
