import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

/** Somebody changed the shifts in config/centre.yaml after the database was there. */
describe('a file with other shifts than were taken over', () => {
  let world: World;
  let head: Visitor;
  beforeAll(async () => {
    world = await startWorld();
    for (const [name, role] of [
      ['测试主任', 'centre-head'],
      ['测试老师甲', 'counsellor'],
    ] as const) {
      const input = { name, roles: [role], accounts: [], onCall: false };
      expect((await createStaffDesk(world.office).add(OPERATOR, input)).ok).toBe(true);
    }
    head = await world.signedIn('测试主任');
  });
  afterAll(() => world.close());

  const otherFile = (): Promise<unknown> =>
    world.database.sql(`update xinqiao.rota_file set body = 'what it said before'`);
  const live = async (): Promise<number> =>
    (
      await world.database.sql<{ n: number }>(
        'select count(*)::int as n from xinqiao.rota_shift where ended_at is null',
      )
    )[0]?.n ?? -1;
  const FILE = '/console/duty/file';

  it('is not told of while it is the same', async () => {
    await head.open('/console/duty');
    expect(head.text()).not.toContain('还没有照着排');
    await head.open(FILE);
    expect(head.text()).toContain('现在和文件里一样');
    expect(head.html()).not.toContain('照文件排，从现在起');
    const other = await startWorld({ database: world.database, roles: ['worker'] });
    expect(other.logged.join()).not.toContain('rota.file-changed');
    await other.close();
    await otherFile();
    const later = await startWorld({ database: world.database, roles: ['worker'] });
    expect(later.logged.join()).toContain('rota.file-changed');
    await later.close();
  }, 60_000);

  it('is told of on the page of the rota, and followed once somebody has seen the difference', async () => {
    await otherFile();
    const whole = await live();
    // Since then a shift was stopped by hand.
    await world.database.sql(
      `update xinqiao.rota_shift set ended_at = xinqiao.app_now()
       where id = (select id from xinqiao.rota_shift where ended_at is null order by weekday limit 1)`,
    );
    await head.open('/console/duty');
    expect(head.text()).toMatch(/里的排班改过，还没有照着排： 看差别/);
    await head.open(FILE);
    expect(head.text()).toContain('会添加 1 条');
    const other = await world.signedIn('测试主任');
    await other.open(FILE);
    await world.database.sql(
      `update xinqiao.rota_shift set to_minute = 720
       where id = (select id from xinqiao.rota_shift where ended_at is null order by weekday desc limit 1)`,
    );
    expect(await head.press({ action: FILE, label: '照文件排，从现在起' })).toBe(409);
    expect(head.text()).toContain('排班刚刚有变');
    expect(head.text()).toContain('会停止 1 条');
    expect(head.text()).toContain('会添加 2 条');
    expect(await live()).toBe(whole - 1);
    // What would be added is seen, too.
    await world.database.sql(
      `update xinqiao.rota_shift set ended_at = xinqiao.app_now()
       where id = (select id from xinqiao.rota_shift where ended_at is null and to_minute <> 720 limit 1)`,
    );
    expect(await head.press({ action: FILE, label: '照文件排，从现在起' })).toBe(409);
    expect(head.text()).toContain('会添加 3 条');
    await head.press({ action: FILE, label: '照文件排，从现在起' });
    expect(await live()).toBe(whole);
    expect(head.text()).not.toContain('还没有照着排');
  });

  it('can be left alone, and is then not told of again', async () => {
    await otherFile();
    await head.open(FILE);
    await head.press({ action: FILE, label: '不照文件，保持现在的排班' });
    expect(head.text()).not.toContain('还没有照着排');
  });

  it('is not followed where it names somebody who has left, who is named', async () => {
    await otherFile();
    const [row] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '周老师（示例）'`,
    );
    expect((await createStaffDesk(world.office).revoke(OPERATOR, row?.id ?? '')).ok).toBe(true);
    await head.open(FILE);
    expect(head.text()).toContain('周老师（示例） 不在“人员”里，或者已经停用');
    expect(head.html()).not.toContain('照文件排，从现在起');
    const counsellor = await world.signedIn('测试老师甲');
    expect(await counsellor.open(FILE)).toBe(404);
    await counsellor.open('/console/duty');
    expect(counsellor.text()).not.toContain('还没有照着排');
  });
});
