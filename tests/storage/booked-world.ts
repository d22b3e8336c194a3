import { randomUUID } from 'node:crypto';
import { createPostgresBookingSetup } from '../../src/storage/booking/postgres-booking-setup.ts';
import type { BookedWorld } from '../contracts/booked-world.ts';
import { rawText } from '../support/raw-text.ts';
import type { StoreWorld } from './store-world.ts';

/** The real stores for the contracts around appointments. */
export function asBookedWorld(world: StoreWorld): BookedWorld {
  const { database } = world;
  const readTable = async (table: string): Promise<string> =>
    rawText(await database.sql(`select * from xinqiao.${table}`));
  return {
    stores: world.stores,
    transactions: world.transactions,
    reopen: world.reopen,
    addPerson: () => world.addPerson(),
    addStaff: (name) => world.addStaff(name),
    addRoom: (name) =>
      createPostgresBookingSetup(database.db).addRoom({ id: randomUUID(), name, sample: true }),
    readRaw: async (...tables) => (await Promise.all(tables.map(readTable))).join(),
  };
}
