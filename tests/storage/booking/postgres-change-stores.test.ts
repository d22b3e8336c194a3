import { afterAll, beforeAll } from 'vitest';
import { changeOfferStoreContract } from '../../contracts/change-offer-store-contract.ts';
import { daySheetStoreContract } from '../../contracts/day-sheet-store-contract.ts';
import { reminderStoreContract } from '../../contracts/reminder-store-contract.ts';
import { asBookedWorld } from '../booked-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

changeOfferStoreContract('PostgreSQL', async () => asBookedWorld(world));
reminderStoreContract('PostgreSQL', async () => asBookedWorld(world));
daySheetStoreContract('PostgreSQL', async () => asBookedWorld(world));
