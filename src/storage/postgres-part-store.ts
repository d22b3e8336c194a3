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
        .select(['state', 'code', 'since'])
        .where('name', '=', name)
        .executeTakeFirst();
      const same = before?.state === state;
      const ready = state === 'ready' ? { ready_at: now } : {};
      const told = { state, code, url: url ?? null, told_at: now, since: same ? (before.since ?? now) : now };
      await db
        .insertInto('part_state')
        .values({ name, ready_at: now, ...told })
        .onConflict((oc) =>
          oc.column('name').doUpdateSet((eb) => ({
            ...told,
            ...ready,
            // Whoever was slow to write it down does not make it older.
            told_at: eb.fn('greatest', ['part_state.told_at', 'excluded.told_at']),
          })),
        )
        .execute();
      if (!same || before.code !== code) await tellChange(db, ['part']);
    },
    async list() {
      const rows = await db.selectFrom('part_state').selectAll().orderBy('name').execute();
      return rows.map(({ told_at, since, ready_at: _readyAt, ...row }) => ({
        ...row,
        toldAt: told_at,
        since: since ?? told_at,
      }));
    },
    async forget(names) {
      if (names.length === 0) return;
      const gone = await db.deleteFrom('part_state').where('name', 'in', names).returning('name').execute();
      if (gone.length > 0) await tellChange(db, ['part']);
    },
  };
}
