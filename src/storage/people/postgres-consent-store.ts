import type { ConsentStore } from '../../people/consent-store.ts';
import type { Session } from '../database.ts';

export function createPostgresConsentStore(session: Session): ConsentStore {
  return {
    async record({ id, contactId, addressId, purpose, version, given, now }) {
      await session
        .insertInto('consent')
        .values({ id, contact_id: contactId, address_id: addressId, purpose, version, given, at: now })
        .execute();
    },
  };
}
