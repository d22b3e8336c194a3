import { VaultError } from '../../access/vault.ts';
import type { IncomingStore } from '../../conversation/ports/incoming-store.ts';
import type { IncomingBody } from '../../core/channel.ts';
import type { Session } from '../database.ts';
import { KeyDestroyedError, type KeyRing } from '../key-ring.ts';

const BODY_PLACE = 'incoming.body';

export function createPostgresIncomingStore(session: Session, keys: KeyRing): IncomingStore {
  const openBody = async (row: { id: string; data_key_id: string; body_sealed: Buffer }) => {
    try {
      const key = await keys.load(session, row.data_key_id);
      const body = keys.vault.open(key, { table: BODY_PLACE, row: row.id }, row.body_sealed);
      return JSON.parse(body) as IncomingBody;
    } catch (error) {
      if (error instanceof VaultError || error instanceof KeyDestroyedError) return null;
      throw error;
    }
  };

  return {
    async store({ id, addressId, incoming, now }) {
      const address = await session
        .selectFrom('address')
        .select('data_key_id')
        .where('id', '=', addressId)
        .executeTakeFirstOrThrow();
      const key = await keys.load(session, address.data_key_id);
      const row = await session
        .insertInto('incoming')
        .values({
          id,
          address_id: addressId,
          channel: incoming.channel,
          bot: incoming.bot,
          update_key: incoming.updateKey,
          body_sealed: keys.vault.seal(key, { table: BODY_PLACE, row: id }, JSON.stringify(incoming.body)),
          at: now,
          try_at: now,
          error_code: null,
          done_at: null,
        })
        .onConflict((oc) => oc.columns(['channel', 'bot', 'update_key']).doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async next(addressId, now) {
      const row = await session
        .selectFrom('incoming')
        .innerJoin('address', 'address.id', 'incoming.address_id')
        .select(['incoming.id', 'incoming.body_sealed', 'incoming.at', 'incoming.attempts'])
        .select('address.data_key_id')
        .where('incoming.address_id', '=', addressId)
        .where('incoming.status', '=', 'stored')
        .where('incoming.try_at', '<=', now)
        .orderBy('incoming.seq')
        .limit(1)
        .executeTakeFirst();
      if (!row) return null;
      return {
        id: row.id,
        addressId,
        body: await openBody(row),
        at: row.at,
        attempts: row.attempts,
      };
    },
    async done(id, now) {
      await session
        .updateTable('incoming')
        .set({ status: 'done', done_at: now })
        .where('id', '=', id)
        .execute();
    },
    async failed(id, errorCode, tryAt, now) {
      await session
        .updateTable('incoming')
        .set((eb) => ({
          attempts: eb('attempts', '+', 1),
          error_code: errorCode,
          status: tryAt === null ? ('failed' as const) : ('stored' as const),
          try_at: tryAt ?? now,
        }))
        .where('id', '=', id)
        .where('status', '=', 'stored')
        .execute();
    },
    async countStuck(attempts) {
      const row = await session
        .selectFrom('incoming')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('status', '=', 'stored')
        .where('attempts', '>=', attempts)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    async waitingAddresses(before, limit) {
      const rows = await session
        .selectFrom('incoming')
        .select('address_id')
        .where('status', '=', 'stored')
        .where('try_at', '<=', before)
        .groupBy('address_id')
        .orderBy((eb) => eb.fn.min('try_at'))
        .limit(limit)
        .execute();
      return rows.map((row) => row.address_id);
    },
  };
}
