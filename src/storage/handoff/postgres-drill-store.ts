import type { Selectable } from 'kysely';
import type { Drill } from '../../handoff/drill/drill.ts';
import type { DrillPlan } from '../../handoff/drill/drill-plan.ts';
import type { DrillStore } from '../../handoff/drill/drill-store.ts';
import type { Session } from '../database.ts';
import type { DrillPlanTable, DrillTable } from '../schema/canary.ts';

const toDrill = (row: Selectable<DrillTable>): Drill => ({
  id: row.id,
  number: row.number,
  status: row.status,
  begunAt: row.begun_at,
  begunBy: row.begun_by,
  withDesk: row.with_desk,
  withGroups: row.with_groups,
  step: row.step,
  ownerId: row.owner_id,
  acknowledgedAt: row.acknowledged_at,
  firstWordsAt: row.first_words_at,
  endedAt: row.ended_at,
  result: row.result,
});

const toPlan = (row: Selectable<DrillPlanTable>): DrillPlan => ({
  kind: row.kind,
  weekday: row.weekday,
  minute: row.minute,
  withDesk: row.with_desk,
  withGroups: row.with_groups,
  nextAt: row.next_at,
});

export function createPostgresDrillStore(session: Session): DrillStore {
  const drills = () => session.selectFrom('drill').selectAll();
  const changePlan = () => session.updateTable('drill_plan').where('id', '=', 1);
  const change = (id: string) =>
    session.updateTable('drill').where('id', '=', id).where('status', '!=', 'ended');

  return {
    async plan() {
      return toPlan(await session.selectFrom('drill_plan').selectAll().executeTakeFirstOrThrow());
    },
    async savePlan({ kind, weekday, minute, withDesk, withGroups, nextAt }, staffId, now) {
      const chosen = { kind, weekday, minute, with_desk: withDesk, with_groups: withGroups, next_at: nextAt };
      await changePlan()
        .set({ ...chosen, changed_by: staffId, changed_at: now })
        .execute();
    },
    async claimPlan(now) {
      const row = await session
        .selectFrom('drill_plan')
        .selectAll()
        .where('next_at', '<=', now)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      return row === undefined ? null : toPlan(row);
    },
    async postpone(until) {
      await changePlan().set({ next_at: until }).execute();
    },
    async begin({ id, begunBy, withDesk, withGroups }, now) {
      const row = await session
        .insertInto('drill')
        .values({
          id,
          status: 'open',
          begun_at: now,
          begun_by: begunBy,
          with_desk: withDesk,
          with_groups: withGroups,
          wake_at: now,
        })
        .onConflict((oc) => oc.doNothing())
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toDrill(row);
    },
    async current() {
      const row = await drills().where('status', '!=', 'ended').executeTakeFirst();
      return row === undefined ? null : toDrill(row);
    },
    async byId(id) {
      const row = await drills().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toDrill(row);
    },
    async due(before) {
      const plan = await session
        .selectFrom('drill_plan')
        .select('id')
        .where('next_at', '<=', before)
        .execute();
      const due = await session
        .selectFrom('drill')
        .select('id')
        .where('status', '!=', 'ended')
        .where('wake_at', '<=', before)
        .execute();
      return [...plan.map(() => 'plan'), ...due.map(({ id }) => id)];
    },
    async claimDue(id, now) {
      const row = await drills()
        .where('id', '=', id)
        .where('status', '!=', 'ended')
        .where('wake_at', '<=', now)
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst();
      return row === undefined ? null : toDrill(row);
    },
    async saveStep(id, step, wakeAt) {
      await change(id).set({ step, wake_at: wakeAt }).execute();
    },
    async page(id, staffIds, step, now) {
      if (staffIds.length === 0) return;
      const rows = staffIds.map((staff_id) => ({ drill_id: id, staff_id, step, at: now }));
      await session.insertInto('drill_page').values(rows).execute();
    },
    async pages(id) {
      const rows = await session
        .selectFrom('drill_page')
        .select(['staff_id', 'step', 'at'])
        .where('drill_id', '=', id)
        .orderBy('at')
        .orderBy('staff_id')
        .execute();
      return rows.map(({ staff_id, step, at }) => ({ staffId: staff_id, step, at }));
    },
    async take(id, staffId, now) {
      const row = await change(id)
        .set({ status: 'acknowledged', owner_id: staffId, acknowledged_at: now, wake_at: now })
        .where('status', '=', 'open')
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async noteWords(id, staffId, now) {
      const row = await change(id)
        .set({ first_words_at: now })
        .where('owner_id', '=', staffId)
        .where('first_words_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async end(id, result, staffId, now) {
      const row = await change(id)
        .set({ status: 'ended', result, ended_at: now, ended_by: staffId, wake_at: null })
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async list(limit) {
      const rows = await drills().orderBy('begun_at', 'desc').limit(limit).execute();
      return rows.map(toDrill);
    },
  };
}
