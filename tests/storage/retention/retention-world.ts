import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../../src/storage/database.ts';
import { createRetention, type Retention } from '../../../src/storage/retention/retention.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

export const DAY = 86_400_000;
export const YEAR = 365.25 * DAY;

export type RetentionWorld = StoreWorld & {
  readonly retention: Retention;
  readonly retentionDb: ReturnType<typeof openDatabase>;
  now(): Promise<Date>;
  /** Rows, with a condition behind the table's name if need be. */
  count(table: string): Promise<number>;
};

/** The real stores, and the role that deletes what is over. */
export async function openRetentionWorld(): Promise<RetentionWorld> {
  const world = await openStoreWorld();
  const { database } = world;
  const retentionDb = openDatabase({
    url: database.url,
    role: 'xinqiao_retention',
    connections: 4,
    name: 'test retention',
    onError: () => undefined,
  });
  return {
    ...world,
    retentionDb,
    retention: createRetention(retentionDb, world.keys, randomUUID),
    now: () => world.stores.now(),
    async count(table) {
      const [row] = await database.sql<{ count: number }>(
        `select count(*)::int as count from xinqiao.${table}`,
      );
      return row?.count ?? 0;
    },
    async close() {
      await retentionDb.destroy();
      await world.close();
    },
  };
}
