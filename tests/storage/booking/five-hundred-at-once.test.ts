import { afterAll, beforeAll, expect, it } from 'vitest';
import { ourStorm, peerStorm } from '../../../bench/booking-storm/storm.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

it('gives one time to one of five hundred who want it at once', async () => {
  expect(await ourStorm(database.url)).toEqual({ promised: 1, doubled: 0 });
  const rows = await database.sql("select from xinqiao.appointment where status in ('held', 'booked')");
  expect(rows).toHaveLength(1);
});

it('looks at the same storm where a check and an insert are two steps, or it would prove nothing', async () => {
  expect((await peerStorm(database.url)).doubled).toBeGreaterThan(0);
});
