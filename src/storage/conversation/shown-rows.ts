import type { OutgoingStore } from '../../conversation/ports/outgoing-store.ts';
import type { BotMessage } from '../../core/message.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { OUTGOING_PLACE } from './outgoing-row.ts';

type Shown = Pick<OutgoingStore, 'lastShown' | 'reword'>;

/**
 * When it went to the platform: whoever answers at once may be quicker than the note that it was sent. What was said
 * without a row has only that note.
 */
const shownAt = sql<Date>`coalesce(outgoing.claimed_at, outgoing.sent_at)`;

/** What somebody has before their eyes. */
export function createShown(session: Session, keys: KeyRing): Shown {
  return {
    async lastShown(addressId, limit) {
      const rows = await session
        .selectFrom('outgoing')
        .innerJoin('address', 'address.id', 'outgoing.address_id')
        .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
        .select(['outgoing.id as row', 'lane', 'dedupe_key', 'body_sealed'])
        .select(['data_key.id', 'data_key.kid', 'data_key.wrapped'])
        .where('address_id', '=', addressId)
        .where('status', 'in', ['sent', 'sending'])
        // Its words stand in another message.
        .where('error_code', 'is distinct from', 'joined')
        .orderBy(shownAt, 'desc')
        .orderBy('outgoing.seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ row, lane, dedupe_key, body_sealed, ...key }) => {
        const place = { table: OUTGOING_PLACE, row };
        const message = JSON.parse(keys.vault.open(keys.unwrap(key), place, body_sealed)) as BotMessage;
        return { dedupeKey: dedupe_key, lane, choices: message.choices };
      });
    },
    async reword(id, addressId, message) {
      const key = await keys.ofAddress(session, addressId);
      const sealed = keys.vault.seal(key, { table: OUTGOING_PLACE, row: id }, JSON.stringify(message));
      await session.updateTable('outgoing').set({ body_sealed: sealed }).where('id', '=', id).execute();
    },
  };
}
