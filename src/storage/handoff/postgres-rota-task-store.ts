import { isRotaTask, type KnownGaps, type RotaTaskStore } from '../../handoff/rota-task-store.ts';
import type { Session } from '../database.ts';
import type { KnownGapsJson } from '../schema/rota.ts';

export function createPostgresRotaTaskStore(session: Session): RotaTaskStore {
  return {
    async claim(task, now) {
      const row = await session
        .selectFrom('rota_task')
        .select('name')
        .where('name', '=', task)
        .where('due_at', '<=', now)
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst();
      return row !== undefined;
    },
    async plan(task, at) {
      await session.updateTable('rota_task').set({ due_at: at }).where('name', '=', task).execute();
    },
    async due(now) {
      const rows = await session.selectFrom('rota_task').select('name').where('due_at', '<=', now).execute();
      return rows.map(({ name }) => name).filter(isRotaTask);
    },
    async knownGaps() {
      const row = await session
        .selectFrom('rota_task')
        .select('known_gaps')
        .where('name', '=', 'gap-watch')
        .executeTakeFirst();
      return row?.known_gaps ? readKnown(row.known_gaps) : null;
    },
    async noteGaps(known) {
      await session
        .updateTable('rota_task')
        .set({ known_gaps: JSON.stringify(known) })
        .where('name', '=', 'gap-watch')
        .execute();
    },
    async noteTold({ staffId, endsAt, kind, caseIds, now }) {
      if (caseIds.length === 0) return [];
      const notice = { staff_id: staffId, ends_at: endsAt, kind, told_at: now };
      const added = await session
        .insertInto('shift_notice')
        .values(caseIds.map((case_id) => ({ ...notice, case_id })))
        .onConflict((oc) => oc.doNothing())
        .returning('case_id')
        .execute();
      return added.flatMap(({ case_id }) => case_id ?? []);
    },
  };
}

const readKnown = ({ until, gaps }: KnownGapsJson): KnownGaps => ({
  until: new Date(until),
  gaps: gaps.map(({ startsAt, endsAt }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) })),
});
