import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRoster } from '../../support/first-visit-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const NUMBER = { number: '20260001', name: '测试同学' };
const MOTHER = '测试妈妈 13800000000';

describe('what a case shows of who it is', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let colleague: TelegramPerson;
  let student: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld();
    await importRoster(world);
    counsellor = await world.responder('测试老师甲');
    colleague = await world.responder('测试老师乙');
    student = await world.acquainted();
    await world.settle();
    await bind();
  });
  afterAll(() => world.close());

  /** As a first visit leaves it: a number that was proven, and a form with somebody to call. */
  async function bind(): Promise<void> {
    const [row] = await world.database.sql<{ id: string; contact_id: string }>(
      'select id, contact_id from xinqiao.address order by made_at desc limit 1',
    );
    const [member] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师甲'`,
    );
    await world.office.transactions.run(async ({ bindings, intakes, now: read }) => {
      const now = await read();
      const by = { contactId: row?.contact_id ?? '', addressId: row?.id ?? '', now };
      const id = world.office.newId;
      await bindings.claim(id(), NUMBER, by);
      const code = { code: '123456', staffId: member?.id ?? '', expiresAt: new Date(now.getTime() + 60_000) };
      await bindings.deskCode({ id: id(), claimed: NUMBER, ...code, now });
      const tried = await bindings.tryCode({ code: '123456', bindingId: id(), requestId: id(), by });
      expect(tried).toEqual({ kind: 'bound' });
      await intakes.answer({ formId: id(), ...by, field: 'contact', value: MOTHER });
    });
  }

  it('is the roster’s word for whoever has it, and its college is not asked', async () => {
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /电话都可以打/, /你在哪里/);
    await counsellor.hears(/#1001/);
    await colleague.hears(/#1001/);
    const [one] = await world.database.sql<{ id: string; college: string }>(
      'select id, college from xinqiao.handoff_case',
    );
    expect(one?.college).toBe('测试学院');
    student.taps('跳过');
    await student.hears(/身边有人吗/);
    student.taps('跳过');
    await student.hears(/现在能接电话吗/);
    student.taps('跳过');
    await student.hears(/我不再问了/);

    const called = await world.signedIn('测试老师乙');
    await colleague.hears(/登录链接/);
    await called.open(`/console/cases/${one?.id}`);
    expect(called.text()).toContain('在哪里');
    expect(called.text()).not.toMatch(/测试同学|测试妈妈/);

    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await colleague.hears(/由 测试老师甲 接手了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    const own = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    await own.open(`/console/cases/${one?.id}`);
    expect(own.text()).toMatch(/学号核对\s*已核对\s*测试同学，测试学院/);
    expect(own.text()).toMatch(/紧急联系人\s*自述未核实\s*测试妈妈 13800000000/);
    expect(world.logged.join('\n')).not.toMatch(/测试同学|测试妈妈/);

    // Whoever was called and does not have it gives a reason first.
    await called.open(`/console/cases/${one?.id}/break-glass`);
    expect(called.text()).not.toContain('测试妈妈');
    await called.press(
      { action: `/console/cases/${one?.id}/break-glass`, label: '打开 60 分钟' },
      { part: 'identity', ground: 'mental-health-law-28', reason: '同学失联，要马上联系家里' },
    );
    expect(called.text()).toMatch(/测试同学，测试学院[\s\S]*测试妈妈/);
    const rows = await world.database.sql<{ actor: string }>(
      `select distinct actor from xinqiao.audit_entry where action = 'case.identify-proven' and allowed`,
    );
    expect(rows).toHaveLength(2);
  });
});
