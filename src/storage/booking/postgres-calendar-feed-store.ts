import type { CalendarFeedStore } from '../../booking/calendar-feed-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { endOf, overlaps, startOf } from './appointment-rows.ts';
import { inTransaction } from './in-transaction.ts';
import { readLed } from './led-times.ts';

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
  const revokeIn = async (inside: Session, staffId: string, now: Date): Promise<boolean> => {
    const revoked = await inside
      .updateTable('calendar_feed')
      .set({ revoked_at: now })
      .where('staff_id', '=', staffId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute();
    return revoked.length > 0;
  };
  return {
    revoke: (staffId, now) => revokeIn(session, staffId, now),
    async of(staffId) {
      return (await open().where('f.staff_id', '=', staffId).executeTakeFirst()) ?? null;
    },
    make: ({ id, staffId, secret, now }) =>
      inTransaction(session, async (inside) => {
        // Of two at the same moment the second then revokes the first.
        await inside
          .selectFrom('staff_member')
          .select('id')
          .where('id', '=', staffId)
          .forNoKeyUpdate()
          .execute();
        await revokeIn(inside, staffId, now);
        const secretHash = keys.vault.hash(SECRET_PLACE, secret);
        await inside
          .insertInto('calendar_feed')
          .values({ id, staff_id: staffId, secret_hash: secretHash, made_at: now, revoked_at: null })
          .execute();
      }),
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
      const led = await readLed(session, from, to, feed.staffId);
      const taken = [...rows, ...led.map(({ dateId, startAt, endAt }) => ({ id: dateId, startAt, endAt }))];
      taken.sort((a, b) => a.startAt.getTime() - b.startAt.getTime());
      return taken.map(({ id, startAt, endAt }) => ({
        uid: keys.vault.hash(UID_PLACE, `${feed.id} ${id}`).toString('hex').slice(0, 32),
        startAt,
        endAt,
      }));
    },
  };
}
