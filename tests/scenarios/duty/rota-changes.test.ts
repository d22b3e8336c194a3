import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import { BLANK_FIELDS } from '../../../src/handoff/rota/read-rule.ts';
import { HOUR, local, rotaIn } from '../../support/rota-desk-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const NEW = '/console/duty/rules/new';
const IMPORT = '/console/duty/import';

describe('a rota that is changed', () => {
  let world: World;
  let rota: ReturnType<typeof rotaIn>;
  let head: Visitor;
  let jia: TelegramPerson;
  let yi: TelegramPerson;
  let begin: Date;
  beforeAll(async () => {
    world = await startWorld();
    rota = rotaIn(world);
    await rota.clearSample();
    const input = { name: '测试主任', roles: ['centre-head'], accounts: [], onCall: false };
    expect((await createStaffDesk(world.office).add(OPERATOR, input)).ok).toBe(true);
    jia = await world.responder('测试老师甲', ['counsellor'], false);
    yi = await world.responder('测试老师乙', ['counsellor'], false);
    head = await world.signedIn('测试主任');
    begin = addMs(await rota.soon(), HOUR);
    await rota.schedule('测试老师甲', begin, addMs(begin, 4 * HOUR));
    await jia.hears(/值班安排有变：.* 由你值班。/);
  }, 60_000);
  afterAll(() => world.close());

  const fields = async (from: Date, to: Date, duty = 'duty') => ({
    duty,
    staffId: await rota.idOf('测试老师乙'),
    insteadOf: await rota.idOf('测试老师甲'),
    startsAt: local(from),
    endsAt: local(to),
  });
  const overrides = async (): Promise<{ id: string }[]> =>
    world.database.sql(`select id from xinqiao.rota_stint where kind = 'override' and ended_at is null`);

  it('refuses somebody instead of somebody who is not on then, or on the other duty', async () => {
    await head.open(`${NEW}?kind=override`);
    const later = await fields(addMs(begin, 10 * HOUR), addMs(begin, 12 * HOUR));
    expect(await head.press({ action: NEW }, later)).toBe(422);
    expect(head.text()).toContain('替谁：这个人这段时间一点都不在班');
    const backup = await fields(begin, addMs(begin, HOUR), 'backup');
    expect(await head.press({ action: NEW }, backup)).toBe(422);
    expect(head.text()).toContain('值班还是后备：所替的人这段时间值的不是这一种');
    expect(await overrides()).toEqual([]);
    await world.settle();
    yi.expectNothingMore();
  });

  it('shows which part an override covers before it is saved, and then tells both sides', async () => {
    await head.open(`${NEW}?kind=override`);
    const part = await fields(begin, addMs(begin, 12 * HOUR));
    expect(await head.press({ action: NEW }, part)).toBe(422);
    expect(head.text()).toMatch(/还没有保存：测试老师甲 在这段时间里只有下面这些时间值班/);
    expect(await overrides()).toEqual([]);
    // Whatever is changed after that is looked at anew.
    const other = { ...part, endsAt: local(addMs(begin, HOUR)), startsAt: local(addMs(begin, -HOUR / 4)) };
    expect(await head.press({ action: NEW }, other)).toBe(422);
    expect(await head.press({ action: NEW, label: '就这样保存' }, part)).toBe(422);
    expect(await head.press({ action: NEW, label: '就这样保存' }, part)).toBe(200);
    await head.pressAgain();
    expect(await overrides()).toHaveLength(1);
    await yi.hears(/值班安排有变：.* 由你替 测试老师甲 值班。/);
    await jia.hears(/值班安排有变：.* 由 测试老师乙 替你值班，不用你来了。/);
  });

  it('is told to both when the override ends, and when a shift goes to another person', async () => {
    const [row] = await overrides();
    await head.open('/console/duty');
    await head.press({ action: `/console/duty/rules/${row?.id}/end`, label: '停止' });
    await jia.hears(/值班安排有变：.* 由你值班。/);
    await yi.hears(/值班安排有变：.* 不用你值班了。/);
    const [shift] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.rota_stint where kind = 'single' and ended_at is null`,
    );
    const edit = `/console/duty/rules/${shift?.id}/edit`;
    await head.open(edit);
    const moved = { ...(await fields(begin, addMs(begin, 4 * HOUR))), insteadOf: '' };
    expect(await head.press({ action: edit }, moved)).toBe(200);
    await yi.hears(/值班安排有变：.* 由你值班。/);
    await jia.hears(/值班安排有变：.* 不用你值班了。/);
    jia.expectNothingMore();
  });

  it('is told once to each whom an import puts on, and in a list; nobody hears of their own doing', async () => {
    const day = addMs(begin, 20 * 24 * HOUR);
    const row = (name: string, hours: number, instead = ''): string =>
      [name, '后备', ...[day, addMs(day, HOUR)].map((at) => local(addMs(at, hours * HOUR))), instead]
        .join(',')
        .replaceAll('T', ' ');
    const rows = [row('测试老师甲', 0), row('测试老师甲', 2), row('测试老师乙', 2, '测试老师甲')];
    const text = ['姓名,值班类型,开始,结束,代替', ...rows].join('\r\n');
    await head.open(IMPORT);
    await head.press({ action: IMPORT }, { text });
    expect(head.text()).toContain('会添加 3 班');
    expect(head.text()).toContain('替 测试老师甲');
    await head.press({ action: IMPORT, label: '添加这 3 班' }, { text });
    await jia.hears(/值班安排有变：.* 由你后备。/);
    await yi.hears(/值班安排有变：.* 由你替 测试老师甲 后备。/);
    await head.open(IMPORT);
    await head.press({ action: IMPORT }, { text });
    expect(head.text()).toContain('会添加 0 班，另外 3 班已经有了');
    const actor = { ...(await rota.actorOf('测试老师甲')), roles: ['centre-head'] as const };
    const times = { startsAt: local(addMs(day, 8 * HOUR)), endsAt: local(addMs(day, 9 * HOUR)) };
    const own = { ...BLANK_FIELDS, kind: 'single' as const, staffId: actor.staffId, ...times };
    expect((await rota.desk.add(actor, randomUUID(), own)).ok).toBe(true);
    await world.settle();
    jia.expectNothingMore();
  });

  it('lists what a rotation changes for each in the next weeks', async () => {
    const fieldsOfNight = {
      duty: 'backup',
      name: '夜间后备',
      'member-0': await rota.idOf('测试老师甲'),
      'member-1': await rota.idOf('测试老师乙'),
      periodDays: '7',
      handOverWeekday: '1',
      handOverTime: '20:00',
      from: '20:00',
      to: '22:00',
      days: 'all',
      validFrom: '2020-01-01',
      validTo: '',
    };
    await head.open(`${NEW}?kind=rotation`);
    await head.press({ action: NEW }, fieldsOfNight);
    for (const person of [jia, yi])
      expect(await person.hears(/今后 4 周里和你有关的有 1\d 处：\n· 由你后备：/)).toMatch(/· 还有 \d+ 处/);
  });

  it('is told to whoever is on again because the one who stood in has left', async () => {
    const day = addMs(begin, 40 * 24 * HOUR);
    await rota.schedule('测试老师甲', day, addMs(day, HOUR));
    await jia.hears(/由你值班/);
    const override = { ...BLANK_FIELDS, kind: 'override' as const, ...(await fields(day, addMs(day, HOUR))) };
    expect((await rota.desk.add(OPERATOR, randomUUID(), override)).ok).toBe(true);
    await jia.hears(/由 测试老师乙 替你值班/);
    await yi.hears(/由你替 测试老师甲 值班/);
    const gone = await createStaffDesk(world.office).revoke(OPERATOR, await rota.idOf('测试老师乙'));
    expect(gone.ok).toBe(true);
    await yi.hears(/./);
    expect(await jia.hears(/今后 4 周里和你有关的/)).toMatch(/由你后备/);
  });
});
