import { randomBytes, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { addMs, minutesMs } from '../../core/clock.ts';
import { fail, ok } from '../../core/result.ts';
import type { WebSession, WebSessionStore } from '../../people/web-session.ts';
import type { Database, Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { createPostgresAddressStore } from './postgres-address-store.ts';

const scrypt = promisify<string, Buffer, number, Buffer>(scryptCallback);
const TOKEN_PLACE = 'web_session.token';
const WRONG_PINS = 5;
const LOCK_MINUTES = 10;

async function hashPin(pin: string, salt: Buffer): Promise<string> {
  return `${salt.toString('base64')}:${(await scrypt(pin, salt, 32)).toString('base64')}`;
}

async function isPin(pin: string, stored: string): Promise<boolean> {
  const salt = Buffer.from(stored.split(':')[0] ?? '', 'base64');
  return timingSafeEqual(Buffer.from(stored), Buffer.from(await hashPin(pin, salt)));
}

/** The browser that carries this secret talks at this address from now on. */
export async function addWebSession(
  session: Session,
  keys: KeyRing,
  { addressId, token, now }: { addressId: string; token: string; now: Date },
): Promise<void> {
  await session
    .insertInto('web_session')
    .values({
      address_id: addressId,
      token_hash: keys.vault.hash(TOKEN_PLACE, token),
      pin_hash: null,
      pin_locked_until: null,
      hidden_at: null,
      fresh_at: null,
      last_seen_at: now,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

export function createPostgresWebSessionStore(
  db: Database,
  keys: KeyRing,
  newId: () => string,
): WebSessionStore {
  const hash = (token: string): Buffer => keys.vault.hash(TOKEN_PLACE, token);

  const find = async (token: string): Promise<WebSession | null> => {
    const row = await db
      .selectFrom('web_session')
      .innerJoin('address', 'address.id', 'web_session.address_id')
      .selectAll('web_session')
      .select(['address.contact_id', 'address.language', 'address.time_zone'])
      .where('web_session.token_hash', '=', hash(token))
      .executeTakeFirst();
    if (!row) return null;
    return {
      addressId: row.address_id,
      contactId: row.contact_id,
      language: row.language,
      timeZone: row.time_zone,
      hasPin: row.pin_hash !== null,
      hiddenAt: row.hidden_at,
      freshAt: row.fresh_at,
      lastSeenAt: row.last_seen_at,
    };
  };

  return {
    find,
    async create({ token, now, language }) {
      await db.transaction().execute(async (trx) => {
        const addresses = createPostgresAddressStore(trx, keys, newId);
        const { addressId } = await addresses.findOrCreate({
          channel: 'web',
          bot: 'web',
          account: token,
          now,
        });
        if (language !== undefined) await addresses.setLanguage(addressId, language);
        await addWebSession(trx, keys, { addressId, token, now });
      });
      const made = await find(token);
      if (!made) throw new Error('the session that was just made is not there');
      return made;
    },
    async touch(addressId, now) {
      await db
        .updateTable('web_session')
        .set({ last_seen_at: now })
        .where('address_id', '=', addressId)
        .execute();
    },
    setLanguage: (addressId, language) =>
      createPostgresAddressStore(db, keys, newId).setLanguage(addressId, language),
    async hide(addressId, now) {
      await db
        .updateTable('web_session')
        .set({ hidden_at: now })
        .where('address_id', '=', addressId)
        .execute();
    },
    async setPin(addressId, pin) {
      await db
        .updateTable('web_session')
        .set({ pin_hash: await hashPin(pin, randomBytes(16)), pin_failures: 0, pin_locked_until: null })
        .where('address_id', '=', addressId)
        .execute();
    },
    async startFresh(addressId, now) {
      await db
        .updateTable('web_session')
        .set({ fresh_at: now, hidden_at: null, pin_hash: null, pin_failures: 0, pin_locked_until: null })
        .where('address_id', '=', addressId)
        .execute();
    },
    unlock: (addressId, pin, now) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('web_session')
          .selectAll()
          .where('address_id', '=', addressId)
          .forUpdate()
          .executeTakeFirstOrThrow();
        const save = (values: { hidden_at?: null; pin_failures: number; pin_locked_until: Date | null }) =>
          trx.updateTable('web_session').set(values).where('address_id', '=', addressId).execute();
        if (row.pin_hash === null) return fail('no-pin');
        if (row.pin_locked_until !== null && row.pin_locked_until > now) return fail('locked');
        if (await isPin(pin, row.pin_hash)) {
          await save({ hidden_at: null, pin_failures: 0, pin_locked_until: null });
          return ok(null);
        }
        const failures = row.pin_failures + 1;
        const locked = failures >= WRONG_PINS;
        await save({
          pin_failures: locked ? 0 : failures,
          pin_locked_until: locked ? addMs(now, minutesMs(LOCK_MINUTES)) : null,
        });
        return fail(locked ? 'locked' : 'wrong-pin');
      }),
  };
}
