import type { RawBuilder, Selectable } from 'kysely';
import { SINK } from '../../core/channel.ts';
import type { CanaryRun, CanaryStore, EndedRun } from '../../handoff/canary/canary-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { CanaryRunTable } from '../schema/canary.ts';

type Row = Selectable<CanaryRunTable>;

const toRun = (row: Row): CanaryRun => ({
  id: row.id,
  begunAt: row.begun_at,
  addressId: row.address_id,
  caseId: row.case_id,
  outgoingId: row.outgoing_id,
  openedAt: row.opened_at,
  calledAt: row.called_at,
  sentAt: row.sent_at,
  acknowledgedAt: row.acknowledged_at,
});

export function createPostgresCanaryStore(session: Session): CanaryStore {
  const underWay = () => session.selectFrom('canary_run').selectAll().where('ended_at', 'is', null);
  const change = () => session.updateTable('canary_run').where('ended_at', 'is', null);
  const changeCase = ({ caseId }: CanaryRun) =>
    session.updateTable('handoff_case').where('id', '=', caseId).where('channel', '=', SINK);

  return {
    async begin({ id, addressId, now }) {
      const begun = await session
        .insertInto('canary_run')
        .values({ id, begun_at: now, address_id: addressId })
        .onConflict((oc) => oc.doNothing())
        .returning('id')
        .executeTakeFirst();
      return begun !== undefined;
    },
    async open() {
      const row = await underWay().executeTakeFirst();
      return row === undefined ? null : toRun(row);
    },
    async ended(limit) {
      const rows = await session
        .selectFrom('canary_run')
        .selectAll()
        .where('ended_at', 'is not', null)
        .orderBy('ended_at', 'desc')
        .limit(limit)
        .execute();
      return rows.flatMap((row): EndedRun[] =>
        row.ended_at === null ? [] : [{ ...toRun(row), endedAt: row.ended_at, code: row.code }],
      );
    },
    async lock(id) {
      const row = await underWay().where('id', '=', id).forUpdate().executeTakeFirst();
      return row === undefined ? null : toRun(row);
    },
    async noteCase(caseId, addressId, openedAt) {
      const row = await change()
        .set({ case_id: caseId, opened_at: openedAt })
        .where('id', 'in', () =>
          session
            .selectFrom('canary_run')
            .select('id')
            .where('ended_at', 'is', null)
            .where('address_id', '=', addressId)
            .forUpdate()
            .skipLocked(),
        )
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toRun(row);
    },
    async noteCalled(id, outgoingId, now) {
      await change().set({ outgoing_id: outgoingId, called_at: now }).where('id', '=', id).execute();
    },
    async noteSent(outgoingId, now) {
      const row = await change()
        .set({ sent_at: now })
        .where('outgoing_id', '=', outgoingId)
        .returning('id')
        .executeTakeFirst();
      return row?.id ?? null;
    },
    async progress({ addressId }) {
      const { rows } = await sql<{
        stored: boolean;
        waits: boolean;
        attempts: number;
        case_id: string | null;
      }>`
        select count(*) > 0 as stored, coalesce(bool_or(status = 'stored'), false) as waits, coalesce(max(attempts), 0)::int as attempts,
          (select id from handoff_case where address_id = ${addressId} limit 1) as case_id
        from incoming where address_id = ${addressId}`.execute(session);
      const [row] = rows;
      return {
        stored: row?.stored ?? false,
        waits: row?.waits ?? false,
        attempts: row?.attempts ?? 0,
        caseId: row?.case_id ?? null,
      };
    },
    async acknowledge(run, now) {
      const taken = await changeCase(run)
        .set({ status: 'acknowledged', acknowledged_at: now, wake_at: null, tell_at: null })
        .where('status', '=', 'open')
        .returning('id')
        .executeTakeFirst();
      if (taken === undefined) return false;
      await change().set({ acknowledged_at: now }).where('id', '=', run.id).execute();
      return true;
    },
    async close(run, now) {
      await changeCase(run).set({ status: 'closed', outcome: 'false-alarm', closed_at: now }).execute();
    },
    async end(id, code, now) {
      await change()
        .set({ ended_at: now, result: code === null ? 'ok' : 'missed', code })
        .where('id', '=', id)
        .execute();
    },
    async hasLeft() {
      const { rows } = await leftAddresses(session, sql`limit 1`);
      return rows.length > 0;
    },
    erase: () => erase(session),
  };
}

/** Accounts of runs that are over. */
const leftAddresses = (session: Session, how: RawBuilder<unknown>) =>
  sql<{ id: string; contact_id: string; data_key_id: string }>`
    select id, contact_id, data_key_id from address
    where channel = ${SINK} and id not in (select address_id from canary_run where ended_at is null) ${how}`.execute(
    session,
  );

/** Only what hangs on an account of the sink: nobody else can have one. */
async function erase(session: Session): Promise<void> {
  await sql`set local lock_timeout = '1s'`.execute(session);
  const { rows: left } = await leftAddresses(session, sql`for update`);
  if (left.length === 0) return;
  const addressIds = left.map(({ id }) => id);
  const cases = await session
    .selectFrom('handoff_case')
    .select(['id', 'data_key_id'])
    .where('channel', '=', SINK)
    .where('address_id', 'in', addressIds)
    .execute();
  const caseIds = cases.map(({ id }) => id);
  await session.deleteFrom('outgoing').where('address_id', 'in', addressIds).execute();
  await session.deleteFrom('review_item').where('address_id', 'in', addressIds).execute();
  await session.deleteFrom('heard').where('address_id', 'in', addressIds).execute();
  await session.deleteFrom('incoming').where('address_id', 'in', addressIds).execute();
  if (caseIds.length > 0) {
    await session.deleteFrom('case_question').where('case_id', 'in', caseIds).execute();
    await session.deleteFrom('case_event').where('case_id', 'in', caseIds).execute();
    await session.deleteFrom('handoff_case').where('id', 'in', caseIds).execute();
  }
  await session.deleteFrom('address').where('id', 'in', addressIds).execute();
  const contactIds = left.map(({ contact_id }) => contact_id);
  await session.deleteFrom('contact').where('id', 'in', contactIds).execute();
  const keyIds = [...left, ...cases].map(({ data_key_id }) => data_key_id);
  await session.deleteFrom('data_key').where('id', 'in', keyIds).execute();
}
