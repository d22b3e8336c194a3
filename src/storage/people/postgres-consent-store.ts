import type { ConsentPurpose, ConsentStore } from '../../people/consent-store.ts';
import type { Session } from '../database.ts';

export function createPostgresConsentStore(session: Session): ConsentStore {
  const last = (contactId: string, purpose: ConsentPurpose) =>
    session
      .selectFrom('consent')
      .select(['given', 'version', 'at'])
      .where('contact_id', '=', contactId)
      .where('purpose', '=', purpose)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();

  return {
    async record({ id, contactId, addressId, purpose, version, given, now }) {
      await session
        .insertInto('consent')
        .values({ id, contact_id: contactId, address_id: addressId, purpose, version, given, at: now })
        .execute();
    },
    async given(contactId, purpose) {
      const row = await last(contactId, purpose);
      return row?.given ? row.version : null;
    },
    async lastWord(contactId, purpose) {
      const row = await last(contactId, purpose);
      return row ? { given: row.given, at: row.at } : null;
    },
  };
}
