import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadContent } from '../../../src/content/load-content.ts';
import { createDirectPages } from '../../../src/conversation/fault/direct-pages.ts';
import { createFaultDesk } from '../../../src/conversation/fault/fault-desk.ts';
import type { Incoming, SendOutcome } from '../../../src/core/channel.ts';
import type { BotMessage } from '../../../src/core/message.ts';
import { flowTexts } from '../../../src/flows/texts.ts';
import { loadDefaultRules } from '../../keywords/default-screener.ts';
import { createMemoryDisk, type MemoryDisk } from '../../spool/memory-disk.ts';
import { startSpool } from '../../spool/spool-world.ts';

async function load(language: string) {
  const folder = fileURLToPath(new URL(`../../../config/content/${language}`, import.meta.url));
  const content = await loadContent(folder, flowTexts);
  if (!content.ok) throw new Error(JSON.stringify(content.problems));
  return content.value;
}
const contents = { zh: await load('zh'), en: await load('en') };
const { screener } = await loadDefaultRules();

let disk: MemoryDisk;
let now: number;
let said: { to: string; text: string }[];
let paged: string[];
let outcomes: SendOutcome[];
let pageOutcomes: SendOutcome[];
let logged: string[];
let desk: ReturnType<typeof createFaultDesk>;
let pages: ReturnType<typeof createDirectPages>;
let spool: ReturnType<typeof startSpool>;

const SENT: SendOutcome = { kind: 'sent', externalId: null };

function open(contacts = 1): void {
  const log = {
    info: (event: string, fields?: object) => void logged.push(JSON.stringify([event, fields])),
    warn: (event: string, fields?: object) => void logged.push(JSON.stringify([event, fields])),
    error: (event: string, fields?: object) => void logged.push(JSON.stringify([event, fields])),
  };
  const channel = {
    name: 'webhook' as const,
    bot: 'watch',
    send: async (_to: string, { text, facts }: BotMessage) => {
      const outcome = pageOutcomes.shift() ?? SENT;
      if (outcome.kind === 'sent') paged.push(`${text} ${JSON.stringify(facts)}`);
      return outcome;
    },
  };
  pages = createDirectPages({
    addresses: Array.from({ length: contacts }, () => ({ channel, account: 'group' })),
    contents: () => contents,
    publicUrl: 'https://xinqiao.example.edu.cn',
    nowMs: () => now,
    log,
  });
  desk = createFaultDesk({
    spool,
    pages,
    centre: () => ({ screener, contents }),
    nowMs: () => now,
    pause: async () => undefined,
    log,
    async send({ from }, { text }) {
      const outcome = outcomes.shift() ?? SENT;
      if (outcome.kind === 'sent') said.push({ to: from, text });
      return outcome;
    },
  });
}

beforeEach(() => {
  disk = createMemoryDisk();
  spool = startSpool(disk);
  now = 1_800_000_000_000;
  said = [];
  paged = [];
  outcomes = [];
  pageOutcomes = [];
  logged = [];
  open();
});

let keys = 0;
const from = (
  account: string,
  body: Incoming['body'],
  channel: Incoming['channel'] = 'telegram',
): Incoming => {
  keys += 1;
  return { channel, bot: channel === 'web' ? 'web' : '700100', updateKey: `u${keys}`, from: account, body };
};
const words = (text: string): Incoming['body'] => ({ kind: 'text', text });
const told = async (): Promise<(string | null)[]> => {
  await desk.settle();
  return (await spool.waiting()).map((record) => record.told);
};
const levels = async (): Promise<string[]> => (await spool.waiting()).map(({ level }) => level);

describe('the desk that needs no database', () => {
  it('keeps, answers and pages a crisis, once however often the update comes', async () => {
    const update = from('401', words('我不想活了'));
    const [first, again] = await Promise.all([desk.take(update), desk.take({ ...update })]);
    expect(first).toMatchObject({ kept: true, crisis: true });
    expect(again).toBe(first);
    expect(await told()).toEqual(['yes']);
    expect(said).toEqual([{ to: '401', text: expect.stringMatching(/系统现在有故障[\s\S]*120/) }]);
    expect(paged).toEqual([expect.stringMatching(/1 条危机消息，最高：高危.*"number":"E1"/)]);
    expect(JSON.stringify([paged, logged])).not.toMatch(/不想活|401/);
    expect(await levels()).toEqual(['high']);
  });

  it.each([
    [{ kind: 'choice', id: 'menu.urgent' }],
    [{ kind: 'choice', id: 'concern.person' }],
    [words('紧急求助！')],
    [words('/urgent')],
    [words('Urgent help')],
    [{ kind: 'edit', text: '我现在就在天台上要跳下去' }],
    [{ kind: 'unscreenable', what: 'picture', caption: '我不想活了', file: null }],
  ] as [Incoming['body']][])('takes %j for a cry for help', async (body) => {
    expect(await desk.take(from('402', body))).toMatchObject({ crisis: true, kept: true });
    expect(paged).toHaveLength(1);
  });

  it('joins what one account says in several messages, and nobody else’s', async () => {
    await desk.take(from('403', words('我想')));
    await desk.take(from('404', words('死')));
    expect(paged).toEqual([]);
    await desk.take(from('403', words('死')));
    expect(paged).toHaveLength(1);
  });

  it('speaks the language of the words, or of the page', async () => {
    await desk.take(from('405', words('I want to kill myself')));
    await desk.settle();
    expect(said.at(-1)?.text).toMatch(/^Thank you for telling me/);
    const shown = await desk.take(from('browser', words('我不想活了'), 'web'), 'en');
    expect(shown.text).toMatch(/^Thank you for telling me/);
  });

  it('tells the truth where nobody can be called', async () => {
    open(0);
    await desk.take(from('406', words('我不想活了')));
    await desk.settle();
    expect(said.at(-1)?.text).toMatch(/我叫不到老师[\s\S]*120/);
    expect(said.at(-1)?.text).not.toMatch(/应急联系人/);
  });

  it('leaves what is no crisis in the box of the page, and keeps it elsewhere', async () => {
    const onPage = await desk.take(from('browser', words('今天有点累'), 'web'));
    expect(onPage).toMatchObject({ kept: false, crisis: false, text: expect.stringMatching(/字还在框里/) });
    expect(await levels()).toEqual([]);
    await desk.take(from('407', words('今天有点累')));
    await desk.take(from('407', words('食堂关门了吗')));
    await desk.settle();
    expect(said.map(({ text }) => text)).toEqual([expect.stringMatching(/我先回不了你/)]);
    expect(await levels()).toEqual(['ordinary', 'ordinary']);
    expect(paged).toEqual([]);
  });

  it('answers somebody in crisis who goes on, not after every line, and a graver word at once', async () => {
    await desk.take(from('408', words('我不想活了')));
    await desk.take(from('408', words('真的不想活了')));
    await desk.take(from('408', words('我现在就在天台上要跳下去')));
    now += 31_000;
    await desk.take(from('408', words('还在吗')));
    await desk.settle();
    expect(said.map(({ text }) => text.slice(0, 5))).toEqual(['谢谢你说出', '谢谢你说出', '我收到了，']);
  });

  it('notes an answer that did not arrive, and leaves open what nobody knows', async () => {
    outcomes = [{ kind: 'permanent', code: 'blocked' }];
    await desk.take(from('409', words('我不想活了')));
    await desk.settle();
    outcomes = [{ kind: 'unknown', code: 'timeout' }];
    await desk.take(from('410', words('我不想活了')));
    await desk.settle();
    outcomes = [{ kind: 'temporary', retryAfterMs: 1, code: 'rate-limited' }, SENT];
    await desk.take(from('411', words('我不想活了')));
    expect(await told()).toEqual(['no', 'unsure', 'yes']);
  });

  it('still answers and pages when the disk is full', async () => {
    disk.fill(true);
    const answer = await desk.take(from('412', words('我不想活了')));
    await desk.settle();
    expect(answer.crisis).toBe(true);
    expect(said).toHaveLength(1);
    expect(paged).toHaveLength(1);
    expect(await spool.isEmpty()).toBe(false);
  });
});

describe('after a kill', () => {
  it('says again, marked, only what may not have arrived, and calls nobody anew', async () => {
    const updates = ['501', '502', '503'].map((account) => from(account, words('我不想活了')));
    outcomes = [SENT, { kind: 'unknown', code: 'timeout' }, { kind: 'permanent', code: 'blocked' }];
    for (const update of updates) {
      await desk.take(update);
      await desk.settle();
    }
    spool = startSpool(disk);
    open();
    said = [];
    paged = [];
    for (const update of updates) await desk.take(update);
    await desk.settle();
    expect(said).toEqual([
      { to: '502', text: expect.stringMatching(/^（可能重复）谢谢你说出来/) },
      { to: '503', text: expect.stringMatching(/^谢谢你说出来/) },
    ]);
    expect(paged).toEqual([]);
    expect(await spool.waiting()).toHaveLength(3);
  });
});

describe('direct pages', () => {
  it('merge within a minute, count, and get louder as repeats after five', async () => {
    for (let student = 0; student < 30; student += 1)
      await desk.take(from(`s${student}`, words('我不想活了')));
    expect(paged).toHaveLength(1);
    now += 60_000;
    await pages.look();
    expect(paged.at(-1)).toMatch(/有 30 条危机消息/);
    now += 299_000;
    await pages.look();
    expect(paged).toHaveLength(2);
    now += 1_000;
    await pages.look();
    expect(paged.at(-1)).toMatch(/第 3 次，可能重复.*6 分钟/);
    await pages.recover();
    expect(paged.at(-1)).toMatch(/系统恢复.*30 条/);
    await pages.look();
    expect(paged).toHaveLength(4);
  });

  it('are tried again when they surely did not arrive, also with the template of an alarm', async () => {
    pageOutcomes = [
      { kind: 'permanent', code: 'rejected' },
      { kind: 'temporary', retryAfterMs: 1, code: 'unreachable' },
    ];
    await desk.take(from('s', words('我不想活了')));
    expect(paged).toEqual([]);
    now += 4_000;
    await pages.look();
    expect(paged).toEqual([]);
    now += 1_000;
    await pages.look();
    expect(paged).toHaveLength(1);
  });
});
