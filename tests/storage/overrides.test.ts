import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OverrideStore } from '../../src/conversation/ports/process-store.ts';
import { createPostgresOverrideStore } from '../../src/storage/postgres-override-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const NOW = new Date('2026-11-23T02:00:00Z');

describe('what staff change, on real PostgreSQL', () => {
  let database: TestDatabase;
  let overrides: OverrideStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    overrides = createPostgresOverrideStore(database.db);
  });
  beforeEach(() => database.sql('truncate xinqiao.override, xinqiao.change'));
  afterAll(() => database.close());

  const put = (key: string, value: unknown, area = 'site') =>
    overrides.put({ id: randomUUID(), area, key, value, staffId: randomUUID(), now: NOW });

  it('shows only the newest version of each key, and keeps the others', async () => {
    await put('title', '第一版');
    await put('title', '第二版');
    await put('title', '别处的', 'flows');
    await put('lead', { lines: ['一', '二'] });
    expect(await overrides.current()).toEqual([
      { area: 'flows', key: 'title', version: 1, value: '别处的' },
      { area: 'site', key: 'lead', version: 1, value: { lines: ['一', '二'] } },
      { area: 'site', key: 'title', version: 2, value: '第二版' },
    ]);
    expect(await database.sql('select from xinqiao.override')).toHaveLength(4);
  });

  it('goes back to the file with null, as a version of its own', async () => {
    await put('title', '改过的');
    await put('title', null);
    expect(await overrides.current()).toEqual([{ area: 'site', key: 'title', version: 2, value: null }]);
    await put('title', '又改了');
    expect(await overrides.current()).toMatchObject([{ version: 3, value: '又改了' }]);
  });

  it('gives versions one after another to changes made at once', async () => {
    await Promise.all(Array.from({ length: 15 }, (_, n) => put('title', `版本 ${n}`)));
    const rows = await database.sql<{ version: number }>(
      'select version from xinqiao.override order by version',
    );
    expect(rows.map((row) => row.version)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
  });

  it('tells every process that something changed, and nothing of what', async () => {
    await put('title', '一句要紧的话');
    const rows = await database.sql('select topic from xinqiao.change');
    expect(rows).toEqual([{ topic: 'override' }]);
  });
});
