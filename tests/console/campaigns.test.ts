import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeSendTime } from '../../src/campaigns/send-time.ts';
import { addMs, hoursMs } from '../../src/core/clock.ts';
import { addMember, addReaders, DRAFT, passTo, WORDS } from '../support/campaign-world.ts';
import type { TelegramPerson } from '../support/telegram-person.ts';
import { until } from '../support/until.ts';
import type { Visitor } from '../support/visitor.ts';
import { startWorld, type World } from '../support/world.ts';

const AUTHOR = '活动老师';
const HEAD = '中心主任';

type Fields = Readonly<Record<string, string | readonly string[]>>;

describe('the pages of campaigns', () => {
  let world: World;
  let author: Visitor;
  let head: Visitor;
  let readers: readonly TelegramPerson[];

  beforeAll(async () => {
    world = await startWorld();
    await addMember(world, AUTHOR, 'staff');
    await addMember(world, HEAD, 'centre-head');
    await passTo(world, 10);
    author = await world.signedIn(AUTHOR);
    head = await world.signedIn(HEAD);
    readers = await addReaders(world, 21);
  });
  afterAll(() => world.close());
  beforeEach(() => author.open('/console/campaigns'));

  /** Sends a form of the page that is shown, boxes included. */
  async function submit(who: Visitor, path: string, fields: Fields) {
    const csrf = /name="csrf" value="([^"]+)"/.exec(who.html())?.[1] ?? '';
    const body = new URLSearchParams({ csrf });
    for (const [name, value] of Object.entries(fields)) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    }
    const answer = await fetch(new URL(path, world.app.url), {
      method: 'POST',
      body,
      headers: { Cookie: who.cookies(), Origin: world.app.url, 'Sec-Fetch-Site': 'same-origin' },
      redirect: 'manual',
    });
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      html: await answer.text(),
    };
  }
  const make = async (change: Fields = {}): Promise<string> => {
    const made = await submit(author, '/console/campaigns/new', { ...DRAFT, key: randomUUID(), ...change });
    expect(made.status).toBe(303);
    return made.location;
  };
  const question = async (page: string, query = 'when=now'): Promise<string> => {
    await author.open(`${page}/send?${query}`);
    return author.text();
  };

  it('lead from a text to a preview with its last line and rounded numbers', async () => {
    await author.press({ action: '/console/sign-out' }).catch(() => undefined);
    author = await world.signedIn(AUTHOR);
    await author.open('/console/campaigns/new');
    expect(author.html().match(/type="checkbox"[^>]*checked/g)).toHaveLength(5);
    await author.open(await make({ en: 'Join us <b>on Friday</b>.' }));
    const text = author.text();
    expect(text).toContain(WORDS);
    expect(text).toContain('回复「退订」');
    expect(text).toContain('Join us <b>on Friday</b>.');
    expect(text).toContain('Reply STOP');
    expect(author.html()).not.toContain('<b>on Friday');
    expect(text).toMatch(/约 (20|30) 人/);
    expect(text).toMatch(/网页 人数少，不显示/);
    expect(text).not.toMatch(/\b21\b/);
  });

  it('name the field and the reason, and keep what was typed', async () => {
    const refused = await submit(author, '/console/campaigns/new', {
      ...DRAFT,
      title: '',
      zh: `隐\u202e藏`,
      channels: [],
      key: randomUUID(),
    });
    expect(refused.status).toBe(422);
    for (const said of ['请写名称', '看不见的控制字符', '请至少选一个渠道'])
      expect(refused.html).toContain(said);
    expect(refused.html).toContain('id="title-problem"');
    expect(refused.html).toContain('隐\u202e藏</textarea>');
    const long = await submit(author, '/console/campaigns/new', {
      ...DRAFT,
      zh: '长'.repeat(2_001),
      key: randomUUID(),
    });
    expect(long.html).toContain('中文内容太长，最多 2000 个字');
  });

  it('make one draft of a form that comes twice, and lose nobody’s change', async () => {
    const key = randomUUID();
    const first = await submit(author, '/console/campaigns/new', { ...DRAFT, key });
    const again = await submit(author, '/console/campaigns/new', { ...DRAFT, key });
    expect(again.location).toBe(first.location);
    const page = first.location;
    const edited = await submit(author, `${page}/edit`, { ...DRAFT, title: '改过', version: '1' });
    expect(edited.status).toBe(303);
    const late = await submit(author, `${page}/edit`, { ...DRAFT, title: '晚了', version: '1' });
    expect(late.status).toBe(409);
    expect(late.html).toContain('刚才有人改过');
    expect(late.html).toContain('value="晚了"');
    const stale = await submit(author, `${page}/send`, { version: '1', when: 'now', at: '' });
    expect(stale.html).toContain('核对之后有人改过');
    await author.open(page);
    expect(author.text()).toContain('草稿');
  });

  it('refuse a time that is none, gone or too far away, and say so at the field', async () => {
    const page = await make();
    expect(await question(page, 'when=at&at=')).toContain('请写完整的日期和时间');
    expect(author.html()).toContain('id="at-problem"');
    expect(await question(page, 'when=at&at=2020-01-01T10:00')).toContain('已经过去了');
    expect(await question(page, 'when=at&at=2099-01-01T10:00')).toContain('最多提前 180 天');
  });

  it('refuse a filter that leaves only a few', async () => {
    const page = await make({ languages: ['en'] });
    await author.open(page);
    expect(author.text()).toContain('现在没有人会收到');
    expect(author.html()).not.toContain('name="when"');
    const forced = await submit(author, `${page}/send`, { version: '1', when: 'now', at: '' });
    expect(forced.status).toBe(200);
    expect(forced.html).toContain('现在没有人会收到');
  });

  it('ask once more, tell of the night, send once however often the button is pressed, and show how it goes', async () => {
    const now = await world.office.transactions.run((stores) => stores.now());
    const late = writeSendTime(addMs(now, hoursMs(12.5)));
    const waiting = await make();
    expect(await question(waiting, `when=at&at=${late}`)).toMatch(/是安静时间，.*08:00 起发送/);
    await author.press({ action: `${waiting}/send`, label: '确认，到时发送' });
    expect(author.text()).toContain('等待发送');
    await author.open(`${waiting}/cancel`);
    expect(author.text()).toContain('一条也不会发出');
    await author.press({ action: `${waiting}/cancel`, label: '确认取消' });
    expect(author.text()).toContain('取消之后没有再发送');

    const page = await make();
    expect(await question(page)).toMatch(/约 (20|30) 人/);
    await author.open(page);
    expect(author.text()).toContain('草稿');
    await question(page);
    await author.press({ action: `${page}/send`, label: '确认，现在发送' });
    await author.pressAgain();
    await Promise.all(readers.map((one) => one.hears(/操场有五二五游园会/)));
    await until('the end', async () => {
      await author.open(page);
      return author.text().includes('全部处理完了');
    });
    expect(author.text()).toMatch(/一共 约 (20|30) 人 已发出 约 (20|30) 人 其余 不足 20 人/);
    expect(await author.open(`/console/live${page.slice('/console'.length)}`)).toBe(200);
    expect(author.html()).not.toContain('<html');
    await author.open(`/console/campaigns/new?from=${page.split('/').at(-1)}`);
    expect(author.text()).toContain(WORDS);
  });

  it('let the head see and cancel, and nobody else anything', async () => {
    const page = await make();
    expect(await head.open(page)).toBe(200);
    expect(head.html()).not.toContain('/edit"');
    expect(head.html()).not.toContain('name="when"');
    expect(await head.open('/console/campaigns/new')).toBe(404);
    expect((await submit(head, `${page}/send`, { version: '1', when: 'now', at: '' })).status).toBe(404);
    await head.open(`${page}/cancel`);
    await head.press({ action: `${page}/cancel` });
    expect(head.text()).toContain('已取消');
  });
});
