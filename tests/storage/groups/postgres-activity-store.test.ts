import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeActivityStore, NOW, newActivity } from '../../contracts/activity-store-contract.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

describeActivityStore(async () => ({
  store: world.stores.activities,
  leaderId: await world.addStaff(`带领 ${randomUUID()}`),
  otherId: await world.addStaff(`别人 ${randomUUID()}`),
  addContact: () => world.addPerson(),
}));

it('gives thirty places to five hundred who reach for them at once, and the rest wait in order', async () => {
  const leaderId = await world.addStaff(`带领 ${randomUUID()}`);
  const activity = newActivity(leaderId, { capacity: 30 });
  await world.stores.activities.add(activity);
  await world.stores.activities.setStatus(activity.id, ['draft'], 'open', NOW);
  const { id } = activity;
  const people = await Promise.all(Array.from({ length: 500 }, () => world.addPerson()));
  const done = await Promise.all(
    people.map((person) =>
      world.transactions.run(({ activities }) =>
        activities.signUp({ id: randomUUID(), activityId: id, ...person, answer: null, now: NOW }),
      ),
    ),
  );
  expect(done.every(({ ok }) => ok)).toBe(true);
  const rows = await world.stores.activities.signUps(id, null);
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  expect(rows.filter(({ status }) => status === 'signed-up').map(({ number }) => number)).toEqual(
    Array.from({ length: 30 }, (_, index) => index + 1),
  );
  expect(await world.stores.activities.count(id)).toMatchObject({ 'signed-up': 30, waiting: 470 });

  // A hundred leave at once, each of them filling what is free.
  const leaving = rows.slice(0, 100);
  await Promise.all(
    leaving.map(({ contactId }) =>
      world.transactions.run(async ({ activities }) => {
        await activities.signOff(id, contactId, NOW);
        await activities.fill(id, NOW);
      }),
    ),
  );
  const after = await world.stores.activities.signUps(id, null);
  const holding = after.filter(({ status }) => status === 'signed-up');
  expect(holding).toHaveLength(30);
  const waiting = after.filter(({ status }) => status === 'waiting');
  expect(Math.max(...holding.map(({ number }) => number))).toBeLessThan(
    Math.min(...waiting.map(({ number }) => number)),
  );
}, 60_000);

it('has no place more than there are, whatever code asks for one', async () => {
  const leaderId = await world.addStaff(`带领 ${randomUUID()}`);
  const activity = newActivity(leaderId, { capacity: 1 });
  await world.stores.activities.add(activity);
  const insert = async (number: number) => {
    const { contactId, addressId } = await world.addPerson();
    await world.database.sql(
      `insert into xinqiao.sign_up (id, activity_id, contact_id, address_id, number, status, made_at, changed_at)
       values ($1, $2, $3, $4, $5, 'signed-up', now(), now())`,
      [randomUUID(), activity.id, contactId, addressId, number],
    );
  };
  await insert(1);
  await expect(insert(2)).rejects.toThrow(/activity_check|violates check/);
});
