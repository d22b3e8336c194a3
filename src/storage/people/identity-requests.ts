import type { BindingStore, BoundPerson, RebindRequest } from '../../people/identity-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { NAME_PLACE, NUMBER_PLACE, numberHash, PHONE_PLACE } from './person-hash.ts';

type Requests = Pick<
  BindingStore,
  'openRequests' | 'approve' | 'refuse' | 'holderOf' | 'personOf' | 'collegeOf'
>;

/** Numbers that were bound elsewhere: what a person decides. */
export function createIdentityRequests(session: Session, keys: KeyRing): Requests {
  const personBy = async (number: Buffer): Promise<BoundPerson | null> => {
    const row = await session
      .selectFrom('roster_entry')
      .innerJoin('data_key', 'data_key.id', 'roster_entry.data_key_id')
      .select(['roster_entry.id', 'name_sealed', 'number_sealed', 'phone_sealed', 'college'])
      .select(['data_key.id as key_id', 'kid', 'wrapped'])
      .where('number_hash', '=', number)
      .executeTakeFirst();
    if (row === undefined || row.wrapped === null) return null;
    const key = keys.unwrap({ id: row.key_id, kid: row.kid, wrapped: row.wrapped });
    const open = (table: string, sealed: Buffer): string =>
      keys.vault.open(key, { table, row: row.id }, sealed);
    return {
      name: open(NAME_PLACE, row.name_sealed),
      college: row.college,
      number: row.number_sealed === null ? null : open(NUMBER_PLACE, row.number_sealed),
      phone: row.phone_sealed === null ? null : open(PHONE_PLACE, row.phone_sealed),
    };
  };

  const decide = async (id: string, outcome: 'approved' | 'refused', staffId: string, now: Date) =>
    session
      .updateTable('identity_request')
      .set({ outcome, decided_by: staffId, decided_at: now })
      .where('id', '=', id)
      .where('outcome', 'is', null)
      .returningAll()
      .executeTakeFirst();

  return {
    async openRequests() {
      const rows = await session
        .selectFrom('identity_request as r')
        .leftJoin('identity_binding as b', (join) =>
          join.onRef('b.number_hash', '=', 'r.number_hash').on('b.ended_at', 'is', null),
        )
        .select(['r.id', 'r.at', 'r.way', 'r.number_hash', 'b.bound_at'])
        .where('r.outcome', 'is', null)
        .orderBy('r.at')
        .execute();
      const requests: RebindRequest[] = [];
      for (const { id, at, way, number_hash, bound_at } of rows)
        requests.push({ id, at, way, person: await personBy(number_hash), boundAt: bound_at });
      return requests;
    },
    async approve({ id, bindingId, staffId, now }) {
      const request = await decide(id, 'approved', staffId, now);
      if (request === undefined) return null;
      const { contact_id, address_id, number_hash, way } = request;
      const ended = await session
        .updateTable('identity_binding')
        .set({ ended_at: now })
        .where('ended_at', 'is', null)
        .where((eb) => eb.or([eb('number_hash', '=', number_hash), eb('contact_id', '=', contact_id)]))
        .returning(['address_id', 'contact_id', 'number_hash'])
        .execute();
      await session
        .insertInto('identity_binding')
        .values({ id: bindingId, contact_id, address_id, number_hash, way, bound_at: now, ended_at: null })
        .execute();
      const old = ended.find((one) => one.number_hash.equals(number_hash) && one.contact_id !== contact_id);
      return { newAddressId: address_id, oldAddressId: old?.address_id ?? null };
    },
    async refuse({ id, staffId, now }) {
      const request = await decide(id, 'refused', staffId, now);
      return request === undefined ? null : { addressId: request.address_id };
    },
    async holderOf(number) {
      // Where the number was proved before other accounts of theirs, and one that can be reached before one that cannot.
      const row = await session
        .selectFrom('identity_binding as b')
        .innerJoin('address as a', 'a.contact_id', 'b.contact_id')
        .select(['b.contact_id as contactId', 'a.id as addressId'])
        .where('b.number_hash', '=', numberHash(keys.vault, number))
        .where('b.ended_at', 'is', null)
        .orderBy('a.reachable', 'desc')
        .orderBy(sql`a.id = b.address_id`, 'desc')
        .orderBy('a.last_heard_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },
    async personOf(contactId) {
      const row = await session
        .selectFrom('identity_binding')
        .select('number_hash')
        .where('contact_id', '=', contactId)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return row === undefined ? null : personBy(row.number_hash);
    },
    async collegeOf(contactId) {
      const row = await session
        .selectFrom('identity_binding as b')
        .innerJoin('roster_entry as r', 'r.number_hash', 'b.number_hash')
        .select('r.college')
        .where('b.contact_id', '=', contactId)
        .where('b.ended_at', 'is', null)
        .executeTakeFirst();
      return row?.college ?? null;
    },
  };
}
