import { type ShownTime, togetherUntil } from '../../booking/change-offer.ts';
import type { BookedTime, LeaveTime, NewOffer } from '../../booking/change-offer-store.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { endOf, overlaps, startOf, wasTold } from './appointment-rows.ts';
import { sealLine, selectBooked, toBooked } from './change-offer-rows.ts';

export async function findBooked(session: Session, appointmentId: string): Promise<BookedTime | null> {
  const row = await selectBooked(session).where('a.id', '=', appointmentId).executeTakeFirst();
  return row === undefined ? null : toBooked(row);
}

export async function listBooked(
  session: Session,
  staffId: string,
  from: Date,
  to: Date,
): Promise<BookedTime[]> {
  const rows = await selectBooked(session)
    .where('a.staff_id', '=', staffId)
    .where('a.status', '=', 'booked')
    .where(overlaps(from, to))
    .orderBy('start_at')
    .orderBy('a.id')
    .execute();
  return rows.map(toBooked);
}

/** Whoever sits in the session that runs knows better. */
const isThere = (now: Date) => sql<boolean>`(lower(a.during) <= ${now} and exists (
  select from xinqiao.session_visit v where v.appointment_id = a.id and v.checked_in_at is not null))`;

/** See `ChangeOfferStore.toTell`. */
export async function listToTell(
  session: Session,
  { staffId, startAt, endAt }: { readonly staffId: string; readonly startAt: Date; readonly endAt: Date },
  now: Date,
): Promise<BookedTime[]> {
  const rows = await selectBooked(session)
    .where('a.staff_id', '=', staffId)
    .where('a.status', '=', 'booked')
    .where(overlaps(startAt, endAt))
    .where(endOf, '>', now)
    .where((eb) => eb.not(wasTold))
    .where((eb) => eb.not(isThere(now)))
    .orderBy('start_at')
    .orderBy('a.id')
    .execute();
  return rows.map(toBooked);
}

/** See `ChangeOfferStore.inLeave`. */
export async function listInLeave(session: Session, now: Date): Promise<LeaveTime[]> {
  const rows = await selectBooked(session)
    .innerJoin('availability_exception as x', (join) =>
      join.onRef('x.staff_id', '=', 'a.staff_id').on(sql<boolean>`x.during && a.during`),
    )
    .select(['x.id as leave_id', sql<Date>`lower(x.during)`.as('leave_start_at')])
    .select(sql<Date>`upper(x.during)`.as('leave_end_at'))
    .where('x.removed_at', 'is', null)
    // What was agreed on with whoever left is closed for good.
    .where('s.disabled_at', 'is', null)
    .where('a.status', '=', 'booked')
    .where(startOf, '>', now)
    .where((eb) => eb.not(wasTold))
    .orderBy('start_at')
    .orderBy('a.id')
    .orderBy('leave_start_at')
    .execute();
  // Where two leaves meet it stands once.
  const first = rows.filter(({ id }, index) => rows[index - 1]?.id !== id);
  return first.map((row) => ({
    ...toBooked(row),
    leave: { id: row.leave_id, startAt: row.leave_start_at, endAt: row.leave_end_at },
  }));
}

/** Locked, so that it is not moved or called off at the same moment. */
async function lockBooked(session: Session, appointmentId: string): Promise<BookedTime | null> {
  const row = await selectBooked(session)
    .where('a.id', '=', appointmentId)
    .forNoKeyUpdate('a')
    .executeTakeFirst();
  return row === undefined ? null : toBooked(row);
}

const isWritten = async (session: Session, id: string): Promise<boolean> =>
  (await session.selectFrom('change_offer').select('id').where('id', '=', id).executeTakeFirst()) !==
  undefined;

export async function insertOffer(
  session: Session,
  keys: KeyRing,
  offer: NewOffer,
  booked: BookedTime,
  absenceId: string | null,
): Promise<boolean> {
  const { id, kind, cause, madeBy, now, expiresAt, times, toldWith = null } = offer;
  const line = await sealLine(session, keys, { id, addressId: booked.addressId, line: offer.line });
  const inserted = await session
    .insertInto('change_offer')
    .values({
      id,
      appointment_id: booked.id,
      address_id: booked.addressId,
      starts_at: booked.startAt,
      kind,
      cause,
      absence_id: absenceId,
      line_sealed: line,
      made_by: madeBy,
      made_at: now,
      status: 'open',
      told_with: toldWith,
      told_at: null,
      reminded_at: null,
      expires_at: expiresAt,
      next_at: toldWith === null ? now : togetherUntil(now),
      settled_at: null,
      settled_by: null,
      new_appointment_id: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) await writeTimes(session, id, times);
  return inserted !== undefined;
}

/** Places and pages go on from the last ones. */
export async function writeTimes(
  session: Session,
  offerId: string,
  times: NewOffer['times'],
): Promise<ShownTime[]> {
  if (times.length === 0) return [];
  const last = await session
    .selectFrom('change_offer_slot')
    .select(['place', 'page'])
    .where('offer_id', '=', offerId)
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst();
  const page = last === undefined ? 0 : last.page + 1;
  const first = last === undefined ? 0 : last.place + 1;
  const shown = times.map((time, index) => ({ ...time, page, place: first + index }));
  await session
    .insertInto('change_offer_slot')
    .values(
      shown.map(({ slot, startAt, endAt, counsellor, place }) => ({
        offer_id: offerId,
        place,
        page,
        slot,
        starts_at: startAt,
        ends_at: endAt,
        counsellor,
      })),
    )
    .execute();
  return shown;
}

export async function writeOffer(
  session: Session,
  keys: KeyRing,
  offer: NewOffer,
): Promise<Result<null, 'busy' | 'gone'>> {
  const booked = await lockBooked(session, offer.appointmentId);
  if (await isWritten(session, offer.id)) return ok(null);
  if (booked === null || booked.status !== 'booked' || booked.startAt <= offer.now) return fail('gone');
  return (await insertOffer(session, keys, offer, booked, null)) ? ok(null) : fail('busy');
}

/** What was offered before for this appointment is taken back: it says something else now. */
export async function withdrawOpen(session: Session, appointmentId: string, now: Date): Promise<void> {
  await session
    .updateTable('change_offer')
    .set({ status: 'withdrawn', settled_at: now, next_at: null })
    .where('appointment_id', '=', appointmentId)
    .where('status', '=', 'open')
    .execute();
}

export async function callOffForCause(
  session: Session,
  keys: KeyRing,
  offer: NewOffer,
): Promise<Result<null, 'gone'>> {
  const { appointmentId, now } = offer;
  const booked = await lockBooked(session, appointmentId);
  if (await isWritten(session, offer.id)) return ok(null);
  if (booked === null || booked.status !== 'booked' || booked.startAt <= now) return fail('gone');
  await session
    .updateTable('appointment')
    .set({ status: 'cancelled', cancelled_at: now, cancelled_by: 'staff' })
    .where('id', '=', appointmentId)
    .execute();
  await withdrawOpen(session, appointmentId, now);
  await insertOffer(session, keys, offer, booked, null);
  return ok(null);
}
