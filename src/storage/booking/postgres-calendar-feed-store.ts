import type { CalendarFeedStore } from '../../booking/calendar-feed-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { endOf, overlaps, startOf } from './appointment-rows.ts';

const SECRET_PLACE = 'calendar_feed.secret';
const UID_PLACE = 'calendar_feed.uid';

export function createPostgresCalendarFeedStore(session: Session, keys: KeyRing): CalendarFeedStore {
  const open = () =>
    session
      .selectFrom('calendar_feed as f')
      .innerJoin('staff_member as s', 's.id', 'f.staff_id')
      .select(['f.id', 'f.staff_id as staffId', 'f.made_at as madeAt'])
      .where('f.revoked_at', 'is', null)
      .where('s.disabled_at', 'is', null);
  const revoke: CalendarFeedStore['revoke'] = async (staffId, now) => {
    const revoked = await session
      .updateTable('calendar_feed')
      .set({ revoked_at: now })
      .where('staff_id', '=', staffId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute();
    return revoked.length > 0;
  };
  return {
    revoke,
    async of(staffId) {
      return (await open().where('f.staff_id', '=', staffId).executeTakeFirst()) ?? null;
    },
    async make({ id, staffId, secret, now }) {
      await revoke(staffId, now);
      await session
        .insertInto('calendar_feed')
        .values({
          id,
          staff_id: staffId,
          secret_hash: keys.vault.hash(SECRET_PLACE, secret),
          made_at: now,
          revoked_at: null,
        })
        .execute();
    },
    async find(secret) {
      const hash = keys.vault.hash(SECRET_PLACE, secret);
      return (await open().where('f.secret_hash', '=', hash).executeTakeFirst()) ?? null;
    },
    async times(feed, from, to) {
      const rows = await session
        .selectFrom('appointment as a')
        .select(['a.id', startOf.as('startAt'), endOf.as('endAt')])
        .where('a.staff_id', '=', feed.staffId)
        .where('a.status', 'in', ['booked', 'attended', 'no-show'])
        .where(overlaps(from, to))
        .orderBy('startAt')
        .execute();
      return rows.map(({ id, startAt, endAt }) => ({
        uid: keys.vault.hash(UID_PLACE, `${feed.id} ${id}`).toString('hex').slice(0, 32),
        startAt,
        endAt,
      }));
    },
  };
}
