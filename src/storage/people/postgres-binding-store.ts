import { fail, ok } from '../../core/result.ts';
import type { BindingStore, BorneOut } from '../../people/identity-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { createCodeTry, mayTry } from './identity-codes.ts';
import { createIdentityRequests } from './identity-requests.ts';
import { codeHash, MAILBOX_PLACE, numberHash, personHash } from './person-hash.ts';

export function createPostgresBindingStore(session: Session, keys: KeyRing): BindingStore {
  const { vault } = keys;

  const takeClaims = (now: Date, limit: number) =>
    session
      .updateTable('identity_claim')
      .set({ settled_at: now })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('identity_claim as open')
          .select('open.id')
          .where('open.settled_at', 'is', null)
          .orderBy('open.at')
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .returning(['id', 'address_id', 'number_hash', 'person_hash'])
      .execute();

  const entryOf = (number: Buffer, person: Buffer) =>
    session
      .selectFrom('roster_entry')
      .innerJoin('data_key', 'data_key.id', 'roster_entry.data_key_id')
      .select(['roster_entry.id', 'mailbox_sealed', 'data_key.id as key_id', 'kid', 'wrapped'])
      .where('number_hash', '=', number)
      .where('person_hash', '=', person)
      .executeTakeFirst();

  return {
    ...createIdentityRequests(session, keys),
    tryCode: createCodeTry(session, keys),
    async isBound(contactId) {
      const row = await session
        .selectFrom('identity_binding')
        .select('id')
        .where('contact_id', '=', contactId)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return row !== undefined;
    },
    async claim(id, claimed, { contactId, addressId, now }) {
      const number = numberHash(vault, claimed.number);
      const counted = await mayTry(session, 'claim', addressId, number, now);
      await session
        .insertInto('identity_claim')
        .values({
          id,
          contact_id: contactId,
          address_id: addressId,
          number_hash: number,
          person_hash: personHash(vault, claimed),
          at: now,
          // Beyond the count nobody gets a letter for it; a code from the desk may still be typed behind it.
          settled_at: counted ? null : now,
        })
        .execute();
      return counted ? 'noted' : 'limit';
    },
    async settleClaims(now, limit) {
      const borneOut: BorneOut[] = [];
      for (const claim of await takeClaims(now, limit)) {
        const entry = await entryOf(claim.number_hash, claim.person_hash);
        if (entry === undefined || entry.wrapped === null) continue;
        const key = keys.unwrap({ id: entry.key_id, kid: entry.kid, wrapped: entry.wrapped });
        const mailbox =
          entry.mailbox_sealed === null
            ? null
            : vault.open(key, { table: MAILBOX_PLACE, row: entry.id }, entry.mailbox_sealed);
        borneOut.push({ claimId: claim.id, addressId: claim.address_id, mailbox });
      }
      return borneOut;
    },
    async mailCode({ id, claimId, code, expiresAt, now }) {
      const claim = await session
        .selectFrom('identity_claim')
        .select(['address_id', 'number_hash', 'person_hash'])
        .where('id', '=', claimId)
        .executeTakeFirstOrThrow();
      await session
        .updateTable('identity_code')
        .set({ used_at: now })
        .where('number_hash', '=', claim.number_hash)
        .where('address_id', '=', claim.address_id)
        .where('used_at', 'is', null)
        .execute();
      await session
        .insertInto('identity_code')
        .values({
          id,
          ...claim,
          code_hash: codeHash(vault, claim.number_hash, code),
          way: 'mail',
          staff_id: null,
          made_at: now,
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
    },
    async deskCode({ id, claimed, code, staffId, expiresAt, now }) {
      const number = numberHash(vault, claimed.number);
      const person = personHash(vault, claimed);
      if ((await entryOf(number, person)) === undefined) return fail('unknown');
      await session
        .updateTable('identity_code')
        .set({ used_at: now })
        .where('number_hash', '=', number)
        .where('way', '=', 'desk')
        .where('used_at', 'is', null)
        .execute();
      await session
        .insertInto('identity_code')
        .values({
          id,
          number_hash: number,
          person_hash: person,
          code_hash: codeHash(vault, number, code),
          way: 'desk',
          address_id: null,
          staff_id: staffId,
          made_at: now,
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
      return ok(null);
    },
  };
}
