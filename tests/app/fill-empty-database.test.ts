import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createVault } from '../../src/access/vault.ts';
import { fillEmptyDatabase } from '../../src/app/core-parts.ts';
import { newId } from '../../src/app/random.ts';
import { listGaps, whoIsOn } from '../../src/handoff/rota/coverage.ts';
import { localDay, momentOn } from '../../src/handoff/rota/local-day.ts';
import { type CentreFile, centreSchema } from '../../src/settings/centre-file.ts';
import { CONFIG_FOLDER } from '../../src/settings.ts';
import { type OpenStore, openStore } from '../../src/storage/open-store.ts';
import { createPostgresStores } from '../../src/storage/postgres-transactions.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const ROTATION = {
  name: '夜间轮班',
  duty: 'duty',
  members: ['林老师（示例）', '周老师（示例）'],
  periodDays: 1,
  handOver: { weekday: 1, time: '20:00' },
  from: '20:00',
  to: '08:00',
  validFrom: '2020-01-06',
};

const raw = async (more: object): Promise<unknown> => ({
  ...parse(await readFile(join(CONFIG_FOLDER, 'centre.yaml'), 'utf8')),
  ...more,
});

describe('an empty database', () => {
  let database: TestDatabase;
  let store: OpenStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    // Two at night in Shanghai, when Greenwich still has the day before.
    await database.sql(
      `update xinqiao.clock set offset_ms = (extract(epoch from
         date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
           + interval '26 hours' - now()) * 1000)::bigint`,
    );
    const vault = createVault({ kid: 'test', key: Buffer.alloc(32, 5) }, randomBytes);
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    store = openStore(database.url, vault, newId, quiet);
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  it('begins with the rotations of the centre’s file, over midnight', async () => {
    const rota = [
      { name: '吴老师（示例）', duty: 'duty', weekdays: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' },
    ];
    const centre: CentreFile = centreSchema.parse(await raw({ rota, rotations: [ROTATION] }));
    await fillEmptyDatabase(store, { centre });
    const stores = createPostgresStores(store.db, store.keys, newId);
    const now = await stores.now();
    const found = await stores.rota.read(now);
    const week = new Date(now.getTime() + 7 * 86_400_000);
    expect(listGaps(found, 'duty', now, week, () => true)).toEqual([]);
    const names = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
    const tomorrow = localDay(week.toISOString().slice(0, 10));
    const turns = [0, 1, 2].map((days) =>
      whoIsOn(found, 'duty', momentOn(tomorrow, days * 1_440 + 23 * 60)).map((id) => names.get(id)),
    );
    expect(turns[0]).toEqual(turns[2]);
    expect([...(turns[0] ?? []), ...(turns[1] ?? [])].sort()).toEqual(['周老师（示例）', '林老师（示例）']);
  });

  it('opens its hours from the day on that the calendar of the centre shows, in the small hours too', async () => {
    const rows = await database.sql<{ from: string; today: string }>(
      `select distinct valid_from::text as "from",
         (xinqiao.app_now() at time zone 'Asia/Shanghai')::date::text as today
       from xinqiao.availability_rule`,
    );
    expect(rows).toEqual([{ from: rows[0]?.today, today: rows[0]?.today }]);
  });

  it.each([
    ['a member who is not listed', { members: ['谁'] }, 'rotations.0.members.0'],
    ['a hand-over at 24:00', { handOver: { weekday: 1, time: '24:00' } }, 'rotations.0.handOver.time'],
    ['a day that no calendar has', { validFrom: '2027-02-29' }, 'rotations.0.validFrom'],
  ])('is not begun with %s', async (_, wrong, key) => {
    const read = centreSchema.safeParse(await raw({ rotations: [{ ...ROTATION, ...wrong }] }));
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual([key]);
  });
});
