import type { HeardStore } from '../../conversation/ports/heard-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { decodeHeard, HEARD_PLACE, SCREENING_PLACE } from './heard-line.ts';

export function createPostgresHeardStore(session: Session, keys: KeyRing): HeardStore {
  return {
    async add({ id, addressId, caseId, kind, text, screening, now }) {
      const address = await session
        .selectFrom('address')
        .select('data_key_id')
        .where('id', '=', addressId)
        .executeTakeFirstOrThrow();
      const key = await keys.load(session, address.data_key_id);
      await session
        .insertInto('heard')
        .values({
          id,
          address_id: addressId,
          case_id: caseId,
          kind,
          body_sealed: keys.vault.seal(key, { table: HEARD_PLACE, row: id }, text),
          level: screening.level,
          screening_sealed: keys.vault.seal(
            key,
            { table: SCREENING_PLACE, row: id },
            JSON.stringify(screening.matches),
          ),
          at: now,
        })
        .execute();
    },
    async addReview({ id, heardId, addressId, reason, now }) {
      await session
        .insertInto('review_item')
        .values({
          id,
          heard_id: heardId,
          address_id: addressId,
          reason,
          at: now,
          reviewed_by: null,
          reviewed_at: null,
        })
        .execute();
    },
    async openReviews(limit) {
      const rows = await session
        .selectFrom('review_item')
        .innerJoin('heard', 'heard.id', 'review_item.heard_id')
        .innerJoin('address', 'address.id', 'heard.address_id')
        .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
        .selectAll('heard')
        .select(['review_item.id as item_id', 'review_item.reason', 'review_item.at as item_at'])
        .select(['data_key.id as key_id', 'data_key.kid', 'data_key.wrapped'])
        .where('review_item.reviewed_at', 'is', null)
        .orderBy('review_item.at')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.item_id,
        reason: row.reason,
        at: row.item_at,
        line: decodeHeard(
          row,
          keys.unwrap({ id: row.key_id, kid: row.kid, wrapped: row.wrapped }),
          keys.vault,
        ),
      }));
    },
    async markReviewed(itemId, staffId, now) {
      const row = await session
        .updateTable('review_item')
        .set({ reviewed_by: staffId, reviewed_at: now })
        .where('id', '=', itemId)
        .where('reviewed_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
