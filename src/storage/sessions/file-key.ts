import type { DataKey } from '../../access/vault.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

/** The key of somebody's counselling file, made by whoever writes in it first. */
export async function makeFileKey(
  session: Session,
  keys: KeyRing,
  contactId: string,
  now: Date,
): Promise<DataKey> {
  const before = await loadFileKey(session, keys, contactId);
  if (before !== null) return before;
  const key = await keys.make(session, now);
  const made = await session
    .insertInto('counselling_file')
    .values({ contact_id: contactId, data_key_id: key.id, made_at: now })
    .onConflict((conflict) => conflict.column('contact_id').doNothing())
    .returning('contact_id')
    .executeTakeFirst();
  if (made !== undefined) return key;
  const other = await loadFileKey(session, keys, contactId);
  if (other === null) throw new Error('a counselling file that exists has no key');
  return other;
}

/** Null while nothing was written. */
export async function loadFileKey(
  session: Session,
  keys: KeyRing,
  contactId: string,
): Promise<DataKey | null> {
  const row = await session
    .selectFrom('counselling_file')
    .select('data_key_id')
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  return row === undefined ? null : keys.load(session, row.data_key_id);
}
