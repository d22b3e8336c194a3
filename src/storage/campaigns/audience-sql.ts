import type { RawBuilder } from 'kysely';
import type { Recipient } from '../../campaigns/audience.ts';
import type { Segment } from '../../campaigns/segment.ts';
import { TALK_CHANNELS } from '../../core/channel.ts';
import { sql } from '../kysely.ts';

/** `isMeant` as a condition on the row `address`. */
export function compileSegment(segment: Segment): RawBuilder<boolean> {
  switch (segment.kind) {
    case 'everyone':
      return sql<boolean>`true`;
    case 'channel':
      return sql<boolean>`address.channel = any(${segment.in})`;
    case 'language':
      return sql<boolean>`address.language = any(${segment.in})`;
    case 'all':
      return join(segment.of, sql<boolean>`true`, sql` and `);
    case 'any':
      return join(segment.of, sql<boolean>`false`, sql` or `);
    case 'not':
      return sql<boolean>`not (${compileSegment(segment.of)})`;
  }
}

const join = (
  of: readonly Segment[],
  empty: RawBuilder<boolean>,
  between: RawBuilder<unknown>,
): RawBuilder<boolean> =>
  of.length === 0 ? empty : sql<boolean>`(${sql.join(of.map(compileSegment), between)})`;

/** `isOptedIn` as a condition on the row `address`, whose person is meant with all their places. */
export const OPTED_IN = sql<boolean>`(
  coalesce((
    select consent.given from consent
    where consent.contact_id = address.contact_id and consent.purpose = 'service'
    order by consent.at desc limit 1), false)
  and not exists (
    select from address as own
    where own.contact_id = address.contact_id and own.opted_out_at is not null)
  and not exists (
    select from staff_address join address as own on own.id = staff_address.address_id
    where own.contact_id = address.contact_id
      and staff_address.active_at is not null and staff_address.revoked_at is null))`;

type AudienceRow = {
  address_id: Recipient['addressId'];
  contact_id: Recipient['contactId'];
  channel: Recipient['channel'];
  language: Recipient['language'];
};

/** `audienceOf` as a query. */
export const selectAudience = (segment: Segment): RawBuilder<AudienceRow> => sql<AudienceRow>`
  select distinct on (address.contact_id)
    address.id as address_id, address.contact_id, address.channel, address.language
  from address
  where address.channel = any(${[...TALK_CHANNELS]}) and address.reachable
    and ${compileSegment(segment)} and ${OPTED_IN}
  order by address.contact_id, address.last_heard_at desc, address.id`;
