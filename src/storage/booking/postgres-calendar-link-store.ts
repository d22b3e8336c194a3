import type { CalendarLinkStore } from '../../booking/calendar-link-store.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { endOf, startOf } from './appointment-rows.ts';

const SECRET_PLACE = 'calendar_link.secret';
const DAY_MINUTES = 1_440;

export function createPostgresCalendarLinkStore(session: Session, keys: KeyRing): CalendarLinkStore {
  const hashOf = (secret: string): Buffer => keys.vault.hash(SECRET_PLACE, secret);

  return {
    async make({ secret, appointmentId, addressId, now }) {
      const link = { appointment_id: appointmentId, address_id: addressId, made_at: now, revoked_at: null };
      await session
        .insertInto('calendar_link')
        .values({ secret_hash: hashOf(secret), ...link })
        .execute();
    },
    async find(secret, now) {
      const row = await session
        .selectFrom('calendar_link as l')
        .innerJoin('appointment as a', 'a.id', 'l.appointment_id')
        .select(['a.id', 'a.status', 'l.address_id', startOf.as('start_at'), endOf.as('end_at')])
        .where('l.secret_hash', '=', hashOf(secret))
        .where('l.revoked_at', 'is', null)
        .where(endOf, '>', addMs(now, -minutesMs(DAY_MINUTES)))
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        appointmentId: row.id,
        slot: { startAt: row.start_at, endAt: row.end_at },
        cancelled: row.status === 'cancelled',
        addressId: row.address_id,
      };
    },
    async revokeAll(contactId, now) {
      await session
        .updateTable('calendar_link')
        .set({ revoked_at: now })
        .where('revoked_at', 'is', null)
        .where('address_id', 'in', (eb) =>
          eb.selectFrom('address').select('address.id').where('address.contact_id', '=', contactId),
        )
        .execute();
    },
  };
}
