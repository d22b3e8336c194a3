import type { ChangeOfferStore } from '../../booking/change-offer-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { readOffer, selectOffers } from './change-offer-rows.ts';
import { closeDay, closeForGood } from './close-time.ts';
import { inTransaction } from './in-transaction.ts';
import { bookInstead, moveAppointment } from './move-appointment.ts';
import { callOffForCause, findBooked, listBooked, writeOffer, writeTimes } from './write-change-offer.ts';

/** Most that one page shows. */
const LISTED = 200;

export function createPostgresChangeOfferStore(session: Session, keys: KeyRing): ChangeOfferStore {
  const change = (id: string) => session.updateTable('change_offer').where('id', '=', id);
  return {
    booked: (appointmentId) => findBooked(session, appointmentId),
    bookedBetween: (staffId, from, to) => listBooked(session, staffId, from, to),
    offer: (offer) => inTransaction(session, (inside) => writeOffer(inside, keys, offer)),
    callOff: (offer) => inTransaction(session, (inside) => callOffForCause(inside, keys, offer)),
    closeDay: (absence, offerId) =>
      inTransaction(session, (inside) => closeDay(inside, keys, absence, offerId)),
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
        .where('o.status', 'in', ['open', 'expired'])
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
    move: (move) => inTransaction(session, (inside) => moveAppointment(inside, move)),
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
    async list(since, staffId) {
      const rows = await selectOffers(session)
        .where((eb) => eb.or([eb('o.status', '=', 'open'), eb('o.made_at', '>=', since)]))
        .where('o.status', '!=', 'withdrawn')
        .$if(staffId !== null, (query) => query.where('a.staff_id', '=', staffId ?? ''))
        .orderBy('o.made_at', 'desc')
        .orderBy('o.id')
        .limit(LISTED)
        .execute();
      return Promise.all(rows.map((row) => readOffer(session, keys, row)));
    },
  };
}
