import { randomUUID } from 'node:crypto';
import { createPostgresBookingSetup } from '../../src/storage/booking/postgres-booking-setup.ts';
import type { BookedWorld } from '../contracts/booked-world.ts';
import type { StoreWorld } from './store-world.ts';

/** The real stores for the contracts around appointments. */
export function asBookedWorld(world: StoreWorld): BookedWorld {
  const { database } = world;
  const readTable = async (table: string): Promise<string> => {
    const rows = await database.sql<Record<string, unknown>>(`select * from xinqiao.${table}`);
    const cells = rows.flatMap((row) => Object.values(row));
    return cells.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('utf8') : JSON.stringify(cell))).join();
  };
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
