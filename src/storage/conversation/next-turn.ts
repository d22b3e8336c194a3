import { VaultError } from '../../access/vault.ts';
import type { IncomingStore, InFault, StoredIncoming } from '../../conversation/ports/incoming-store.ts';
import type { IncomingBody } from '../../core/channel.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { type AddressRow, decodeAddress } from '../people/address-row.ts';

export const BODY_PLACE = 'incoming.body';

/** What came in, and how it stood with it where there was no database then. */
type KeptBody = IncomingBody & { readonly inFault?: Omit<InFault, 'at'> & { readonly at: string } };

export const writeBody = (body: IncomingBody, inFault: InFault | undefined): string =>
  JSON.stringify(inFault === undefined ? body : { ...body, inFault });

function readBody(text: string): Pick<StoredIncoming, 'body' | 'inFault'> {
  const { inFault, ...body } = JSON.parse(text) as KeptBody;
  if (inFault === undefined) return { body };
  return { body, inFault: { ...inFault, at: new Date(inFault.at) } };
}

type Row = AddressRow & {
  readonly incoming_id: string;
  readonly body_sealed: Buffer;
  readonly incoming_at: Date;
  readonly attempts: number;
  readonly now: Date;
  readonly more: boolean;
  readonly is_staff: boolean;
  readonly has_case: boolean;
  readonly has_held: boolean;
  readonly service: string | null;
  readonly health_data: string | null;
};

const agreedTo = (purpose: string) => sql`(
  select case when c.given then c.version end from consent c
  where c.contact_id = a.contact_id and c.purpose = ${purpose} order by c.at desc limit 1)`;

/** A turn asks all of it; one by one they would be most of what a turn costs. */
const readNext = (addressId: string, now: Date) => sql<Row>`
  select a.*, k.kid, k.wrapped, i.id as incoming_id, i.body_sealed, i.at as incoming_at, i.attempts,
    xinqiao.app_now() as now,
    exists (select from incoming later where later.address_id = a.id and later.status = 'stored'
      and later.try_at <= xinqiao.app_now() and later.seq > i.seq) as more,
    exists (select from staff_address s join staff_member m on m.id = s.staff_id
      join address own on own.id = s.address_id where own.contact_id = a.contact_id
      and s.active_at is not null and s.revoked_at is null and m.disabled_at is null) as is_staff,
    exists (select from handoff_case c where c.contact_id = a.contact_id and c.status <> 'closed')
      or exists (select from case_report r join handoff_case c on c.id = r.case_id
        where r.reporter_contact_id = a.contact_id and c.status <> 'closed') as has_case,
    exists (select from outgoing o where o.address_id = a.id and o.status in ('due', 'sending', 'unknown')
      and o.held_for is not null) as has_held,
    ${agreedTo('service')} as service, ${agreedTo('health-data')} as health_data
  from address a join data_key k on k.id = a.data_key_id join incoming i on i.address_id = a.id
  where a.id = ${addressId} and i.status = 'stored' and i.try_at <= ${now}
  order by i.seq limit 1`;

export function createNext(session: Session, keys: KeyRing): IncomingStore['next'] {
  /** Null when its key was destroyed, or the row damaged. */
  const openBody = (row: Row): Pick<StoredIncoming, 'body' | 'inFault'> => {
    const { data_key_id: id, kid, wrapped } = row;
    if (wrapped === null) return { body: null };
    try {
      const key = keys.unwrap({ id, kid, wrapped });
      const place = { table: BODY_PLACE, row: row.incoming_id };
      return readBody(keys.vault.open(key, place, row.body_sealed));
    } catch (error) {
      if (error instanceof VaultError) return { body: null };
      throw error;
    }
  };

  return async (addressId, now) => {
    const row = (await readNext(addressId, now).execute(session)).rows[0];
    if (row === undefined) return null;
    return {
      id: row.incoming_id,
      addressId,
      ...openBody(row),
      at: row.incoming_at,
      attempts: row.attempts,
      address: decodeAddress(session, keys, row),
      now: row.now,
      more: row.more,
      isStaff: row.is_staff,
      hasCase: row.has_case,
      hasHeld: row.has_held,
      // Whoever is new was heard when they were made.
      lastHeardAt: row.last_heard_at > row.made_at ? row.last_heard_at : null,
      agreed: { service: row.service, 'health-data': row.health_data },
    };
  };
}
