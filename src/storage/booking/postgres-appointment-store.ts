import type { AppointmentStore } from '../../booking/appointment-store.ts';
import type { Session } from '../database.ts';
import { appointmentOfRow, endOf, selectAppointments, wasClosed } from './appointment-rows.ts';
import { holdSlot } from './hold-slot.ts';
import { inTransaction } from './in-transaction.ts';
import { readAvailability, readBetween, readBusy } from './read-calendar.ts';
import { readLastCounsellor, readStanding } from './read-standing.ts';
import {
  cancelAppointment,
  confirmAppointment,
  findAppointment,
  moveAppointment,
  releaseHold,
} from './settle-appointment.ts';

/** Appointments in PostgreSQL, on the database or within somebody's transaction. */
export function createPostgresAppointmentStore(session: Session): AppointmentStore {
  return {
    availability: (from, to) => readAvailability(session, from, to),
    busy: (from, to, now) => readBusy(session, from, to, now),
    hold: (order) => inTransaction(session, (inside) => holdSlot(inside, order)),
    confirm: (confirmation) => inTransaction(session, (inside) => confirmAppointment(inside, confirmation)),
    release: (appointmentId, contactId, now) => releaseHold(session, appointmentId, contactId, now),
    cancel: (cancellation) => inTransaction(session, (inside) => cancelAppointment(inside, cancellation)),
    move: (move) => inTransaction(session, (inside) => moveAppointment(inside, move)),
    standing: (contactId, counted, now) => readStanding(session, contactId, counted, now),
    lastCounsellor: (contactId) => readLastCounsellor(session, contactId),
    async find(appointmentId, contactId) {
      const row = await findAppointment(session, appointmentId, contactId);
      return row === null ? null : appointmentOfRow(row);
    },
    async listUpcoming(contactId, now) {
      const rows = await selectAppointments(session)
        .where('a.contact_id', '=', contactId)
        .where('a.status', '=', 'booked')
        .where(endOf, '>', now)
        .orderBy('start_at')
        .execute();
      return rows.map(appointmentOfRow);
    },
    async hasCome(contactId, now) {
      const row = await session
        .selectFrom('appointment as a')
        .select('a.id')
        .where('a.contact_id', '=', contactId)
        .where((eb) =>
          eb.or([
            eb('a.status', '=', 'attended'),
            // Nobody came to what its counsellor closed.
            eb.and([eb('a.status', '=', 'booked'), eb(endOf, '<=', now), eb.not(wasClosed)]),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    listBetween: (from, to, now) => readBetween(session, from, to, now),
  };
}
