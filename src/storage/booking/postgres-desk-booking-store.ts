import type { DeskBookingStore } from '../../booking/desk-booking.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

const CODE_PLACE = 'desk_code.code';

export function createPostgresDeskBookingStore(session: Session, keys: KeyRing): DeskBookingStore {
  const hashOf = (code: string): Buffer => keys.vault.hash(CODE_PLACE, code);

  return {
    async makeCode({ code, addressId, now, expiresAt }) {
      const hash = hashOf(code);
      await session
        .deleteFrom('desk_code')
        .where((eb) =>
          eb.or([
            eb('address_id', '=', addressId),
            eb.and([eb('code_hash', '=', hash), eb('expires_at', '<=', now)]),
          ]),
        )
        .execute();
      const made = await session
        .insertInto('desk_code')
        .values({ address_id: addressId, code_hash: hash, made_at: now, expires_at: expiresAt })
        .onConflict((oc) => oc.doNothing())
        .returning('address_id')
        .executeTakeFirst();
      return made !== undefined;
    },
    async addressOf(code, now) {
      const found = await session
        .selectFrom('desk_code')
        .select('address_id')
        .where('code_hash', '=', hashOf(code))
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return found?.address_id ?? null;
    },
    async note({ appointmentId, staffId, reason, now }) {
      await session
        .insertInto('desk_booking')
        .values({ appointment_id: appointmentId, staff_id: staffId, reason, made_at: now })
        .onConflict((oc) => oc.doNothing())
        .execute();
    },
  };
}
