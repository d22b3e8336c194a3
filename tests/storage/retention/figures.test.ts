import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tidy } from '../../../src/storage/tidy.ts';
import { DAY, openRetentionWorld, type RetentionWorld, YEAR } from './retention-world.ts';

let world: RetentionWorld;
beforeAll(async () => {
  world = await openRetentionWorld();
});
afterAll(() => world.close());

/** Led yesterday by somebody: a day ago, for two hours. */
async function addActivity(
  staffId: string,
  status: 'open' | 'cancelled' | 'draft',
  { calledOff = null, ledBy = null }: { calledOff?: string | null; ledBy?: string | null } = {},
) {
  const id = randomUUID();
  await world.database.sql(
    `insert into xinqiao.activity (id, code, kind, title, text, place, capacity, sign_up_from, sign_up_until, leader_id,
       status, made_by, made_at, changed_at, called_off_at)
     values ($1, $2, 'lecture', '测试讲座', '', '一号楼', 5, now() - interval '9 days', now() - interval '8 days', $3, $4, $3,
       now() - interval '9 days', now() - interval '9 days', now() - $5::interval)`,
    [id, String(Math.floor(100_000 + Math.random() * 899_999)), staffId, status, calledOff],
  );
  await world.database.sql(
    `insert into xinqiao.activity_date (id, activity_id, starts_at, ends_at, check_in, led_by)
     values ($1, $1, now() - interval '24 hours', now() - interval '22 hours', '111111', $2)`,
    [id, ledBy],
  );
}

it('what somebody led stays in their workload when the activity is gone, until the term is ten years old', async () => {
  const staffId = await world.addStaff('测试老师');
  await addActivity(staffId, 'open');
  const other = await world.addStaff('测试老师乙');
  await addActivity(staffId, 'cancelled');
  await addActivity(staffId, 'cancelled', { calledOff: '25 hours' });
  // Led by the other one before it was passed on, and the rest of it called off.
  await addActivity(staffId, 'cancelled', { calledOff: '23 hours', ledBy: other });
  const now = await world.now();
  const [from, to] = [new Date(now.getTime() - 5 * DAY), new Date(now.getTime() + DAY)];
  const led = () => world.stores.activities.led(staffId, from, to);
  const before = await led();
  const ledByOther = () => world.stores.activities.led(other, from, to);
  const theirs = await ledByOther();
  expect([before, theirs].map(({ length }) => length)).toEqual([1, 1]);
  await world.database.advance(3 * YEAR + 20 * DAY);
  await tidy(world.database.db);
  await tidy(world.database.db);
  expect(await world.count('activity')).toBe(0);
  expect([await led(), await ledByOther()]).toEqual([before, theirs]);
  expect((await world.retention.carryOut()).figures).toBe(0);
  await world.database.advance(7 * YEAR);
  const { figures } = await world.retention.forecast(await world.now());
  expect(figures).toBe(2);
  expect((await world.retention.carryOut()).figures).toBe(2);
  expect(await led()).toEqual([]);
});
