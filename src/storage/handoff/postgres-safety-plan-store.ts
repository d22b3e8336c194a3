import type { Selectable } from 'kysely';
import type { PlanBody } from '../../handoff/safety-plan.ts';
import type { SafetyPlan, SafetyPlanStore } from '../../handoff/safety-plan-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { SafetyPlanTable } from '../schema/case-work.ts';
import { loadCaseKey } from './case-key.ts';

const BODY_PLACE = 'safety_plan.body';

export function createPostgresSafetyPlanStore(session: Session, keys: KeyRing): SafetyPlanStore {
  const toPlan = async (row: Selectable<SafetyPlanTable>): Promise<SafetyPlan> => {
    const key = await loadCaseKey(session, keys, row.case_id);
    return {
      id: row.id,
      caseId: row.case_id,
      contactId: row.contact_id,
      version: row.version,
      status: row.status,
      body: JSON.parse(keys.vault.open(key, { table: BODY_PLACE, row: row.id }, row.body_sealed)) as PlanBody,
      staffId: row.staff_id,
      changedAt: row.changed_at,
      givenAt: row.given_at,
    };
  };
  const newest = (contactId: string) =>
    session
      .selectFrom('safety_plan')
      .selectAll()
      .where('contact_id', '=', contactId)
      .orderBy('version', 'desc')
      .limit(1);
  const sealFor = async (caseId: string, id: string, body: PlanBody): Promise<Buffer> =>
    keys.vault.seal(
      await loadCaseKey(session, keys, caseId),
      { table: BODY_PLACE, row: id },
      JSON.stringify(body),
    );

  return {
    async latest(contactId) {
      const row = await newest(contactId).executeTakeFirst();
      return row ? toPlan(row) : null;
    },
    async given(contactId) {
      const row = await newest(contactId).where('status', '=', 'given').executeTakeFirst();
      return row ? toPlan(row) : null;
    },
    async write({ id, caseId, contactId, staffId, body, now }) {
      const before = await newest(contactId).forUpdate().executeTakeFirst();
      const last = before ? await toPlan(before) : null;
      const whole = { ...last?.body, ...body };
      const shared = { case_id: caseId, staff_id: staffId, changed_at: now };
      if (before?.status === 'draft') {
        const row = await session
          .updateTable('safety_plan')
          .set({ ...shared, body_sealed: await sealFor(caseId, before.id, whole) })
          .where('id', '=', before.id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return toPlan(row);
      }
      const row = await session
        .insertInto('safety_plan')
        .values({
          ...shared,
          id,
          contact_id: contactId,
          version: (before?.version ?? 0) + 1,
          status: 'draft',
          body_sealed: await sealFor(caseId, id, whole),
          given_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toPlan(row);
    },
    async give(id, now) {
      const row = await session
        .updateTable('safety_plan')
        .set({ status: 'given', given_at: now })
        .where('id', '=', id)
        .where('status', '=', 'draft')
        .returningAll()
        .executeTakeFirst();
      return row ? toPlan(row) : null;
    },
  };
}
