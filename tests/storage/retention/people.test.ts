import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planRoster } from '../../../src/people/roster-file.ts';
import { DAY, openRetentionWorld, type RetentionWorld, YEAR } from './retention-world.ts';

describe('people who have not been here for long', () => {
  let world: RetentionWorld;
  beforeAll(async () => {
    world = await openRetentionWorld();
  });
  afterAll(() => world.close());

  const run = (text: string, values: unknown[] = []) => world.database.sql(text, values);
  /** Somebody who wrote just now. */
  async function addPerson() {
    const person = await world.addPerson();
    await run(
      'update xinqiao.address set last_heard_at = xinqiao.app_now(), made_at = xinqiao.app_now() where id = $1',
      [person.addressId],
    );
    await run('update xinqiao.contact set made_at = xinqiao.app_now() where id = $1', [person.contactId]);
    return person;
  }
  const consents = async ({ contactId, addressId }: { contactId: string; addressId: string }) =>
    world.stores.consents.record({
      id: randomUUID(),
      contactId,
      addressId,
      purpose: 'service',
      version: '1',
      given: true,
      now: await world.now(),
    });
  const isThere = async ({ contactId }: { contactId: string }) =>
    (await world.count(`contact where id = '${contactId}'`)) === 1;

  it('are forgotten with their account and its key, once nothing holds them', async () => {
    const [silent, consented, books, staff] = [
      await addPerson(),
      await addPerson(),
      await addPerson(),
      await addPerson(),
    ];
    await consents(consented);
    await run(
      `insert into xinqiao.booking_wish (address_id, wish_sealed, at) values ($1, '', xinqiao.app_now())`,
      [books.addressId],
    );
    const staffId = await world.addStaff('测试老师');
    await run(
      `insert into xinqiao.staff_address (id, staff_id, address_id, channel, account_hash, made_at)
       values (gen_random_uuid(), $1, $2, 'telegram', '', xinqiao.app_now())`,
      [staffId, staff.addressId],
    );
    const keyOf = 'select data_key_id from xinqiao.address where id = $1';
    const [key] = await world.database.sql<{ data_key_id: string }>(keyOf, [silent.addressId]);

    await world.database.advance(179 * DAY);
    expect((await world.retention.carryOut()).people).toBe(0);
    await world.database.advance(2 * DAY);
    expect((await world.retention.forecast(await world.now())).people).toBe(1);
    expect((await world.retention.carryOut()).people).toBe(1);
    expect(await Promise.all([silent, consented, books, staff].map(isThere))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    await expect(world.keys.load(world.database.db, key?.data_key_id ?? '')).rejects.toThrow('destroyed');

    await world.database.advance(3 * YEAR);
    await world.retention.carryOut();
    expect(await Promise.all([consented, books, staff].map(isThere))).toEqual([false, true, true]);
    // The wish is counselling's, for five years; with it the last that named them is gone.
    await world.database.advance(2 * YEAR);
    expect(await world.retention.carryOut()).toMatchObject({ counselling: 1, people: 1 });
    expect(await Promise.all([books, staff].map(isThere))).toEqual([false, true]);
  }, 60_000);

  it('leave the roster a year after a list said that they left, unless an import names them again', async () => {
    const rosterOf = (...numbers: string[]) =>
      planRoster(['学号,姓名', ...numbers.map((one) => `${one},测试同学`)].join('\n')).people;
    const { roster } = world.stores;
    await roster.save(rosterOf('20260001', '20260002', '20260003', '20260004'), await world.now());
    const left = await roster.leave(['20260001', '20260002', '29999999'], await world.now());
    expect(left).toEqual({ left: 2, unknown: 1 });
    expect(await roster.leave(['20260001'], await world.now())).toEqual({ left: 0, unknown: 0 });
    await world.database.advance(300 * DAY);
    await roster.save(rosterOf('20260002'), await world.now());
    expect((await world.retention.carryOut()).roster).toBe(0);
    await world.database.advance(80 * DAY);
    expect((await world.retention.carryOut()).roster).toBe(1);
    expect(await world.count('roster_entry')).toBe(3);
    await world.database.advance(9.2 * YEAR);
    // Whom no import has named for ten years.
    expect((await world.retention.carryOut()).roster).toBe(2);
    expect(await world.count('roster_entry')).toBe(1);
  });
});
