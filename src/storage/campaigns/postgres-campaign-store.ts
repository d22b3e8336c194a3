import { STEPS } from '../../campaigns/campaign.ts';
import type { CampaignStore } from '../../campaigns/campaign-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { selectAudience } from './audience-sql.ts';
import { draftColumns, toCampaign } from './campaign-rows.ts';
import {
  countProgress,
  forgetUnwritten,
  giveUp,
  keepBack,
  messagesOf,
  readGateFacts,
} from './delivery-rows.ts';

export function createPostgresCampaignStore(session: Session): CampaignStore {
  const update = (id: string) => session.updateTable('campaign').where('id', '=', id);
  const isOne = async (query: { executeTakeFirst(): Promise<{ numUpdatedRows: bigint }> }) =>
    (await query.executeTakeFirst()).numUpdatedRows === 1n;

  return {
    async list(limit) {
      const rows = await session
        .selectFrom('campaign')
        .selectAll()
        .orderBy('made_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toCampaign);
    },
    async byId(id) {
      const row = await session.selectFrom('campaign').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toCampaign(row) : null;
    },
    async inMotion(now) {
      const rows = await session
        .selectFrom('campaign')
        .select('id')
        .where((eb) =>
          eb.or([
            eb.and([eb('status', '=', 'scheduled'), eb('send_at', '<=', now)]),
            eb('status', '=', 'sending'),
            eb.and([eb('status', '=', 'paused'), eb('expires_at', '<=', now)]),
          ]),
        )
        .orderBy('send_at')
        .execute();
      return rows.map((row) => row.id);
    },
    async lock(id) {
      const row = await session
        .selectFrom('campaign')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      return row ? toCampaign(row) : null;
    },

    async add({ id, authorId, blur, now, ...draft }) {
      const made = { id, author_staff_id: authorId, blur, made_at: now, changed_at: now };
      const row = await session
        .insertInto('campaign')
        .values({ ...draftColumns(draft), ...made })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    edit: (id, version, draft, now) =>
      isOne(
        update(id)
          .set((eb) => ({ ...draftColumns(draft), version: eb('version', '+', 1), changed_at: now }))
          .where('status', 'in', [...STEPS.edit])
          .where('version', '=', version),
      ),
    schedule: (id, version, sendAt, now) =>
      isOne(
        update(id)
          .set({ status: 'scheduled', send_at: sendAt, changed_at: now })
          .where('status', 'in', [...STEPS.send])
          .where('version', '=', version),
      ),
    async pause(id, now) {
      const paused = await isOne(
        update(id)
          .set({ status: 'paused', changed_at: now })
          .where('status', 'in', [...STEPS.pause]),
      );
      if (paused) await keepBack(session, id);
      return paused;
    },
    resume: (id, now) =>
      isOne(
        update(id)
          .set({ status: 'sending', changed_at: now })
          .where('status', 'in', [...STEPS.resume]),
      ),
    async end(id, end, now) {
      const status = end === 'finished' || end === 'expired' ? ('done' as const) : ('cancelled' as const);
      const ended = await isOne(
        update(id)
          .set({ status, ended_at: now, end_code: end, changed_at: now })
          .where('status', 'in', [...STEPS.cancel]),
      );
      if (!ended) return false;
      await giveUp(session, id);
      const { total, sent } = await countProgress(session, id);
      await update(id).set({ people: total, sent }).execute();
      await forgetUnwritten(session, id);
      return true;
    },

    async countAudience(segment) {
      const { rows } = await sql<{ channel: 'web' | 'telegram' | 'wechat'; people: number }>`
        select channel, count(*)::int as people from (${selectAudience(segment)}) as audience
        group by channel order by channel`.execute(session);
      return rows;
    },
    async choose(id, segment) {
      const { numAffectedRows } = await sql`
        insert into campaign_delivery (campaign_id, contact_id, address_id)
        select ${id}::uuid, contact_id, address_id from (${selectAudience(segment)}) as audience
        on conflict do nothing`.execute(session);
      return Number(numAffectedRows ?? 0n);
    },
    begin: (id, now, expiresAt) =>
      isOne(
        update(id)
          .set({ status: 'sending', started_at: now, expires_at: expiresAt, changed_at: now })
          .where('status', '=', 'scheduled'),
      ),
    async unwritten(id, limit) {
      const rows = await session
        .selectFrom('campaign_delivery')
        .innerJoin('address', 'address.id', 'campaign_delivery.address_id')
        .select(['address.id', 'address.contact_id', 'address.channel', 'address.language'])
        .where('campaign_id', '=', id)
        .where('outgoing_id', 'is', null)
        .orderBy('address.id')
        .limit(limit)
        .$narrowType<{ channel: 'web' | 'telegram' | 'wechat' }>()
        .execute();
      return rows.map((row) => ({
        addressId: row.id,
        contactId: row.contact_id,
        channel: row.channel,
        language: row.language,
      }));
    },
    async written(id, contactId, outgoingId) {
      await session
        .updateTable('campaign_delivery')
        .set({ outgoing_id: outgoingId })
        .where('campaign_id', '=', id)
        .where('contact_id', '=', contactId)
        .execute();
    },
    async release(id, now) {
      const released = await session
        .updateTable('outgoing')
        .set({ status: 'due', not_before: now, error_code: null })
        .where('id', 'in', messagesOf(session, id))
        .where('status', '=', 'failed')
        .where('error_code', '=', 'paused')
        .executeTakeFirst();
      return Number(released.numUpdatedRows);
    },
    progress: (id) => countProgress(session, id),
    tell: (id, settled) => isOne(update(id).set({ told: settled }).where('told', '!=', settled)),
    gateFacts: (outgoingId) => readGateFacts(session, outgoingId),
  };
}
