import type { PartStore } from '../conversation/ports/process-store.ts';
import type { Database } from './database.ts';
import { readNow } from './postgres-clock.ts';
import { tellChange } from './tell-change.ts';

export function createPostgresPartStore(db: Database): PartStore {
  return {
    async tell(name, state, code, url) {
      const now = await readNow(db);
      const before = await db
        .selectFrom('part_state')
        .select(['state', 'code'])
        .where('name', '=', name)
        .executeTakeFirst();
      await db
        .insertInto('part_state')
        .values({ name, state, code, url: url ?? null, told_at: now })
        .onConflict((oc) => oc.column('name').doUpdateSet({ state, code, url: url ?? null, told_at: now }))
        .execute();
      if (before?.state !== state || before.code !== code) await tellChange(db, ['part']);
    },
    async list() {
      const rows = await db.selectFrom('part_state').selectAll().orderBy('name').execute();
      return rows.map(({ name, state, code, url, told_at }) => ({ name, state, code, url, toldAt: told_at }));
    },
  };
}
