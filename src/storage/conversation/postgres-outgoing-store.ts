import type { ClaimedOutgoing, OutgoingStore } from '../../conversation/ports/outgoing-store.ts';
import type { BotMessage, Lane } from '../../core/message.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { ACCOUNT_PLACE } from '../people/postgres-address-store.ts';

export const OUTGOING_PLACE = 'outgoing.body';

/** Lanes whose rows are sent again when nobody knows whether they arrived. */
const SENT_AGAIN: readonly Lane[] = ['crisis', 'conversation'];

export function createPostgresOutgoingStore(session: Session, keys: KeyRing): OutgoingStore {
  const inHand = (id: string, claimedBy: string) =>
    session
      .updateTable('outgoing')
      .where('id', '=', id)
      .where('status', '=', 'sending')
      .where('claimed_by', '=', claimedBy);

  return {
    async add(rows, now) {
      const added: string[] = [];
      for (const row of rows) {
        const address = await session
          .selectFrom('address')
          .select('data_key_id')
          .where('id', '=', row.addressId)
          .executeTakeFirstOrThrow();
        const key = await keys.load(session, address.data_key_id);
        const inserted = await session
          .insertInto('outgoing')
          .values({
            id: row.id,
            address_id: row.addressId,
            case_id: row.caseId,
            author_staff_id: row.authorStaffId,
            lane: row.lane,
            dedupe_key: row.dedupeKey,
            body_sealed: keys.vault.seal(
              key,
              { table: OUTGOING_PLACE, row: row.id },
              JSON.stringify(row.message),
            ),
            not_before: row.notBefore,
            at: now,
            claimed_by: null,
            claimed_at: null,
            external_id: null,
            error_code: null,
            sent_at: null,
          })
          .onConflict((oc) => oc.column('dedupe_key').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (inserted) added.push(inserted.id);
      }
      return added;
    },
    async place(outgoingId) {
      const row = await session
        .selectFrom('outgoing')
        .innerJoin('address', 'address.id', 'outgoing.address_id')
        .select(['outgoing.address_id', 'outgoing.lane', 'address.channel', 'address.bot'])
        .where('outgoing.id', '=', outgoingId)
        .executeTakeFirst();
      return row ? { addressId: row.address_id, lane: row.lane, channel: row.channel, bot: row.bot } : null;
    },
    async claim(place, { claimedBy, lease, now }) {
      const statuses = SENT_AGAIN.includes(place.lane) ? ['due', 'sending', 'unknown'] : ['due', 'sending'];
      const row = await session
        .updateTable('outgoing')
        .set((eb) => ({
          status: 'sending' as const,
          attempts: eb('attempts', '+', 1),
          marked_repeat: sql<boolean>`marked_repeat or status = 'unknown'`,
          claimed_by: claimedBy,
          claimed_at: now,
        }))
        .where('id', '=', (eb) =>
          eb
            .selectFrom('outgoing as first')
            .select('first.id')
            .where('first.address_id', '=', place.addressId)
            .where('first.lane', '=', place.lane)
            .where(sql<string>`first.status`, 'in', statuses)
            .orderBy('first.seq')
            .limit(1)
            .forUpdate(),
        )
        .where('status', 'in', ['due', 'unknown'])
        .where('not_before', '<=', now)
        .$if(lease !== null, (query) =>
          query.where((eb) =>
            eb.exists(
              eb
                .selectFrom('lease')
                .select('name')
                .where('name', '=', lease?.name ?? '')
                .where('epoch', '=', lease?.epoch ?? -1),
            ),
          ),
        )
        .returning(['id', 'body_sealed', 'attempts', 'marked_repeat', 'case_id', 'author_staff_id'])
        .executeTakeFirst();
      if (!row) return null;
      const address = await session
        .selectFrom('address')
        .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
        .select([
          'address.account_sealed',
          'address.language',
          'data_key.id',
          'data_key.kid',
          'data_key.wrapped',
        ])
        .where('address.id', '=', place.addressId)
        .executeTakeFirstOrThrow();
      const key = keys.unwrap(address);
      const body = keys.vault.open(key, { table: OUTGOING_PLACE, row: row.id }, row.body_sealed);
      return {
        id: row.id,
        ...place,
        account: keys.vault.open(key, { table: ACCOUNT_PLACE, row: place.addressId }, address.account_sealed),
        language: address.language,
        message: JSON.parse(body) as BotMessage,
        caseId: row.case_id,
        authorStaffId: row.author_staff_id,
        attempts: row.attempts,
        repeat: row.marked_repeat,
      } satisfies ClaimedOutgoing;
    },
    async sent(id, claimedBy, externalId, now) {
      await inHand(id, claimedBy)
        .set({ status: 'sent', sent_at: now, external_id: externalId, error_code: null })
        .execute();
    },
    async retry(id, claimedBy, notBefore, errorCode) {
      await inHand(id, claimedBy)
        .set((eb) => ({
          // A repeat that could not be sent stays a repeat.
          status: eb
            .case()
            .when('marked_repeat', '=', true)
            .then('unknown' as const)
            .else('due' as const)
            .end(),
          not_before: notBefore,
          error_code: errorCode,
        }))
        .execute();
    },
    async failed(id, claimedBy, errorCode) {
      await inHand(id, claimedBy).set({ status: 'failed', error_code: errorCode }).execute();
    },
    async unknown(id, claimedBy, errorCode, tryAt) {
      await inHand(id, claimedBy)
        .set({ status: 'unknown', not_before: tryAt, error_code: errorCode })
        .execute();
    },
    async recoverStale({ claimedBefore, now }) {
      const rows = await session
        .updateTable('outgoing')
        .set({ status: 'unknown', not_before: now, error_code: 'sender-gone' })
        .where('status', '=', 'sending')
        .where('claimed_at', '<', claimedBefore)
        .executeTakeFirst();
      return Number(rows.numUpdatedRows);
    },
    async recoverOthers({ bot, channel, claimedBy, now }) {
      const rows = await session
        .updateTable('outgoing')
        .set({ status: 'unknown', not_before: now, error_code: 'sender-gone' })
        .where('status', '=', 'sending')
        .where('claimed_by', '!=', claimedBy)
        .where('address_id', 'in', (eb) =>
          eb.selectFrom('address').select('address.id').where('channel', '=', channel).where('bot', '=', bot),
        )
        .executeTakeFirst();
      return Number(rows.numUpdatedRows);
    },
    async dueOf(addressId, now) {
      const rows = await session
        .selectFrom('outgoing')
        .distinctOn('lane')
        .select('id')
        .where('address_id', '=', addressId)
        .where('status', 'in', ['due', 'unknown'])
        .where('not_before', '<=', now)
        .orderBy('lane')
        .orderBy('seq')
        .execute();
      return rows.map((row) => row.id);
    },
    async duePlaces(before, bots, limit) {
      if (bots.length === 0) return [];
      const rows = await session
        .selectFrom('outgoing')
        .innerJoin('address', 'address.id', 'outgoing.address_id')
        .select('outgoing.id')
        .where((eb) =>
          eb.or([
            eb('outgoing.status', '=', 'due'),
            eb.and([eb('outgoing.status', '=', 'unknown'), eb('outgoing.lane', 'in', [...SENT_AGAIN])]),
          ]),
        )
        .where('outgoing.not_before', '<=', before)
        .where((eb) =>
          eb.or(
            bots.map(({ channel, bot }) =>
              eb.and([eb('address.channel', '=', channel), eb('address.bot', '=', bot)]),
            ),
          ),
        )
        // Only what stands first: places whose first row must wait would crowd out those that can go on.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outgoing as first')
                .select('first.id')
                .whereRef('first.address_id', '=', 'outgoing.address_id')
                .whereRef('first.lane', '=', 'outgoing.lane')
                .whereRef('first.seq', '<', 'outgoing.seq')
                .where('first.status', 'in', ['due', 'sending', 'unknown'])
                .where((eb) =>
                  eb.or([eb('first.status', '!=', 'unknown'), eb('first.lane', 'in', [...SENT_AGAIN])]),
                ),
            ),
          ),
        )
        .orderBy(sql`outgoing.lane = 'crisis'`, 'desc')
        .orderBy('outgoing.not_before')
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },
  };
}
