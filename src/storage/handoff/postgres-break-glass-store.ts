import type { Selectable } from 'kysely';
import { type BreakGlass, isGlassGround } from '../../handoff/break-glass.ts';
import type { BreakGlassStore } from '../../handoff/break-glass-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import type { BreakGlassTable } from '../schema/waiting.ts';
import { loadCaseKey } from './case-key.ts';

const REASON_PLACE = 'break_glass.reason';

export function createPostgresBreakGlassStore(session: Session, keys: KeyRing): BreakGlassStore {
  const select = () => session.selectFrom('break_glass').selectAll();

  const decode = async (row: Selectable<BreakGlassTable>): Promise<BreakGlass> => ({
    id: row.id,
    caseId: row.case_id,
    staffId: row.staff_id,
    what: row.what,
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    ground: row.ground !== null && isGlassGround(row.ground) ? row.ground : null,
    reason:
      row.reason_sealed === null
        ? null
        : keys.vault.open(
            await loadCaseKey(session, keys, row.case_id),
            { table: REASON_PLACE, row: row.id },
            row.reason_sealed,
          ),
    reasonAt: row.reason_at,
    reasonDueAt: row.reason_due_at,
    remindAt: row.remind_at,
    overdueToldAt: row.overdue_told_at,
  });
  const decodeAll = async (rows: readonly Selectable<BreakGlassTable>[]): Promise<BreakGlass[]> => {
    const found: BreakGlass[] = [];
    for (const row of rows) found.push(await decode(row));
    return found;
  };
  const seal = async (caseId: string, id: string, reason: string): Promise<Buffer> =>
    keys.vault.seal(await loadCaseKey(session, keys, caseId), { table: REASON_PLACE, row: id }, reason);

  return {
    async open({ id, caseId, staffId, what, expiresAt, given, owed, now }) {
      await session
        .insertInto('break_glass')
        .values({
          id,
          case_id: caseId,
          staff_id: staffId,
          what,
          opened_at: now,
          expires_at: expiresAt,
          ground: given?.ground ?? null,
          reason_sealed: given === null ? null : await seal(caseId, id, given.reason),
          reason_at: given === null ? null : now,
          reason_due_at: owed?.dueAt ?? null,
          remind_at: owed?.remindAt ?? null,
          overdue_told_at: null,
        })
        .execute();
    },
    async openNow(caseId, staffId, now) {
      const rows = await select()
        .where('case_id', '=', caseId)
        .where('staff_id', '=', staffId)
        .where('expires_at', '>', now)
        .orderBy('opened_at')
        .execute();
      return decodeAll(rows);
    },
    async byId(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row ? decode(row) : null;
    },
    async list(limit) {
      const rows = await select()
        .orderBy(sql`reason_at is null and reason_due_at <= xinqiao.app_now()`, 'desc')
        .orderBy('opened_at', 'desc')
        .limit(limit)
        .execute();
      return decodeAll(rows);
    },
    async ofStaff(caseId, staffId) {
      const rows = await select()
        .where('case_id', '=', caseId)
        .where('staff_id', '=', staffId)
        .orderBy('opened_at', 'desc')
        .execute();
      return decodeAll(rows);
    },
    async giveReason(id, ground, reason, now) {
      const row = await select().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
      if (!row || row.reason_at !== null) return false;
      await session
        .updateTable('break_glass')
        .set({
          ground,
          reason_sealed: await seal(row.case_id, id, reason),
          reason_at: now,
          remind_at: null,
        })
        .where('id', '=', id)
        .execute();
      return true;
    },
    async due(now, limit) {
      const rows = await session
        .selectFrom('break_glass')
        .select('id')
        .where('remind_at', '<=', now)
        .orderBy('remind_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },
    async claimDue(id, now) {
      const row = await select()
        .where('id', '=', id)
        .where('remind_at', '<=', now)
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst();
      return row ? decode(row) : null;
    },
    async planNext(id, remindAt, overdueToldAt) {
      await session
        .updateTable('break_glass')
        .set({ remind_at: remindAt, overdue_told_at: overdueToldAt })
        .where('id', '=', id)
        .execute();
    },
  };
}
