import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createActions, newSlot } from '../../contracts/appointment-store-world.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { openBookingWorld } from './booking-world.ts';

const GATE = 41;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

/** Makes everybody who is about to insert an appointment wait until the gate opens. */
async function closeGate(): Promise<() => Promise<void>> {
  await database.sql(`create function xinqiao.pass_gate() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(${GATE}); return new; end $$`);
  await database.sql(`create trigger gate before insert on xinqiao.appointment
    for each row execute function xinqiao.pass_gate()`);
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let ended: Promise<void> = Promise.resolve();
  await new Promise<void>((closed, failed) => {
    ended = database.db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${GATE}::bigint)`.execute(transaction);
      closed();
      await opened;
    });
    ended.catch(failed);
  });
  return async () => {
    open();
    await ended;
  };
}

const countWaiting = async () => {
  const rows = await database.sql<{ pid: number }>(
    `select pid from pg_locks where not granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows.length;
};

it('lets two students swap their held slots at the same moment without a deadlock', async () => {
  const world = openBookingWorld(database);
  const { hold, held, occupied } = createActions(() => world.store);
  const [slot, other] = [await newSlot(world), await newSlot(world)];
  const [ann, ben] = [await world.addContact(), await world.addContact()];
  await held(ann, slot);
  await held(ben, other);

  const openGate = await closeGate();
  const swapped = Promise.all([hold(ann, other), hold(ben, slot)]);
  swapped.catch(() => undefined);
  await vi.waitFor(async () => expect(await countWaiting()).toBe(2), { timeout: 10_000, interval: 20 });
  await openGate();

  // Whoever moves first still finds the other in the way, and has given up the slot that the other then gets.
  expect((await swapped).map((result) => result.ok).sort()).toEqual([false, true]);
  expect([...(await occupied(slot)), ...(await occupied(other))]).toHaveLength(1);
});
