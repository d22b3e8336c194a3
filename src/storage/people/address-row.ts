import type { Selectable } from 'kysely';
import { isNotifierKind } from '../../core/channel.ts';
import type { Address } from '../../people/address-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { AddressTable } from '../schema/people.ts';

export const FLOW_PLACE = 'address.flow';

/** An address and the key of what belongs to it. */
export type AddressRow = Selectable<AddressTable> & { readonly kid: string; readonly wrapped: Buffer | null };

export function decodeAddress(session: Session, keys: KeyRing, row: AddressRow): Address {
  // Where the key was destroyed the conversation begins anew: a new word must not fail on an old one.
  const { data_key_id: id, kid, wrapped } = row;
  const key = wrapped === null ? null : keys.unwrap({ id, kid, wrapped });
  if (key !== null) keys.keepOf(session, row.id, key);
  const place = { table: FLOW_PLACE, row: row.id };
  if (isNotifierKind(row.channel)) throw new Error('nobody talks at the address of a notifier');
  return {
    id: row.id,
    contactId: row.contact_id,
    channel: row.channel,
    bot: row.bot,
    language: row.language,
    speaksAs: row.speaks_as,
    reachable: row.reachable,
    optedOutAt: row.opted_out_at,
    flow: row.flow_sealed === null || key === null ? null : keys.vault.open(key, place, row.flow_sealed),
    madeAt: row.made_at,
    timeZone: row.time_zone,
  };
}
