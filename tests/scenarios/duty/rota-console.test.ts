import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import { HOUR, local, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const NEW = '/console/duty/rules/new';

describe('the rota in the console', () => {
  let world: World;
  let rota: ReturnType<typeof rotaIn>;
  let head: Visitor;
  beforeEach(async () => {
    world = await startWorld();
    rota = rotaIn(world);
    await rota.clearSample();
    await add('测试主任', 'centre-head');
    await add('测试老师甲', 'counsellor');
    await add('测试老师乙', 'counsellor');
    head = await world.signedIn('测试主任');
  });
  afterEach(() => world.close());

  const add = async (name: string, role: string): Promise<void> => {
    const input = { name, roles: [role], accounts: [], onCall: false };
    expect((await createStaffDesk(world.office).add(OPERATOR, input)).ok).toBe(true);
  };
  const count = async (table: string): Promise<number> =>
    (
      await world.database.sql<{ n: number }>(
        `select count(*)::int as n from xinqiao.${table} where ended_at is null`,
      )
    )[0]?.n ?? -1;
  const night = async () => ({
    duty: 'duty',
    name: '夜间轮班',
    'member-0': await rota.idOf('测试老师甲'),
    'member-1': await rota.idOf('测试老师乙'),
    periodDays: '1',
    handOverWeekday: '1',
    handOverTime: '08:00',
    from: '00:00',
    to: '00:00',
    days: 'all',
    validFrom: '2020-01-01',
    validTo: '',
  });

  it('takes a rotation once, however often its form is sent, and shows fourteen days of it', async () => {
    const bing = await world.responder('测试老师丙', ['counsellor'], false);
    const ding = await world.responder('测试老师丁', ['counsellor'], false);
    await head.open(`${NEW}?kind=rotation`);
    const members = { 'member-0': await rota.idOf('测试老师丙'), 'member-1': await rota.idOf('测试老师丁') };
    await head.press({ action: NEW }, { ...(await night()), ...members });
    await head.pressAgain();
    expect(await count('rota_rotation')).toBe(1);
    // From midnight to the change at eight whoever is on has the rest of a turn, and fourteen more.
    for (const one of [bing, ding]) await one.hears(/今后 4 周里和你有关的有 1[45] 处/);
    await head.open('/console/duty');
    expect(head.text()).toContain('夜间轮班：测试老师丙 → 测试老师丁');
    expect(head.text()).not.toContain('没有真人值班');
    expect(head.html().match(/class="day( today)?"/g)).toHaveLength(14);
    const log = await world.database.sql<{ n: number }>(
      `select count(*)::int as n from xinqiao.audit_entry where action = 'rota.change' and allowed`,
    );
    expect(log[0]?.n).toBe(2);
  });

  it.each([
    ['name', ' ', '名称：还没有选或填'],
    ['member-0', 'nobody', '轮流的人：没有这个人'],
    ['periodDays', '0', '几天换一个人：不在可选的范围里'],
    ['handOverTime', '25:00', '几点交班：请写成 08:30'],
    ['from', '', '从几点：请写成 08:30'],
    ['validFrom', '2027-02-29', '从哪天起：请写成 2026-11-23'],
    ['validTo', '2019-12-31', '到哪天止：要在开始之后'],
  ])('names the field %s where it is wrong, and keeps what was typed', async (field, value, problem) => {
    await head.open(`${NEW}?kind=rotation`);
    expect(await head.press({ action: NEW }, { ...(await night()), [field]: value })).toBe(422);
    expect(head.text()).toContain(problem);
    if (field !== 'name') expect(head.html()).toContain('value="夜间轮班"');
    expect(await count('rota_rotation')).toBe(0);
  });

  it('tells the later of two who change the same rotation', async () => {
    await head.open(`${NEW}?kind=rotation`);
    await head.press({ action: NEW }, await night());
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.rota_rotation');
    const edit = `/console/duty/rules/${row?.id}/edit`;
    const other = await world.signedIn('测试主任');
    await head.open(edit);
    await other.open(edit);
    expect(await head.press({ action: edit }, { ...(await night()), name: '先改的' })).toBe(200);
    expect(await other.press({ action: edit }, { ...(await night()), name: '后改的' })).toBe(409);
    expect(other.text()).toContain('别人刚刚改过');
    expect(other.text()).toContain('先改的');
    // What was on before stays written down.
    expect(
      await world.database.sql(
        'select name, ended_at is null as live from xinqiao.rota_rotation order by made_at',
      ),
    ).toEqual([
      { name: '夜间轮班', live: false },
      { name: '先改的', live: true },
    ]);
    await other.press({ action: '/console/duty/rules/', label: '停止' });
    expect(await count('rota_rotation')).toBe(0);
    expect(other.text()).toContain('没有真人值班');
  });

  it('lets a counsellor offer their own shift and nobody else’s, and the other one answer', async () => {
    const begin = addMs(await rota.soon(), HOUR);
    await rota.schedule('测试老师甲', begin, addMs(begin, 4 * HOUR));
    const jia = await world.signedIn('测试老师甲');
    expect(await jia.open(`${NEW}?kind=rotation`)).toBe(404);
    await jia.open('/console/duty/swaps/new');
    const to = await rota.idOf('测试老师乙');
    const form = { duty: 'duty', to, startsAt: local(begin), endsAt: local(addMs(begin, 4 * HOUR)) };
    const action = '/console/duty/swaps/new';
    expect(await jia.press({ action }, { ...form, endsAt: local(begin) })).toBe(422);
    expect(jia.text()).toContain('结束：要在开始之后');
    expect(await jia.press({ action }, { ...form, from: to, to: await rota.idOf('测试主任') })).toBe(422);
    expect(jia.text()).toContain('只能提出自己的班');
    await jia.open('/console/duty/swaps/new');
    await jia.press({ action }, form);
    await jia.pressAgain();
    expect(jia.text()).toContain('测试老师甲 → 测试老师乙');
    const yi = await world.signedIn('测试老师乙');
    await yi.open('/console/duty');
    await yi.press({ action: '/console/duty/swaps/', label: '接受' });
    expect(yi.text()).toContain('已接受');
    await yi.pressAgain();
    expect(yi.text()).toContain('已接受');
    const swaps = await world.database.sql('select status from xinqiao.rota_swap');
    expect(swaps).toEqual([{ status: 'accepted' }]);
  });

  it('imports all of a file or nothing, after it was shown what would be added', async () => {
    const action = '/console/duty/import';
    const good = '测试老师甲,后备,2099-11-23 08:00,2099-11-23 20:00';
    await head.open(action);
    expect(
      await head.press(
        { action },
        { text: `姓名,值班类型,开始,结束\n${good}\n不认识的人,值班,2099-11-23 08:00,2099-11-23 20:00` },
      ),
    ).toBe(422);
    expect(head.text()).toContain('第 3 行第 1 列：人员里没有这个名字');
    expect(await count('rota_stint')).toBe(0);
    await head.press({ action }, { text: `姓名,值班类型,开始,结束\n${good}` });
    expect(head.text()).toContain('会添加 1 班');
    expect(await count('rota_stint')).toBe(0);
    const typed = { text: `姓名,值班类型,开始,结束\n${good}` };
    await head.press({ action, label: '添加这 1 班' }, typed);
    expect(await count('rota_stint')).toBe(1);
    await head.pressAgain();
    expect(await count('rota_stint')).toBe(1);
  });

  it.each(['csv', 'ics'])(
    'adds nothing of its own export, and of a changed one what was changed: %s',
    async (format) => {
      await head.open(`${NEW}?kind=rotation`);
      await head.press({ action: NEW }, await night());
      if (local(await rota.now()).endsWith('T00:00')) await world.pass(MINUTE);
      const minute = addMs(await rota.soon(), -MINUTE);
      const day = new Date(`${local(minute).slice(0, 10)}T00:00:00+08:00`);
      const [jia, yi] = [await rota.idOf('测试老师甲'), await rota.idOf('测试老师乙')];
      const stint = (kind: string, who: string, instead: string | null, duty: string, from: Date, to: Date) =>
        world.database.sql(
          `insert into xinqiao.rota_stint (id, kind, staff_id, instead_of, duty, starts_at, ends_at, made_at)
           values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)`,
          [kind, who, instead, duty, from, to, day],
        );
      // A shift that is over today, and somebody who stands in for somebody the day after tomorrow.
      await stint('single', yi, null, 'backup', day, minute);
      await stint('override', jia, yi, 'duty', addMs(day, 50 * HOUR), addMs(day, 80 * HOUR));
      await head.open(`/console/duty/export.${format}`);
      const file = head.html();
      expect(file).toMatch(format === 'csv' ? /测试老师乙,后备/ : /SUMMARY:后备 测试老师乙/);
      const action = '/console/duty/import';
      await head.open(action);
      expect(await head.press({ action }, { text: file })).toBe(200);
      expect(head.text()).toMatch(/会添加 0 班，另外 \d{2,} 班已经有了/);
      expect(head.text()).not.toContain('添加这');
      const changed =
        format === 'csv'
          ? `${file}测试老师甲,后备,2099-11-23 08:00,2099-11-23 20:00\r\n`
          : file.replace(
              'END:VCALENDAR',
              'BEGIN:VEVENT\r\nDTSTART:20991123T000000Z\r\nDTEND:20991123T120000Z\r\nSUMMARY:后备 测试老师甲\r\nEND:VEVENT\r\nEND:VCALENDAR',
            );
      await head.press({ action }, { text: changed });
      expect(head.text()).toMatch(/会添加 1 班，另外/);
      expect(head.text()).toContain('导入只会添加');
      await head.press({ action, label: '添加这 1 班' }, { text: changed });
      expect(await count('rota_stint')).toBe(3);
    },
  );

  it('names a shift that runs over midnight the same on the next day, with its own begin', async () => {
    const today = new Date(`${local(await rota.now()).slice(0, 10)}T00:00:00+08:00`);
    const begin = addMs(today, -2 * HOUR);
    await world.database.sql(
      `insert into xinqiao.rota_stint (id, kind, staff_id, duty, starts_at, ends_at, made_at)
       values (gen_random_uuid(), 'single', $1, 'duty', $2, $3, $2)`,
      [await rota.idOf('测试老师甲'), begin, addMs(begin, 60 * HOUR)],
    );
    const uids = async (): Promise<string[]> => {
      await head.open('/console/duty/export.ics');
      return (
        head
          .html()
          .replaceAll('\r\n ', '')
          .match(/^UID:.*$/gm) ?? []
      );
    };
    const first = await uids();
    expect(first).toHaveLength(1);
    expect(first[0]).toContain(`-${begin.getTime()}@`);
    await world.pass(24 * HOUR);
    head = await world.signedIn('测试主任');
    expect(await uids()).toEqual(first);
  });

  it('exports one’s own shifts without a name, and everybody’s with names', async () => {
    await head.open(`${NEW}?kind=rotation`);
    await head.press({ action: NEW }, await night());
    const jia = await world.signedIn('测试老师甲');
    await jia.open('/console/duty/export.ics?who=me');
    expect(jia.html()).toMatch(/SUMMARY:值班\r\n/);
    expect(jia.html()).not.toContain('测试老师');
    await jia.open('/console/duty/export.ics');
    expect(jia.html()).toContain('SUMMARY:值班 测试老师乙');
    await jia.open('/console/duty/export.csv');
    expect(jia.html()).toContain('测试老师甲,值班,');
  });
});
