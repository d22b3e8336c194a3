import type { IncomingStore } from '../../conversation/ports/incoming-store.ts';
import { SINK } from '../../core/channel.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { createFinish } from './finish-turn.ts';
import { BODY_PLACE, createNext, writeBody } from './next-turn.ts';

export function createPostgresIncomingStore(session: Session, keys: KeyRing): IncomingStore {
  return {
    async store(updates, now) {
      if (updates.length === 0) return [];
      const rows = [];
      for (const { id, addressId, incoming, inFault } of updates) {
        const key = await keys.ofAddress(session, addressId);
        rows.push({
          id,
          address_id: addressId,
          channel: incoming.channel,
          bot: incoming.bot,
          update_key: incoming.updateKey,
          body_sealed: keys.vault.seal(
            key,
            { table: BODY_PLACE, row: id },
            writeBody(incoming.body, inFault),
          ),
          at: now,
          try_at: now,
          error_code: null,
          done_at: null,
        });
      }
      const stored = await session
        .insertInto('incoming')
        .values(rows)
        .onConflict((oc) => oc.columns(['channel', 'bot', 'update_key']).doNothing())
        .returning('id')
        .execute();
      return stored.map((row) => row.id);
    },
    next: createNext(session, keys),
    finish: createFinish(session, keys),
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
        // The canary proves the queue: nobody does its work for it.
        .where('channel', '!=', SINK)
        .groupBy('address_id')
        .orderBy((eb) => eb.fn.min('try_at'))
        .limit(limit)
        .execute();
      return rows.map((row) => row.address_id);
    },
  };
}
