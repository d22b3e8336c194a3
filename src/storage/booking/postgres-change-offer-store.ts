import type { ChangeOfferStore } from '../../booking/change-offer-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { startOf } from './appointment-rows.ts';
import { readOffer, selectOffers } from './change-offer-rows.ts';
import { closeDay, closeForGood, tellLeave } from './close-time.ts';
import { inTransaction } from './in-transaction.ts';
import { bookInstead, moveAppointment } from './move-appointment.ts';
import {
  callOffForCause,
  findBooked,
  listInLeave,
  listToTell,
  writeOffer,
  writeTimes,
} from './write-change-offer.ts';

export function createPostgresChangeOfferStore(session: Session, keys: KeyRing): ChangeOfferStore {
  const change = (id: string) => session.updateTable('change_offer').where('id', '=', id);
  return {
    booked: (appointmentId) => findBooked(session, appointmentId),
    toTell: (staffId, startAt, endAt, now) => listToTell(session, { staffId, startAt, endAt }, now),
    inLeave: (now) => listInLeave(session, now),
    offer: (offer) => inTransaction(session, (inside) => writeOffer(inside, keys, offer)),
    callOff: (offer) => inTransaction(session, (inside) => callOffForCause(inside, keys, offer)),
    closeDay: (absence, offerId) =>
      inTransaction(session, (inside) => closeDay(inside, keys, absence, offerId)),
    tellLeave: (told, offerId) => inTransaction(session, (inside) => tellLeave(inside, keys, told, offerId)),
    closeForGood: (leaving, offerId) =>
      inTransaction(session, (inside) => closeForGood(inside, keys, leaving, offerId)),
    async toldWith(id) {
      const rows = await selectOffers(session)
        .where('o.told_with', '=', id)
        .where('o.status', '=', 'open')
        .orderBy('o.starts_at')
        .orderBy('o.id')
        .execute();
      return Promise.all(rows.map((row) => readOffer(session, keys, row)));
    },
    async tellAlone(id) {
      await change(id).set({ told_with: null }).execute();
    },
    async ofAbsence(absenceId) {
      const rows = await selectOffers(session)
        // Of days that were closed twice, the leave that ends last opens them again.
        .innerJoin('availability_exception as x', (join) =>
          join.onRef('x.staff_id', '=', 'a.staff_id').on(sql<boolean>`x.during && a.during`),
        )
        .where('x.id', '=', absenceId)
        .where('o.absence_id', 'is not', null)
        // Whoever was disabled comes on no day, whatever leave is taken back.
        .where('s.disabled_at', 'is', null)
        .where((eb) =>
          eb.or([
            eb('o.status', 'in', ['open', 'expired']),
            // Staff spoke with them, and nothing came of it: the old time is theirs still.
            eb.and([
              eb('o.status', '=', 'phoned'),
              eb('a.status', '=', 'booked'),
              eb('o.starts_at', '=', startOf),
            ]),
          ]),
        )
        .orderBy('o.address_id')
        .orderBy('o.id')
        .execute();
      return Promise.all(rows.map((row) => readOffer(session, keys, row)));
    },
    async dueIds(before, limit) {
      const rows = await session
        .selectFrom('change_offer')
        .select('id')
        .where('next_at', '<=', before)
        .orderBy('next_at')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async byId(id) {
      const row = await selectOffers(session).where('o.id', '=', id).executeTakeFirst();
      return row === undefined ? null : readOffer(session, keys, row);
    },
    async lock(id) {
      const row = await selectOffers(session).where('o.id', '=', id).forNoKeyUpdate('o').executeTakeFirst();
      return row === undefined ? null : readOffer(session, keys, row);
    },
    async noteTold(id, now, nextAt) {
      await change(id).set({ told_at: now, next_at: nextAt }).execute();
    },
    async noteReminded(id, now, nextAt) {
      await change(id).set({ reminded_at: now, next_at: nextAt }).execute();
    },
    async noteNext(id, nextAt) {
      await change(id).set({ next_at: nextAt }).execute();
    },
    show: (id, times) => writeTimes(session, id, times),
    async settle(id, to, { now, staffId, newAppointmentId }) {
      await change(id)
        .set({
          status: to,
          settled_at: now,
          settled_by: staffId ?? null,
          new_appointment_id: newAppointmentId ?? null,
          next_at: null,
        })
        .execute();
    },
    move: (move, upcomingLimit) =>
      inTransaction(session, (inside) => moveAppointment(inside, move, upcomingLimit)),
    bookInstead: (move, upcomingLimit) =>
      inTransaction(session, (inside) => bookInstead(inside, move, upcomingLimit)),
    async cancel(appointmentId, startsAt, now) {
      const booked = await findBooked(session, appointmentId);
      if (booked?.startAt.getTime() !== startsAt.getTime()) return false;
      const row = await session
        .updateTable('appointment')
        .set({ status: 'cancelled', cancelled_at: now, cancelled_by: 'student' })
        .where('id', '=', appointmentId)
        .where('status', '=', 'booked')
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async ofAppointment(appointmentId) {
      const rows = await listed(session, null)
        .where('o.appointment_id', '=', appointmentId)
        .orderBy('o.made_at', 'desc')
        .orderBy('o.id')
        .execute();
      return Promise.all(rows.map((row) => readOffer(session, keys, row)));
    },
    async ofContact(contactId) {
      const rows = await listed(session, null)
        .where('a.contact_id', '=', contactId)
        .where('o.status', 'in', ['open', 'expired'])
        .orderBy('o.starts_at')
        .orderBy('o.id')
        .execute();
      return Promise.all(rows.map((row) => readOffer(session, keys, row)));
    },
    async unsettled(since, staffId) {
      const rows = await listed(session, staffId)
        .where(isUnsettled(since))
        .orderBy('o.starts_at')
        .orderBy('o.id')
        .execute();
      return Promise.all(rows.map((row) => readOffer(session, keys, row)));
    },
    async settled(since, staffId, limit) {
      const rows = await listed(session, staffId)
        .select(sql<number>`(count(*) over ())::int`.as('count'))
        .where('o.made_at', '>=', since)
        .where('o.status', '!=', 'open')
        .where((eb) => eb.not(isUnsettled(since)))
        .orderBy('o.made_at', 'desc')
        .orderBy('o.id')
        .limit(limit)
        .execute();
      const offers = await Promise.all(rows.map((row) => readOffer(session, keys, row)));
      return { offers, count: rows[0]?.count ?? 0 };
    },
  };
}

/** Without what was taken back. */
const listed = (session: Session, staffId: string | null) =>
  selectOffers(session)
    .where('o.status', '!=', 'withdrawn')
    .$if(staffId !== null, (query) => query.where('a.staff_id', '=', staffId ?? ''));

/** Whoever chose by themselves since has not to be phoned, nor asked: what was open is withdrawn soon. */
const isUnsettled = (since: Date) => sql<boolean>`(
  (o.kind = 'cancel' or (a.status = 'booked' and lower(a.during) = o.starts_at))
  and (o.status = 'open' or (
    o.status = 'expired' and o.kind <> 'change' and greatest(o.made_at, o.starts_at) >= ${since})))`;
