import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAvailabilityDesk } from '../../../src/conversation/desks/booking/availability-office.ts';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import { HOUR, local, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import { startWorld, type World } from '../../support/world.ts';

const WARNED = /值班表今后 14 天有 \d+ 段没有真人值班/;

/** The rota is whole, and then something happens that is no change of the rota. */
describe('a gap that nobody made by changing the rota', () => {
  let world: World;
  let rota: ReturnType<typeof rotaIn>;
  beforeEach(async () => {
    world = await startWorld();
    rota = rotaIn(world);
    await rota.clearSample();
  });
  afterEach(async () => {
    await world.database.sql(
      `update xinqiao.rota_task set due_at = null where name in ('gaps', 'gap-watch')`,
    );
    await world.close();
  });

  /** From now on gaps are looked for, as they are outside of tests. */
  const watch = async (): Promise<void> => {
    await world.database.sql(
      `update xinqiao.rota_task set due_at = xinqiao.app_now(), known_gaps = null where name = 'gap-watch'`,
    );
    await world.settle();
  };

  it('is told within minutes when somebody is put off call or disabled, and once', async () => {
    const head = await world.responder('测试主任', ['centre-head'], false);
    const jia = await world.responder('测试老师甲');
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const from = await rota.soon();
    await rota.schedule('测试老师乙', from, addMs(from, 20 * 24 * HOUR));
    await yi.hears(/值班安排有变/);
    await watch();
    await world.pass(3 * MINUTE);
    head.expectNothingMore();
    const staff = createStaffDesk(world.office);
    expect((await staff.setOnCall(OPERATOR, await rota.idOf('测试老师甲'), false)).ok).toBe(true);
    await world.pass(3 * MINUTE);
    // Somebody else is on: nothing is missing yet.
    head.expectNothingMore();
    expect((await staff.revoke(OPERATOR, await rota.idOf('测试老师乙'))).ok).toBe(true);
    await yi.hears(/./);
    await world.pass(3 * MINUTE);
    const said = await head.hears(WARNED);
    expect(said).toMatch(/\/console\/duty/);
    for (const _ of [1, 2, 3]) await world.pass(3 * MINUTE);
    head.expectNothingMore();
    jia.expectNothingMore();
  });

  it('is told when whoever is on goes on leave, who is called all the same', async () => {
    const head = await world.responder('测试主任', ['centre-head'], false);
    const jia = await world.responder('测试老师甲');
    await watch();
    const begin = addMs(await rota.soon(), HOUR);
    const text = {
      staffId: await rota.idOf('测试老师甲'),
      startsAt: local(begin),
      endsAt: local(addMs(begin, 4 * HOUR)),
      note: '',
    };
    const added = await createAvailabilityDesk(world.office).addLeave(OPERATOR, randomUUID(), text);
    expect(added.ok).toBe(true);
    await world.pass(3 * MINUTE);
    await head.hears(/有 1 段没有真人值班/);
    jia.says('值班表');
    await jia.hears(/注意：.* 没有真人值班/);
    await world.pass(HOUR);
    const student = world.student();
    student.says('我不想活了，今晚就从宿舍楼上跳下去');
    await student.hearsUntil(/你在哪里/);
    await jia.hears(/个案 #1001 · 危急/);
  });

  it('is told when nothing can wake whoever is on any more', async () => {
    const head = await world.responder('测试主任', ['administrator'], false);
    await world.responder('测试老师甲');
    await watch();
    await world.database.sql(
      `update xinqiao.address set reachable = false
       where id in (select address_id from xinqiao.staff_address where staff_id = $1)`,
      [await rota.idOf('测试老师甲')],
    );
    await world.pass(3 * MINUTE);
    await head.hears(/有 1 段没有真人值班/);
  });
});
