import type { NotifierStore } from '../../conversation/ports/notifier-store.ts';
import { NOTIFIER_KINDS } from '../../core/channel.ts';
import { digestDueAt } from '../../handoff/digest.ts';
import type { Session } from '../database.ts';

export function createPostgresNotifierStore(session: Session): NotifierStore {
  return {
    async makeDue(names, digestSeconds, now) {
      // Always in the same order, so that two cases never wait for each other in a ring.
      for (const name of [...names].sort()) {
        await session
          .insertInto('notifier_digest')
          .values({ name, due_at: null, last_at: null })
          .onConflict((oc) => oc.doNothing())
          .execute();
        const row = await session
          .selectFrom('notifier_digest')
          .selectAll()
          .where('name', '=', name)
          .forNoKeyUpdate()
          .executeTakeFirstOrThrow();
        if (row.due_at !== null) continue;
        await session
          .updateTable('notifier_digest')
          .set({ due_at: digestDueAt(row.last_at, digestSeconds, now) })
          .where('name', '=', name)
          .execute();
      }
    },
    async due(now, limit) {
      const rows = await session
        .selectFrom('notifier_digest')
        .select('name')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.name);
    },
    async take(name, now) {
      const row = await session
        .selectFrom('notifier_digest')
        .select('name')
        .where('name', '=', name)
        .where('due_at', '<=', now)
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (!row) return false;
      await session.updateTable('notifier_digest').set({ due_at: null }).where('name', '=', name).execute();
      return true;
    },
    async told(name, now) {
      await session.updateTable('notifier_digest').set({ last_at: now }).where('name', '=', name).execute();
    },
    async dropUnsent(addressId, keyPrefix) {
      await session
        .updateTable('outgoing')
        .set({ status: 'failed', error_code: 'superseded' })
        .where('address_id', '=', addressId)
        .where('status', '=', 'due')
        .where('dedupe_key', 'like', `${keyPrefix}%`)
        .execute();
    },
    async laterThan(outgoingId, keyPrefix) {
      const row = await session
        .selectFrom('outgoing as one')
        .innerJoin('outgoing as later', 'later.address_id', 'one.address_id')
        .select('later.id')
        .where('one.id', '=', outgoingId)
        .where('one.dedupe_key', 'like', `${keyPrefix}%`)
        .where('later.dedupe_key', 'like', `${keyPrefix}%`)
        .whereRef('later.seq', '>', 'one.seq')
        .orderBy('later.seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.id ?? null;
    },
    async loseOthers(known) {
      await session
        .updateTable('address')
        .set({ reachable: false })
        .where('channel', 'in', [...NOTIFIER_KINDS])
        .where('reachable', '=', true)
        .where(({ not, or, and, eb }) =>
          not(or(known.map(({ channel, bot }) => and([eb('channel', '=', channel), eb('bot', '=', bot)])))),
        )
        .execute();
    },
    async latest({ channel, bot }, keyPrefix) {
      const row = await session
        .selectFrom('outgoing')
        .innerJoin('address', 'address.id', 'outgoing.address_id')
        .select(['outgoing.status', 'outgoing.error_code', 'outgoing.at'])
        .where('address.channel', '=', channel)
        .where('address.bot', '=', bot)
        .where('outgoing.dedupe_key', 'like', `${keyPrefix}%`)
        .orderBy('outgoing.seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? { status: row.status, code: row.error_code, at: row.at } : null;
    },
  };
}
