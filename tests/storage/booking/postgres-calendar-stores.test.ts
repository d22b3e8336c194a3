import { afterAll, beforeAll } from 'vitest';
import {
  calendarFeedStoreContract,
  calendarLinkStoreContract,
} from '../../contracts/calendar-access-contract.ts';
import { wishStoreContract } from '../../contracts/wish-store-contract.ts';
import { asBookedWorld } from '../booked-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

const open = async () => asBookedWorld(world);
calendarLinkStoreContract('PostgreSQL', open);
calendarFeedStoreContract('PostgreSQL', open);
wishStoreContract('PostgreSQL', open);
