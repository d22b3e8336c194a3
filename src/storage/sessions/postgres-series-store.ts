import type { Caps } from '../../booking/count-sessions.ts';
import type { Slot } from '../../booking/slot.ts';
import { sayRoom } from '../../core/place.ts';
import type { KeptSeries, SeriesStore, SeriesTime } from '../../sessions/series-store.ts';
import { countUpcoming, endOf, lockContact, startOf } from '../booking/appointment-rows.ts';
import { clearExpiredHolds, insertHold } from '../booking/hold-slot.ts';
import { isPromised, lockForBooking } from '../booking/offered-slots.ts';
import { isClosed } from '../booking/open-time.ts';
import { isFull, lockCaps } from '../booking/session-caps.ts';
import type { Session } from '../database.ts';
import { isUuid } from './session-rows.ts';

export function createPostgresSeriesStore(session: Session): SeriesStore<Slot> {
  const selectTimes = (id: string) =>
    session
      .selectFrom('appointment as a')
      .innerJoin('staff_member as s', 's.id', 'a.staff_id')
      .leftJoin('room as r', 'r.id', 'a.room_id')
      .select(['a.id as appointmentId', startOf.as('startAt'), endOf.as('endAt'), 'a.status'])
      .select(['a.staff_id as staffId', 's.name as counsellor'])
      .select(['r.name as room', 'r.campus'])
      .where('a.series_id', '=', id);
  const timesOf = async (id: string): Promise<SeriesTime[]> =>
    (await selectTimes(id).orderBy('startAt').execute()).map(withRoom);
  /** In the order of ids, like everything that locks several. */
  const lockTimes = async (id: string): Promise<SeriesTime[]> =>
    (await selectTimes(id).orderBy('a.id').forNoKeyUpdate('a').execute()).map(withRoom);
  const select = () =>
    session
      .selectFrom('session_series as e')
      .innerJoin('staff_member as s', 's.id', 'e.staff_id')
      .select([
        'e.id',
        'e.contact_id as contactId',
        'e.address_id as addressId',
        'e.staff_id as staffId',
        'e.every_weeks as everyWeeks',
        'e.status',
        'e.expires_at as expiresAt',
        's.name as counsellor',
      ]);
  const whole = async (row: Omit<KeptSeries, 'times'>): Promise<KeptSeries> => ({
    ...row,
    times: await timesOf(row.id),
  });
  const lockOne = (id: string) =>
    session
      .selectFrom('session_series')
      .select(['status', 'contact_id', 'staff_id', 'expires_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
  /** What of it no longer is the counsellor's, or whose room is not free. */
  const isAnyClosed = async (id: string): Promise<boolean> => {
    const slots = await session
      .selectFrom('appointment as a')
      .select(['a.staff_id as staffId', 'a.room_id as roomId', startOf.as('startAt'), endOf.as('endAt')])
      .where('a.series_id', '=', id)
      .orderBy('startAt')
      .execute();
    for (const slot of slots) if (await isClosed(session, slot)) return true;
    return false;
  };
  const find = async (id: string): Promise<KeptSeries | null> => {
    if (!isUuid(id)) return null;
    const row = await select().where('e.id', '=', id).executeTakeFirst();
    return row === undefined ? null : whole(row);
  };
  const settle = (id: string, status: KeptSeries['status'], now: Date) =>
    session.updateTable('session_series').set({ status, settled_at: now }).where('id', '=', id).execute();
  const giveUp = (id: string, now: Date) =>
    session
      .updateTable('appointment as a')
      .set({ status: 'cancelled', held_until: null, cancelled_at: now })
      .where('a.series_id', '=', id)
      .where('a.status', '=', 'held')
      .execute();

  return {
    find,
    async ofContact(contactId, staffId) {
      const rows = await select()
        .where('e.contact_id', '=', contactId)
        .where('e.staff_id', '=', staffId)
        .where('e.status', 'in', ['offered', 'accepted'])
        .orderBy('e.offered_at', 'desc')
        .execute();
      return Promise.all(rows.map(whole));
    },
    async offer({ series, slots, now, upcomingLimit, caps: centre }) {
      await lockForBooking(session);
      await lockContact(session, series.contactId);
      if ((await countUpcoming(session, series.contactId, now)) >= upcomingLimit) return { outcome: 'limit' };
      const added = await session
        .insertInto('session_series')
        .values({
          id: series.id,
          contact_id: series.contactId,
          address_id: series.addressId,
          staff_id: series.staffId,
          every_weeks: series.everyWeeks,
          status: 'offered',
          offered_at: now,
          expires_at: series.expiresAt,
          settled_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return { outcome: 'offered-before' };
      const taken: Date[] = [];
      const closed = new Set<string>();
      for (const { id, slot } of slots) if (await isClosed(session, slot)) closed.add(id);
      const caps = await lockCaps(session, series.staffId, centre);
      for (const { id, slot } of slots) {
        if (closed.has(id) || !(await holdOne(session, id, slot, { series, caps, now })))
          taken.push(slot.startAt);
      }
      if (taken.length === 0) return { outcome: 'offered' };
      // Offered as a whole or not at all.
      await giveUp(series.id, now);
      await settle(series.id, 'withdrawn', now);
      return { outcome: 'taken', taken };
    },
    async accept(id, contactId, now, { upcomingLimit, caps: centre }) {
      await lockContact(session, contactId);
      const row = isUuid(id) ? await lockOne(id) : undefined;
      if (row === undefined || row.contact_id !== contactId) return 'expired';
      if (row.status === 'accepted') return 'already';
      if (row.status !== 'offered' || row.expires_at <= now) return 'expired';
      // Before the times are locked: whoever closes a day gives them up after it has the counsellor.
      if (await isAnyClosed(id)) return 'gone';
      const caps = await lockCaps(session, row.staff_id, centre);
      // A hold that ran out may have been cleared by whoever took its time.
      const times = await lockTimes(id);
      if (times.some(({ status }) => status !== 'held')) return 'gone';
      for (const { appointmentId, startAt, endAt } of times) {
        const slot = { staffId: row.staff_id, startAt, endAt };
        if (await isFull(session, caps, { slot, contactId, now, without: [appointmentId] })) return 'gone';
      }
      if ((await countUpcoming(session, contactId, now)) >= upcomingLimit) return 'limit';
      await session
        .updateTable('appointment')
        .set({ status: 'booked', held_until: null, booked_at: now })
        .where('series_id', '=', id)
        .where('status', '=', 'held')
        .execute();
      await settle(id, 'accepted', now);
      return 'accepted';
    },
    async close(id, as, now) {
      const row = isUuid(id) ? await lockOne(id) : undefined;
      if (row?.status !== 'offered') return null;
      const before = await find(id);
      await giveUp(id, now);
      await settle(id, as, now);
      return before;
    },
    async end(id, now) {
      const row = isUuid(id) ? await lockOne(id) : undefined;
      if (row?.status !== 'accepted') return null;
      const ahead = (await timesOf(id)).filter(({ status, startAt }) => status === 'booked' && startAt > now);
      await settle(id, 'ended', now);
      // What the student moved to a colleague is theirs: nobody calls off somebody else's session.
      return ahead.filter(({ staffId }) => staffId === row.staff_id);
    },
    async offeredTo(contactId) {
      const rows = await select()
        .where('e.contact_id', '=', contactId)
        .where('e.status', '=', 'offered')
        .orderBy('e.offered_at')
        .execute();
      return Promise.all(rows.map(whole));
    },
    async offeredBy(staffId) {
      const rows = await session
        .selectFrom('session_series')
        .select('id')
        .where('staff_id', '=', staffId)
        .where('status', '=', 'offered')
        .orderBy('id')
        .execute();
      return rows.map(({ id }) => id);
    },
    async overdue(now, limit) {
      const rows = await session
        .selectFrom('session_series')
        .select('id')
        .where('status', '=', 'offered')
        .where('expires_at', '<=', now)
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

const withRoom = <Row extends { readonly room: string | null; readonly campus: string | null }>({
  campus,
  ...time
}: Row) => ({ ...time, room: sayRoom({ room: time.room, campus }) });
type Offered = {
  readonly id: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly expiresAt: Date;
};

async function holdOne(
  session: Session,
  id: string,
  slot: Slot,
  { series, caps, now }: { readonly series: Offered; readonly caps: Caps; readonly now: Date },
): Promise<boolean> {
  const { contactId, addressId, expiresAt } = series;
  if (await isClosed(session, slot)) return false;
  if (await isFull(session, caps, { slot, contactId, now })) return false;
  await clearExpiredHolds(session, { slot, contactId, now });
  if (await isPromised(session, { slot, contactId, now })) return false;
  const held = await insertHold(session, {
    id,
    contactId,
    addressId,
    slot,
    now,
    heldUntil: expiresAt,
    upcomingLimit: 0,
  });
  if (held)
    await session.updateTable('appointment').set({ series_id: series.id }).where('id', '=', id).execute();
  return held;
}
