import type { HeardStore } from '../../conversation/ports/heard-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { MEDIA_COLUMNS } from '../media/line-media.ts';
import { createReadRecent, createTakePart } from './earlier-lines.ts';
import { decodeHeard, HEARD_PLACE, MARK_COLUMNS } from './heard-line.ts';

export function createPostgresHeardStore(session: Session, keys: KeyRing): HeardStore {
  return {
    async addRecall({ id, addressId, caseId, message, at }) {
      const key = await keys.ofAddress(session, addressId);
      await session
        .insertInto('heard')
        .values({
          id,
          address_id: addressId,
          case_id: caseId,
          kind: 'recalled',
          body_sealed: keys.vault.seal(key, { table: HEARD_PLACE, row: id }, ''),
          level: 'none',
          screening_sealed: null,
          at,
          message,
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
    recent: createReadRecent(session, keys),
    takePart: createTakePart(session, keys),
    async openReviews(limit) {
      const rows = await session
        .selectFrom('review_item')
        .innerJoin('heard', 'heard.id', 'review_item.heard_id')
        .innerJoin('address', 'address.id', 'heard.address_id')
        .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
        .leftJoin('media', 'media.heard_id', 'heard.id')
        .leftJoin('screening_mark', 'screening_mark.heard_id', 'heard.id')
        .selectAll('heard')
        .select(MEDIA_COLUMNS)
        .select(MARK_COLUMNS)
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
