import type { Selectable } from 'kysely';
import type { WaitingEntry } from '../../../booking/waiting-list/waiting-list-store.ts';
import { NO_WISHES, type Wishes } from '../../../booking/waiting-list/wishes.ts';
import type { Session } from '../../database.ts';
import type { KeyRing } from '../../key-ring.ts';
import type { WaitingListEntryTable } from '../../schema/waiting-list.ts';

const PLACES = {
  wishes: 'waiting_list_entry.wishes',
  urgent: 'waiting_list_entry.urgent_reason',
  removed: 'waiting_list_entry.removed_reason',
} as const;

type Kept = Pick<Selectable<WaitingListEntryTable>, 'id' | 'address_id'>;

/** What is written about an entry, sealed by the key of the address that joined. */
export function createEntrySeal(session: Session, keys: KeyRing) {
  return {
    async seal(entry: Kept, what: keyof typeof PLACES, plain: string): Promise<Buffer> {
      const key = await keys.ofAddress(session, entry.address_id);
      return keys.vault.seal(key, { table: PLACES[what], row: entry.id }, plain);
    },
    async open(entry: Kept, what: keyof typeof PLACES, sealed: Buffer): Promise<string> {
      const key = await keys.ofAddress(session, entry.address_id);
      return keys.vault.open(key, { table: PLACES[what], row: entry.id }, sealed);
    },
  };
}

export type EntrySeal = ReturnType<typeof createEntrySeal>;

export async function entryOfRow(
  row: Selectable<WaitingListEntryTable>,
  seal: EntrySeal,
): Promise<WaitingEntry> {
  const wishes = JSON.parse(await seal.open(row, 'wishes', row.wishes_sealed)) as Partial<Wishes>;
  return {
    id: row.id,
    number: Number(row.number),
    contactId: row.contact_id,
    addressId: row.address_id,
    wishes: { ...NO_WISHES, ...wishes },
    joinedAt: row.joined_at,
    urgentAt: row.urgent_at,
    wishesLostAt: row.wishes_lost_at,
  };
}

export const selectWaiting = (session: Session) =>
  session.selectFrom('waiting_list_entry').selectAll().where('status', '=', 'waiting');

/** The entry by which this contact waits. */
export const selectWaitingOf = (session: Session, contactId: string) =>
  selectWaiting(session).where('contact_id', '=', contactId);
