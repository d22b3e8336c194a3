import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { booksTomorrow, passUntil, seesVisitors, WHOLE_RECORD } from '../../support/session-world.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const RECORD = '水獭标记五五二';
const PEOPLE = {
  咨询甲: ['counsellor'],
  咨询乙: ['counsellor'],
  督导丙: ['supervisor'],
  督导丁: ['supervisor'],
  主任戊: ['centre-head'],
  前台己: ['staff'],
  管理庚: ['administrator'],
} as const;
type Name = keyof typeof PEOPLE;

describe('who may see a session and its record', () => {
  let world: World;
  let path = '';
  let absent = '';
  const browsers = new Map<Name, Visitor>();
  const browser = (name: Name): Visitor => {
    const one = browsers.get(name);
    if (one === undefined) throw new Error(name);
    return one;
  };

  beforeAll(async () => {
    world = await startWorld();
    for (const [name, roles] of Object.entries(PEOPLE)) {
      const added = await createStaffDesk(world.office).add(OPERATOR, {
        name,
        roles,
        accounts: [],
        onCall: false,
      });
      if (!added.ok) throw new Error(added.code);
    }
    await seesVisitors(world, '咨询甲');
    const student = world.visitor();
    await student.says('你好');
    const session = await booksTomorrow(world, '咨询甲');
    path = `/console/sessions/${session.id}`;
    await passUntil(world, session, -20);
    for (const name of Object.keys(PEOPLE) as Name[]) browsers.set(name, await world.signedIn(name));

    // The booking desk sees a time and a room, and whose hour it is; not who comes.
    const desk = browser('前台己');
    await desk.open('/console/sessions');
    expect(desk.text()).toMatch(/咨询甲 测试谈话室 已预约/);
    expect(desk.text()).not.toMatch(/来访者 [0-9A-F]{6}/);
    await desk.press({ action: `${path}/check-in` });
    expect(desk.text()).toMatch(/已签到/);

    await passUntil(world, session, 61);
    const own = browser('咨询甲');
    await own.open(path);
    await own.press({ action: `${path}/attendance`, label: '到了' });
    await own.press({ action: `${path}/record`, label: '存草稿' }, { text: RECORD });
    await own.open('/console/no-such-page');
    absent = own.text();
  });
  afterAll(() => world.close());

  it('a draft is its author’s alone; what was signed the supervisor reads, and nobody else', async () => {
    const head = browser('主任戊');
    await head.open('/console/supervisions');
    const ids = await idsOf(world);
    const pair = { supervisor: ids.get('督导丙') ?? '', counsellor: ids.get('咨询甲') ?? '' };
    await head.press({ action: '/console/supervisions', label: '加上' }, pair);
    expect(head.text()).toMatch(/督导丙 → 咨询甲/);
    await head.press({ action: '/console/supervisions', label: '加上' }, pair);
    expect(head.text()).toMatch(/已经有了/);
    const supervisor = browser('督导丙');
    expect(await supervisor.open(path)).toBe(200);
    expect(supervisor.html()).not.toContain(RECORD);

    const own = browser('咨询甲');
    await own.open(path);
    expect(own.html()).toContain(RECORD);
    await own.press({ action: `${path}/record`, label: '签名保存' }, { ...WHOLE_RECORD, text: RECORD });
    await supervisor.open(path);
    expect(supervisor.text()).toContain(RECORD);
    // Reading is no writing.
    expect(supervisor.html()).not.toContain(`${path}/correct`);

    for (const name of ['咨询乙', '督导丁', '主任戊', '前台己', '管理庚'] as const) {
      expect(await browser(name).open(path)).toBe(404);
      expect(browser(name).html()).not.toContain(RECORD);
      expect(await browser(name).open(`${path}/plan`)).toBe(404);
    }
    const reads = await world.database.sql<{ allowed: boolean }>(
      `select distinct allowed from xinqiao.audit_entry where action = 'session.read-record' order by allowed`,
    );
    expect(reads).toEqual([{ allowed: true }]);
    const refused = await world.database.sql<{ count: number }>(
      `select count(*)::int as count from xinqiao.audit_entry where action = 'session.see' and not allowed`,
    );
    expect(refused[0]?.count).toBeGreaterThanOrEqual(5);
    expect(absent).not.toBe('');
  });

  it('what was signed is changed by nobody, the program included', async () => {
    await expect(
      world.database.sql(`update xinqiao.session_record set signed_at = now() where status = 'signed'`),
    ).rejects.toThrow(/never changes/);
  });

  it('workload is one’s own, of whom one supervises, or all', async () => {
    const seen = async (name: Name): Promise<string> => {
      const status = await browser(name).open('/console/workload');
      return status === 200 ? browser(name).text() : 'absent';
    };
    expect(await seen('咨询甲')).toMatch(/咨询甲 1 60/);
    expect(await seen('咨询甲')).not.toMatch(/咨询乙 \d/);
    expect(await seen('督导丙')).toMatch(/咨询甲 1 60/);
    expect(await seen('督导丁')).toMatch(/没有可以看的/);
    expect(await seen('主任戊')).toMatch(/咨询甲 1 60[\s\S]*咨询乙 0 0/);
    expect(await seen('前台己')).toBe('absent');
    expect(await seen('管理庚')).toBe('absent');
  });

  it('a supervision that ends opens nothing any more', async () => {
    const head = browser('主任戊');
    await head.open('/console/supervisions');
    await head.press({ action: '/console/supervisions/', label: '结束' });
    expect(await browser('督导丙').open(path)).toBe(404);
  });
});

const idsOf = async (world: World): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await world.database.sql<{ id: string; name: string }>('select id, name from xinqiao.staff_member')).map(
      ({ id, name }) => [name, id],
    ),
  );
