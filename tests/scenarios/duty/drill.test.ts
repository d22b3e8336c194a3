import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '../../../src/access/can.ts';
import { createDrillDesk, type DrillDesk } from '../../../src/conversation/desks/duty/drill-desk.ts';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { rawText } from '../../support/raw-text.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
let world: World;
let desk: DrillDesk;
beforeEach(async () => {
  world = await startWorld();
  desk = createDrillDesk(world.office);
});
afterEach(() => world.close());
vi.setConfig({ testTimeout: 60_000 });

const actorOf = async (name: string): Promise<Actor> => {
  const members = await createStaffDesk(world.office).list(OPERATOR);
  const one = members?.find((member) => member.name === name);
  if (one === undefined) throw new Error(name);
  return { kind: 'staff', staffId: one.id, roles: one.roles };
};
const head = async (): Promise<TelegramPerson> => world.responder('测试主任', ['centre-head'], false);
const lastResult = async () => (await desk.results(await actorOf('测试主任')))?.[0];
const ends = (result: string): Promise<void> =>
  until(`the drill to end as ${result}`, async () => (await lastResult())?.result === result);
const begin = async (): Promise<string> => {
  const id = randomUUID();
  expect(await desk.start(await actorOf('测试主任'), id)).toBe('begun');
  return id;
};
/** As long as it takes, and as much as the story says: the clock goes on. */
const later = async (ms: number): Promise<void> => {
  await world.settle();
  await world.database.advance(ms);
};

describe('a drill', () => {
  it('calls whoever is on duty, marked, is taken by a tap and done with the first words', async () => {
    const chief = await head();
    const counsellor = await world.responder('测试老师甲');
    const other = await world.responder('测试老师乙');
    await begin();
    for (const one of [counsellor, other]) {
      expect(await one.hears(/^【演练】这是演练，不是真的求助。演练 1/)).not.toContain('个案');
      expect(one.choices()).toEqual(['接手演练 1']);
    }
    await later(20 * SECOND);
    counsellor.taps('接手演练 1');
    await counsellor.hears(/【演练】演练 1 是你的了/);
    await other.hears(/【演练】演练 1 由测试老师甲接手了/);
    other.taps('接手演练 1');
    await other.hears(/【演练】演练 1 由测试老师甲接手了/);
    counsellor.taps('接手演练 1');
    await counsellor.hears(/【演练】演练 1 已经是你的/);
    await later(15 * SECOND);
    counsellor.says('你好，我是值班老师，我在');
    await counsellor.hears(/【演练】演练 1 完成：2\d 秒接手，3\d 秒说了第一句话/);
    await ends('done');
    const row = await lastResult();
    expect(row).toMatchObject({ number: 1, owner: '测试老师甲' });
    expect(row?.called.map(({ name }) => name)).toEqual(expect.arrayContaining(['测试老师乙', '测试老师甲']));
    expect(rawText(await world.database.sql('select * from xinqiao.drill'))).not.toContain('我在');
    chief.expectNothingMore();

    // Apart from everything real.
    expect(await world.database.sql('select from xinqiao.handoff_case')).toEqual([]);
    expect(await world.database.sql('select from xinqiao.page')).toEqual([]);
    expect(await world.database.sql('select from xinqiao.digest where due_at is not null')).toEqual([]);
  });

  it('goes on by the steps of a real case, and one that nobody takes is told to the centre head', async () => {
    const counsellor = await world.responder('测试老师甲');
    const chief = await head();
    await begin();
    await counsellor.hears(/【演练】这是演练/);
    chief.expectNothingMore();
    await later(46 * SECOND);
    await chief.hears(/【演练】这是演练/);
    await later(15 * MINUTE);
    await counsellor.hears(/【演练】演练 1 到时间了/);
    await chief.hears(/【演练】演练 1 到时间了/, /【演练】演练 1 没有人接手。[\s\S]*console\/drills/);
    await ends('missed');
    counsellor.taps('接手演练 1');
    await counsellor.hears(/【演练】演练 1 已经结束/);
  });

  it('a real crisis comes first, unmarked, and ends the drill without a word', async () => {
    const chief = await head();
    const counsellor = await world.responder('测试老师甲');
    await begin();
    await counsellor.hears(/【演练】这是演练/);
    const student = world.student();
    student.says('我不想活了，今晚就从宿舍楼上跳下去');
    await student.hears(/现在打 120/, /安全、有人/, /你在哪里/);
    expect(await counsellor.hears(/^【值班】个案 #1001 · 危急/)).not.toContain('演练');
    counsellor.taps('接手演练 1');
    await counsellor.hears(/【演练】演练 1 已经停止，因为有真的求助/);
    await ends('real');
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/值班老师接手了/);
    counsellor.says('我是值班的甲老师');
    await student.hears(/【值班老师】我是值班的甲老师/);
    // Whoever has a real student in hand speaks to the student, whatever else they have.
    expect(await desk.start(await actorOf('测试主任'), randomUUID())).toBe('begun');
    await counsellor.hears(/【演练】这是演练，不是真的求助。演练 2/);
    counsellor.taps('接手演练 2');
    const yours = await counsellor.hears(
      /【演练】演练 2 是你的了。你手上有个案，打的字会发给同学；演练请点下面/,
    );
    expect(yours).not.toContain('不保存');
    expect(counsellor.choices()).toEqual(['演练 2：我在，你说']);
    counsellor.says('你现在在哪里？');
    await student.hears(/【值班老师】你现在在哪里/);
    counsellor.taps('演练 2：我在，你说');
    await counsellor.hears(/【演练】演练 2 完成/);
    await until('the second one to be done', async () => (await lastResult())?.number === 2);
    expect((await lastResult())?.result).toBe('done');
    counsellor.taps('演练 2：我在，你说');
    await counsellor.hears(/【演练】演练 2 已经结束/);
    student.expectNothingMore();
    // The page of drills is for nothing else: what stands there is no student's.
    expect(await desk.start(await actorOf('测试主任'), randomUUID())).toBe('begun');
    await counsellor.hears(/【演练】这是演练，不是真的求助。演练 3/);
    const current = (await desk.calling(await actorOf('测试老师甲')))?.id ?? '';
    expect(await desk.take(await actorOf('测试老师甲'), current)).toMatchObject({
      outcome: 'taken',
      inHand: true,
    });
    expect(await desk.say(await actorOf('测试老师甲'), current)).toBe('done');
    chief.expectNothingMore();
  });

  it('is not begun while somebody waits, and is ended early by who may; twice is harmless', async () => {
    const chief = await head();
    const counsellor = await world.responder('测试老师甲');
    const id = randomUUID();
    const boss = await actorOf('测试主任');
    expect(await desk.start(boss, id)).toBe('begun');
    expect(await desk.start(boss, id)).toBe('begun');
    expect(await desk.start(boss, randomUUID())).toBe('busy');
    await counsellor.hears(/【演练】这是演练/);
    expect(await desk.end(await actorOf('测试老师甲'), id)).toBe('absent');
    expect(await desk.end(boss, id)).toBe('ended');
    expect(await desk.end(boss, id)).toBe('over');
    await counsellor.hears(/【演练】演练 1 提前结束/);
    const student = world.student();
    student.says('我不想活了，今晚就从宿舍楼上跳下去');
    await student.hears(/现在打 120/, /安全、有人/, /你在哪里/);
    await counsellor.hears(/个案 #1001/);
    expect(await desk.start(boss, randomUUID())).toBe('real');
    await world.database.sql(`update xinqiao.drill_plan set kind = 'fixed', next_at = now()`);
    await until('the plan to be put off', async () => {
      const [row] = await world.database.sql<{ late: boolean }>(
        `select next_at > xinqiao.app_now() + interval '20 minutes' as late from xinqiao.drill_plan`,
      );
      return row?.late === true;
    });
    expect(await world.database.sql('select from xinqiao.drill')).toHaveLength(1);
    chief.expectNothingMore();
  });

  it('the plan begins one at its time, and the next one a week later', async () => {
    await head();
    const counsellor = await world.responder('测试老师甲');
    const boss = await actorOf('测试主任');
    const fixed = { kind: 'fixed', weekday: 3, minute: 900, withDesk: false, withGroups: false } as const;
    expect(await desk.plan(await actorOf('测试老师甲'), fixed)).toBe('absent');
    expect(await desk.plan(boss, fixed)).toBe('planned');
    const nextAt = async (): Promise<Date> => {
      const plan = (await desk.view(boss))?.plan;
      if (!plan?.nextAt) throw new Error('nothing is planned');
      return plan.nextAt;
    };
    const first = await nextAt();
    await world.database.sql(`update xinqiao.drill_plan set next_at = xinqiao.app_now()`);
    await counsellor.hears(/【演练】这是演练/);
    expect(await nextAt()).toEqual(first);
    counsellor.says('接');
    await counsellor.hears(/【演练】演练 1 是你的了/);
    counsellor.says('我在');
    await counsellor.hears(/【演练】演练 1 完成/);
  });

  it('a planned one whose time the program was away for is left out, and the next one planned', async () => {
    await head();
    const counsellor = await world.responder('测试老师甲');
    const boss = await actorOf('测试主任');
    const fixed = { kind: 'fixed', weekday: 3, minute: 900, withDesk: false, withGroups: false } as const;
    expect(await desk.plan(boss, fixed)).toBe('planned');
    await world.database.sql(
      `update xinqiao.drill_plan set next_at = xinqiao.app_now() - interval '12 hours'`,
    );
    await until('another one to be planned', async () => {
      const [row] = await world.database.sql<{ later: boolean }>(
        'select next_at > xinqiao.app_now() as later from xinqiao.drill_plan',
      );
      return row?.later === true;
    });
    await world.settle();
    expect(await world.database.sql('select from xinqiao.drill')).toEqual([]);
    counsellor.expectNothingMore();
  });

  it('is taken and spoken in at the console without a script, by whoever it calls and nobody else', async () => {
    const chief = await head();
    const counsellor = await world.responder('测试老师甲');
    const console = await world.signedIn('测试老师甲');
    await counsellor.hears(/控制台登录链接/);
    await begin();
    await counsellor.hears(/【演练】这是演练/);
    await console.open('/console');
    expect(console.text()).toContain('【演练】演练 1 在等人接手');
    await console.open('/console/drills');
    await console.press({ action: '/console/drills/take' });
    expect(console.text()).toContain('第一句话，就当是写给同学的');
    await console.press({ action: '/console/drills/say' }, { words: '我在，你说' });
    expect(console.text()).toContain('完成了，谢谢');
    await ends('done');
    const boss = await world.signedIn('测试主任');
    await chief.hears(/控制台登录链接/);
    await boss.open('/console/drills/results');
    expect(boss.text()).toMatch(/1 · .* 完成 测试老师甲 \d+ 秒 \d+ 秒/);
    expect(await console.open('/console/drills/results')).toBe(404);
  });
});
