import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../../support/read-pdf.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const SAID = '水獭标记七七一';
const NAME = '测试同学丙';
const NOTE = '已联系水獭标记七七二';
const RELATIVE = '水獭标记七七三';

describe('a supervisor, and the case of somebody whose work they look after', () => {
  let world: World;
  let student: TelegramPerson;
  let counsellor: TelegramPerson;
  let office: Visitor;
  let head: Visitor;
  let supervisor: Visitor;
  let other: Visitor;
  let caseId = '';
  const path = (): string => `/console/cases/${caseId}`;

  beforeAll(async () => {
    world = await startWorld();
    counsellor = await world.responder('测试老师甲');
    const people = {
      测试督导: ['supervisor'],
      测试旁人: ['supervisor'],
      测试主任: ['centre-head'],
    } as const;
    const quiet: TelegramPerson[] = [];
    for (const [name, roles] of Object.entries(people)) quiet.push(await world.responder(name, roles, false));
    student = await world.acquainted();
    student.says(`我想自杀，${SAID}`);
    await student.hearsUntil(/你在哪里/);
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    counsellor.says('我在');
    await student.hearsUntil(/我在/);
    [office, supervisor, other, head] = [
      await world.signedIn('测试老师甲'),
      await world.signedIn('测试督导'),
      await world.signedIn('测试旁人'),
      await world.signedIn('测试主任'),
    ];
    await world.settle();
    await counsellor.hearsUntil(/控制台登录链接/);
    for (const one of quiet) await one.hearsUntil(/控制台登录链接/);
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    caseId = row?.id ?? '';
    await office.open(path());
    await office.press({ action: `${path()}/facts` }, { field: 'name', value: NAME });
    await office.press({ action: `${path()}/note` }, { text: NOTE });
  }, 180_000);
  afterAll(() => world.close());

  async function idOf(name: string): Promise<string> {
    const [row] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.staff_member where name = $1',
      [name],
    );
    return row?.id ?? '';
  }

  it('sees nothing of it before the centre head says whose work they look after', async () => {
    expect(await supervisor.open(path())).toBe(404);
    await supervisor.open('/console');
    expect(supervisor.text()).not.toContain('#1001');
  });

  it('reads the talk and the notes then, and not who it is; nobody else does', async () => {
    await head.open('/console/supervisions');
    const pair = { supervisor: await idOf('测试督导'), counsellor: await idOf('测试老师甲') };
    await head.press({ action: '/console/supervisions', label: '加上' }, pair);

    await supervisor.open('/console');
    expect(supervisor.text()).toContain('#1001');
    expect(await supervisor.open(path())).toBe(200);
    expect(supervisor.text()).toContain(SAID);
    expect(supervisor.text()).toContain(NOTE);
    expect(supervisor.html()).not.toContain(NAME);
    await office.open(path());
    expect(office.text()).toContain(NAME);

    expect(await other.open(path())).toBe(404);
    const reads = await world.database.sql<{ allowed: boolean }>(
      `select allowed from xinqiao.audit_entry where actor = $1 and action = 'case.read'`,
      [`staff:${await idOf('测试督导')}`],
    );
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.every(({ allowed }) => allowed)).toBe(true);
  });

  it('says whether the alarm was right, and can do nothing else in it', async () => {
    await supervisor.open(path());
    await supervisor.press({ action: `${path()}/mark`, label: '判断对' });
    expect(supervisor.text()).toContain('已标：判断对');
    for (const action of ['answer', 'acknowledge', 'close', 'note', 'facts', 'transfer', 'hand-over'])
      expect(supervisor.html()).not.toContain(`${path()}/${action}"`);
    expect(supervisor.html()).not.toContain(`${path()}/report`);
    expect(await supervisor.open(`${path()}/report`)).toBe(404);
  });

  it('reads an issued report, without who it is about and who was informed by what name', async () => {
    await office.open(`${path()}/close`);
    await office.press(
      { action: `${path()}/close` },
      {
        outcome: 'serious',
        owner: await idOf('测试老师甲'),
        'date-serious': '2027-03-01',
        told: 'some',
        'party-0': 'family',
        'by-0': await idOf('测试老师甲'),
        'at-0': '2020-01-02T10:00',
        'ground-0': 'life',
        'detail-0': RELATIVE,
      },
    );
    await student.hears(/老师先和你说到这里/);
    await office.open(`${path()}/report`);
    const filled = {
      measure: 'talked',
      statement: '已谈话。',
      who: 'identity',
      identity: NAME,
      step: 'issue',
    };
    await office.press({ action: `${path()}/report`, label: '发出（发出后不能改）' }, filled);
    expect(office.text()).toContain(NAME);
    expect(office.text()).toContain(RELATIVE);

    await supervisor.open('/console/reports');
    expect(supervisor.html()).toContain(`${path()}/report`);
    await supervisor.open(path());
    expect(supervisor.html()).toContain(`href="${path()}/report"`);
    expect(supervisor.html()).not.toContain(`${path()}/informed`);
    expect(await supervisor.open(`${path()}/report`)).toBe(200);
    expect(supervisor.text()).toContain('已谈话。');
    expect(supervisor.html()).not.toContain('/report/supplement');
    for (const [format, read] of Object.entries(READERS)) {
      const text = await read(await bytesOf(`${path()}/report.${format}`, supervisor));
      expect(text).toContain('已谈话。');
      for (const words of [NAME, RELATIVE, SAID]) expect(text).not.toContain(words);
      expect(await read(await bytesOf(`${path()}/report.${format}`, office))).toContain(NAME);
    }
    for (const words of [NAME, RELATIVE]) expect(supervisor.html()).not.toContain(words);
    await other.open('/console/reports');
    expect(other.html()).not.toContain(`${path()}/report`);
  });

  it('has nothing of it once the supervision has ended', async () => {
    await head.open('/console/supervisions');
    await head.press({ action: '/console/supervisions/', label: '结束' });
    expect(await supervisor.open(path())).toBe(404);
    expect(await supervisor.open(`${path()}/report`)).toBe(404);
  });

  const bytesOf = async (where: string, who: Visitor): Promise<Uint8Array> => {
    const answer = await fetch(new URL(where, world.app.url), { headers: { Cookie: who.cookies() } });
    expect(answer.status).toBe(200);
    return new Uint8Array(await answer.arrayBuffer());
  };
});

const READERS: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  pdf: (bytes) => readPdf(Buffer.from(bytes)).replace(/\s/g, ''),
  xlsx: (bytes) =>
    Object.entries(unzipSync(bytes))
      .filter(([name]) => name.endsWith('.xml'))
      .map(([, body]) => strFromU8(body))
      .join('\n'),
};
