import type { OutgoingStore } from '../../conversation/ports/outgoing-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { createClaims, SENT_AGAIN, standsAside } from './claim-rows.ts';
import { dropPages } from './drop-pages.ts';
import { createHolds } from './outgoing-holds.ts';
import { toRow } from './outgoing-row.ts';
import { createShown } from './shown-rows.ts';

export function createPostgresOutgoingStore(session: Session, keys: KeyRing): OutgoingStore {
  const inHand = (id: string, claimedBy: string) =>
    session
      .updateTable('outgoing')
      .where('id', '=', id)
      .where('status', '=', 'sending')
      .where('claimed_by', '=', claimedBy);
  const claims = createClaims(session, keys);
  /** Where the platform answers neither, what stood aside goes first again, so that the order holds. */
  const notBeforeElder = (tryAt: Date) => sql<Date>`greatest(${tryAt}::timestamptz, (
    select max(elder.not_before) from outgoing elder
    where elder.address_id = outgoing.address_id and elder.lane = outgoing.lane and elder.seq < outgoing.seq
      and elder.held_for is null and ${standsAside('elder', tryAt)}))`;

  return {
    async add(rows, now) {
      if (rows.length === 0) return [];
      await keys.prepare(
        session,
        rows.map(({ addressId }) => addressId),
      );
      const sealed = [];
      for (const row of rows)
        sealed.push(toRow(row, await keys.ofAddress(session, row.addressId), keys, now));
      const inserted = await session
        .insertInto('outgoing')
        .values(sealed)
        .onConflict((oc) => oc.column('dedupe_key').doNothing())
        .returning('id')
        .execute();
      return inserted.map(({ id }) => id);
    },
    async noteSaid(row, at) {
      const sealed = toRow(row, await keys.ofAddress(session, row.addressId), keys, at);
      await session
        .insertInto('outgoing')
        .values({ ...sealed, status: 'sent', sent_at: at })
        .onConflict((oc) => oc.column('dedupe_key').doNothing())
        .execute();
    },
    async places(outgoingIds) {
      if (outgoingIds.length === 0) return new Map();
      const rows = await session
        .selectFrom('outgoing')
        .innerJoin('address', 'address.id', 'outgoing.address_id')
        .select(['outgoing.id', 'address_id as addressId', 'lane', 'channel', 'bot'])
        .where('outgoing.id', 'in', [...outgoingIds])
        .execute();
      return new Map(rows.map(({ id, ...place }) => [id, place]));
    },
    ...claims,
    ...createShown(session, keys),
    sent: (id, claimedBy, externalId, now) => claims.sentAll([{ id, externalId }], claimedBy, now),
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
        .set({ status: 'unknown', not_before: notBeforeElder(tryAt), error_code: errorCode })
        .execute();
    },
    ...createHolds(session, keys),
    dropPages: (addressId, before) => dropPages(session, addressId, before),
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
        // Looked up once, and not for each of a channel's many addresses.
        .with(
          (cte) => cte('others').materialized(),
          (db) =>
            db
              .selectFrom('outgoing')
              .select(['id', 'address_id'])
              .where('status', '=', 'sending')
              .where('claimed_by', '!=', claimedBy),
        )
        .updateTable('outgoing')
        .set({ status: 'unknown', not_before: now, error_code: 'sender-gone' })
        .where('status', '=', 'sending')
        .where('claimed_by', '!=', claimedBy)
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('others')
            .innerJoin('address', 'address.id', 'others.address_id')
            .select('others.id')
            .where('channel', '=', channel)
            .where('bot', '=', bot),
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
        .where('held_for', 'is', null)
        .orderBy('lane')
        .orderBy('seq')
        .execute();
      return rows.map((row) => row.id);
    },
    async duePlaces(before, bots, limit) {
      if (bots.length === 0) return [];
      const rows = await session
        // Looked up once, and not for each of a channel's many addresses.
        .with(
          (cte) => cte('due').materialized(),
          (db) =>
            db
              .selectFrom('outgoing')
              .select(['id', 'address_id', 'lane', 'seq', 'not_before'])
              .where('status', 'in', ['due', 'unknown'])
              .where((eb) => eb.or([eb('status', '=', 'due'), eb('lane', 'in', [...SENT_AGAIN])]))
              .where('not_before', '<=', before)
              .where('held_for', 'is', null),
        )
        .selectFrom('due')
        .innerJoin('address', 'address.id', 'due.address_id')
        .select('due.id')
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
                .whereRef('first.address_id', '=', 'due.address_id')
                .whereRef('first.lane', '=', 'due.lane')
                .whereRef('first.seq', '<', 'due.seq')
                .where('first.held_for', 'is', null)
                .where('first.status', 'in', ['due', 'sending', 'unknown'])
                .where((eb) =>
                  eb.or([eb('first.status', '!=', 'unknown'), eb('first.lane', 'in', [...SENT_AGAIN])]),
                )
                .where(({ not }) => not(standsAside('first', before))),
            ),
          ),
        )
        .orderBy(sql`due.lane = 'crisis'`, 'desc')
        .orderBy('due.not_before')
        // What somebody asked for comes before what was held back until they wrote.
        .orderBy(sql`due.lane in ('reminder', 'campaign')`)
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },
  };
}
