import { isNotifierKind } from '../../core/channel.ts';
import type { ContinueStore, Joined, Stranger } from '../../people/continue-store.ts';
import { lockContact } from '../booking/appointment-rows.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { moveToStranger } from './move-to-stranger.ts';
import { createPostgresAddressStore } from './postgres-address-store.ts';
import { addWebSession } from './postgres-web-session-store.ts';

const LINK_PLACE = 'continue_link.token';

/** Works inside the caller's transaction: following and taking back change several rows. */
export function createPostgresContinueStore(
  session: Session,
  keys: KeyRing,
  newId: () => string,
): ContinueStore {
  const hash = (token: string): Buffer => keys.vault.hash(LINK_PLACE, token);

  const describe = async (fromAddressId: string, toAddressId: string): Promise<Joined> => {
    const from = await session
      .selectFrom('address')
      .select(['contact_id', 'channel'])
      .where('id', '=', fromAddressId)
      .executeTakeFirstOrThrow();
    if (isNotifierKind(from.channel)) throw new Error('nobody talks at the address of a notifier');
    return {
      contactId: from.contact_id,
      from: { addressId: fromAddressId, channel: from.channel },
      toAddressId,
    };
  };

  const gravest = async (addressIds: readonly string[], since: Date): Promise<Stranger['danger']> => {
    const rows = await session
      .selectFrom('heard')
      .select('level')
      .distinct()
      .where('address_id', 'in', [...addressIds])
      .where('at', '>=', since)
      .where('level', 'in', ['high', 'imminent'])
      .execute();
    const levels = rows.map(({ level }) => level);
    if (levels.includes('imminent')) return 'imminent';
    return levels.includes('high') ? 'high' : null;
  };

  const use: ContinueStore['use'] = async (token, now) => {
    const link = await session
      .updateTable('continue_link')
      .set({ used_at: now })
      .where('token_hash', '=', hash(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('address_id')
      .executeTakeFirst();
    return link?.address_id ?? null;
  };

  return {
    async makeLink({ token, addressId, now, expiresAt }) {
      await session
        .insertInto('continue_link')
        .values({
          token_hash: hash(token),
          address_id: addressId,
          made_at: now,
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
    },
    async isOpen(token, now) {
      const found = await session
        .selectFrom('continue_link')
        .select('used_at')
        .where('token_hash', '=', hash(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return found !== undefined;
    },
    async contactOf(token, now) {
      const found = await session
        .selectFrom('continue_link')
        .innerJoin('address', 'address.id', 'continue_link.address_id')
        .select('address.contact_id')
        .where('token_hash', '=', hash(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return found?.contact_id ?? null;
    },
    use,
    async follow({ token, sessionToken, joinId, now }) {
      const fromAddressId = await use(token, now);
      if (fromAddressId === null) return null;
      const joined = await describe(fromAddressId, '');
      const addresses = createPostgresAddressStore(session, keys, newId);
      const { addressId } = await addresses.findOrCreate({
        channel: 'web',
        bot: 'web',
        account: sessionToken,
        now,
      });
      await addresses.setLanguage(addressId, await addresses.language(fromAddressId));
      await session
        .updateTable('address')
        .set({ contact_id: joined.contactId })
        .where('id', '=', addressId)
        .execute();
      await addWebSession(session, keys, { addressId, token: sessionToken, now });
      await session
        .insertInto('address_join')
        .values({
          id: joinId,
          from_address_id: fromAddressId,
          to_address_id: addressId,
          at: now,
          undone_at: null,
        })
        .execute();
      return { ...joined, toAddressId: addressId };
    },
    async undo({ fromAddressId, newId, now }) {
      const joins = await session
        .updateTable('address_join')
        .set({ undone_at: now })
        .where('from_address_id', '=', fromAddressId)
        .where('undone_at', 'is', null)
        .returning(['to_address_id', 'at'])
        .execute();
      const strangers: Stranger[] = [];
      for (const { to_address_id: addressId, at } of joins) {
        const contactId = newId();
        await session.insertInto('contact').values({ id: contactId, made_at: now }).execute();
        const { contact_id: oldContactId } = await session
          .selectFrom('address')
          .select('contact_id')
          .where('id', '=', addressId)
          .executeTakeFirstOrThrow();
        const addressIds = [addressId, ...(await goneOnFrom(session, addressId))];
        await cutOff(session, addressIds, contactId, now);
        await lockContact(session, oldContactId);
        await moveToStranger(session, { oldContactId, newContactId: contactId, addressIds, joinedAt: at });
        strangers.push({ contactId, addressId, danger: await gravest(addressIds, at) });
      }
      return strangers;
    },
    async joinedAt(addressId) {
      const found = await session
        .selectFrom('address_join')
        .select('at')
        .where('to_address_id', '=', addressId)
        .where('undone_at', 'is', null)
        .executeTakeFirst();
      return found?.at ?? null;
    },
  };
}

/** Whoever went on here may have gone on elsewhere from here: that is the same stranger. */
async function goneOnFrom(session: Session, addressId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive further (id) as (
      select j.to_address_id from xinqiao.address_join j
      where j.from_address_id = ${addressId} and j.undone_at is null
      union
      select j.to_address_id from xinqiao.address_join j join further f on f.id = j.from_address_id
      where j.undone_at is null
    ) select id from further where id <> ${addressId}`.execute(session);
  return rows.map(({ id }) => id);
}

/** Waits for a turn that runs there, so that what it writes is seen; the conversation before the contact, as in a turn. */
async function cutOff(
  session: Session,
  addressIds: readonly string[],
  contactId: string,
  now: Date,
): Promise<void> {
  await session
    .updateTable('address')
    .set({ contact_id: contactId, flow_sealed: null })
    .where('id', 'in', [...addressIds])
    .execute();
  await session
    .updateTable('web_session')
    .set({ fresh_at: now, hidden_at: null, pin_hash: null, pin_failures: 0, pin_locked_until: null })
    .where('address_id', 'in', [...addressIds])
    .execute();
}
