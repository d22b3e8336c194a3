import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

it('a case does not wait for a run that somebody has in hand: they wait for the case', async () => {
  const { addressId } = await world.addPerson('sink', 'canary');
  const id = randomUUID();
  await world.stores.canary.begin({ id, addressId, now: NOW });
  const caseId = randomUUID();
  const note = () => world.transactions.run(({ canary }) => canary.noteCase(caseId, addressId, NOW));
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, 2_000, 'late'));
  const meanwhile = await world.transactions.run(async ({ canary }) => {
    expect(await canary.lock(id)).toMatchObject({ id });
    return Promise.race([note(), late]);
  });
  expect(meanwhile).toBeNull();
  expect(await note()).toMatchObject({ id, caseId, openedAt: NOW });
});
