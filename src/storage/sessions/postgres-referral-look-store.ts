import type { ReferralLookStore } from '../../sessions/referral-look.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { loadFileKey } from './file-key.ts';

const REASON_PLACE = 'referral_look.reason';

export function createPostgresReferralLookStore(session: Session, keys: KeyRing): ReferralLookStore {
  const keyOf = async (contactId: string) => {
    const key = await loadFileKey(session, keys, contactId);
    if (key === null) throw new Error('a referral without a counselling file');
    return key;
  };
  return {
    async open({ id, referralId, staffId, openedAt, expiresAt, ground, reason }) {
      const { contact_id } = await session
        .selectFrom('referral')
        .select('contact_id')
        .where('id', '=', referralId)
        .executeTakeFirstOrThrow();
      const sealed = keys.vault.seal(await keyOf(contact_id), { table: REASON_PLACE, row: id }, reason);
      await session
        .insertInto('referral_look')
        .values({
          id,
          referral_id: referralId,
          staff_id: staffId,
          opened_at: openedAt,
          expires_at: expiresAt,
          ground,
          reason_sealed: sealed,
        })
        .execute();
    },
    async openUntil(referralId, staffId, now) {
      const row = await session
        .selectFrom('referral_look')
        .select('expires_at')
        .where('referral_id', '=', referralId)
        .where('staff_id', '=', staffId)
        .where('expires_at', '>', now)
        .orderBy('expires_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.expires_at ?? null;
    },
    async list(limit) {
      const rows = await session
        .selectFrom('referral_look as look')
        .innerJoin('referral', 'referral.id', 'look.referral_id')
        .selectAll('look')
        .select('referral.contact_id')
        .orderBy('look.opened_at', 'desc')
        .limit(limit)
        .execute();
      const looks = [];
      for (const row of rows) {
        const place = { table: REASON_PLACE, row: row.id };
        looks.push({
          id: row.id,
          referralId: row.referral_id,
          staffId: row.staff_id,
          openedAt: row.opened_at,
          expiresAt: row.expires_at,
          ground: row.ground,
          reason: keys.vault.open(await keyOf(row.contact_id), place, row.reason_sealed),
        });
      }
      return looks;
    },
  };
}
