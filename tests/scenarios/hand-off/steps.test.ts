import { afterEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import { formatTime } from '../../../src/core/shanghai-time.ts';
import { HOUR, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import { startWorld, type World, type WorldOptions } from '../../support/world.ts';

const SECOND = 1_000;

describe('the steps of a call', () => {
  let world: World;
  const start = async (options: WorldOptions = {}): Promise<void> => {
    world = await startWorld(options);
    await rotaIn(world).clearSample();
  };
  afterEach(() => world.close());

  it('at night call the staffed desk alone, and everybody else half a minute later', async () => {
    const now = new Date();
    const [from, to] = [formatTime(addMs(now, -HOUR)), formatTime(addMs(now, 2 * HOUR))];
    await start({
      escalation: (policy) => ({ ...policy, nights: { from, to, first: ['desk'], aloneSeconds: 30 } }),
    });
    const desk = await world.responder('值班台', ['desk'], false);
    const duty = await world.responder('测试老师甲');
    const student = world.student();
    student.says('药已经吞下去了');
    await student.hearsUntil(/你在哪里/);
    await desk.hears(/个案 #1001 · 危急/);
    await world.pass(28 * SECOND);
    duty.expectNothingMore();
    await world.pass(3 * SECOND);
    await duty.hears(/个案 #1001 · 危急/);
    desk.says('接');
    await desk.hears(/归你了/);
    await student.hears(/接手了/);
    await duty.hears(/值班台 接手了/);
    desk.says('我在');
    await student.hears(/我在/);
  });

  it('at night cost nothing where nobody is at the desk, as an empty step costs nothing anywhere', async () => {
    const now = new Date();
    const [from, to] = [formatTime(addMs(now, -HOUR)), formatTime(addMs(now, 2 * HOUR))];
    await start({
      escalation: (policy) => ({
        ...policy,
        nights: { from, to, first: ['desk'], aloneSeconds: 30 },
        imminent: {
          ...policy.imminent,
          steps: [
            { afterSeconds: 0, notify: ['person:没有账号的老师'] },
            { afterSeconds: 600, notify: ['duty'] },
          ],
        },
      }),
    });
    const input = { name: '没有账号的老师', roles: ['counsellor'], accounts: [], onCall: false };
    expect((await createStaffDesk(world.office).add(OPERATOR, input)).ok).toBe(true);
    const duty = await world.responder('测试老师甲');
    const student = world.student();
    student.says('药已经吞下去了');
    await student.hearsUntil(/你在哪里/);
    await duty.hears(/个案 #1001 · 危急 · 已等 0 分钟/);
  });

  it('without anybody on call begin with the administrator, at once, who is told why; then with whoever comes', async () => {
    await start();
    const administrator = await world.responder('测试管理员', ['administrator'], false);
    const away = await world.responder('测试老师甲', ['counsellor'], false);
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await administrator.hears(/#1001[\s\S]*没有/);
    away.expectNothingMore();
    const staff = createStaffDesk(world.office);
    expect((await staff.setOnCall(OPERATOR, await rotaIn(world).idOf('测试老师甲'), true)).ok).toBe(true);
    await away.hears(/个案 #1001 · 高危/);
    away.says('接');
    await away.hears(/归你了/);
    await student.hears(/接手了/);
    await administrator.hears(/测试老师甲 接手了/);
    away.says('我在');
    await student.hears(/我在/);
  });

  it('begin anew when the danger grows, and no later word makes a case less grave', async () => {
    await start();
    const duty = await world.responder('测试老师甲');
    const head = await world.responder('测试主任', ['centre-head'], false);
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await duty.hears(/个案 #1001 · 高危/);
    await world.pass(MINUTE + SECOND);
    await student.hears(/过了 1 分钟/);
    head.expectNothingMore();
    student.says('药已经吞下去了');
    await student.hearsUntil(/120/);
    await duty.hears(/#1001[\s\S]*危急/);
    await world.pass(5 * SECOND);
    for (const line of ['我想自杀', '算了，我没事了', '开玩笑的']) {
      student.says(line);
      await student.hearsUntil(/./);
    }
    const level = async (): Promise<unknown> =>
      (await world.database.sql<{ level: string }>('select level from xinqiao.handoff_case'))[0]?.level;
    expect(await level()).toBe('imminent');
    await world.pass(41 * SECOND);
    // By the steps of an imminent case, from when it became one.
    await head.hears(/个案 #1001 · 危急/);
    head.says('接');
    await head.hears(/归你了/);
    await student.hearsUntil(/接手了/);
    await duty.hears(/接手了/);
    head.says('我在');
    await student.hears(/我在/);
    expect(await level()).toBe('imminent');
  });
});
