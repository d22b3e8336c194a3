import type {
  ClaimedOutgoing,
  OutgoingPlace,
  OutgoingStore,
} from '../../conversation/ports/outgoing-store.ts';
import type { ChannelName } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import type { BotMessage, Lane } from '../../core/message.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { ACCOUNT_PLACE } from '../people/find-addresses.ts';
import { OUTGOING_PLACE } from './outgoing-row.ts';

/** Lanes whose rows are sent again when nobody knows whether they arrived. */
export const SENT_AGAIN: readonly Lane[] = ['crisis', 'conversation'];

/**
 * So often, for about a minute, a row of unknown fate is tried before those behind it may go while it waits: one that a
 * platform never answers must keep nobody from the next page.
 */
const IN_THE_WAY = 8;

/** It lets others pass until it is tried again; then it goes first. */
export const standsAside = (table: string, now: Date) =>
  sql<boolean>`(${sql.ref(`${table}.status`)} = 'unknown' and ${sql.ref(`${table}.attempts`)} >= ${IN_THE_WAY}
    and ${sql.ref(`${table}.not_before`)} > ${now})`;

type Claim = Parameters<OutgoingStore['claimAll']>[1];
type Row = {
  id: string;
  body_sealed: Buffer;
  at: Date;
  attempts: number;
  marked_repeat: boolean;
  case_id: string | null;
  dedupe_key: string;
  author_staff_id: string | null;
  address_id: string;
  lane: Lane;
  channel: ChannelName;
  bot: string;
  account_sealed: Buffer;
  language: Language;
  key_id: string;
  kid: string;
  wrapped: Buffer | null;
};

/** What stands first at each place, whether or not it can be taken: what comes after it must wait. Held while we look. */
const firstOf = (places: readonly OutgoingPlace[], now: Date) => sql`
  select f.id from unnest(
    ${places.map(({ addressId }) => addressId)}::uuid[], ${places.map(({ lane }) => lane)}::text[]
  ) as place (address_id, lane)
  cross join lateral (
    select o.id from outgoing o
    where o.address_id = place.address_id and o.lane = place.lane and o.held_for is null
      and o.status in ('due', 'sending', 'unknown')
      and (o.status <> 'unknown' or o.lane = any(${SENT_AGAIN})) and not ${standsAside('o', now)}
    order by o.seq limit 1 for update
  ) f`;

/** The name and account of whoever reads it come in the same breath, for sending. */
const claimFirst = (places: readonly OutgoingPlace[], { claimedBy, lease, now }: Claim) => sql<Row>`
  with first as materialized (${firstOf(places, now)})
  update outgoing o set status = 'sending', attempts = o.attempts + 1, claimed_by = ${claimedBy}, claimed_at = ${now},
    marked_repeat = o.marked_repeat or o.status = 'unknown'
  from first, address a join data_key k on k.id = a.data_key_id
  where o.id = first.id and a.id = o.address_id and o.status in ('due', 'unknown') and o.not_before <= ${now}
    and (${lease === null} or exists (
      select from lease where name = ${lease?.name ?? ''} and epoch = ${lease?.epoch ?? -1}))
  returning o.id, o.body_sealed, o.at, o.attempts, o.marked_repeat, o.case_id, o.author_staff_id, o.address_id, o.lane, o.dedupe_key,
    a.channel, a.bot, a.account_sealed, a.language, k.id as key_id, k.kid, k.wrapped`;

export function createClaims(
  session: Session,
  keys: KeyRing,
): Pick<OutgoingStore, 'claim' | 'claimAll' | 'sentAll'> {
  const open = (row: Row): ClaimedOutgoing => {
    const key = keys.unwrap({ id: row.key_id, kid: row.kid, wrapped: row.wrapped });
    const body = keys.vault.open(key, { table: OUTGOING_PLACE, row: row.id }, row.body_sealed);
    return {
      id: row.id,
      addressId: row.address_id,
      lane: row.lane,
      channel: row.channel,
      bot: row.bot,
      account: keys.vault.open(key, { table: ACCOUNT_PLACE, row: row.address_id }, row.account_sealed),
      language: row.language,
      message: JSON.parse(body) as BotMessage,
      at: row.at,
      dedupeKey: row.dedupe_key,
      caseId: row.case_id,
      authorStaffId: row.author_staff_id,
      attempts: row.attempts,
      repeat: row.marked_repeat,
    };
  };

  const claimAll: OutgoingStore['claimAll'] = async (places, claim) => {
    if (places.length === 0) return [];
    // Always in the same order, so that two who claim never wait for each other in a ring.
    const inOrder = [...places].sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
    return (await claimFirst(inOrder, claim).execute(session)).rows.map(open);
  };

  return {
    claimAll,
    async claim(place, claim) {
      return (await claimAll([place], claim))[0] ?? null;
    },
    async sentAll(sent, claimedBy, now) {
      if (sent.length === 0) return;
      await sql`
        update outgoing o set status = 'sent', sent_at = ${now}, external_id = done.external_id, error_code = null
        from unnest(${sent.map(({ id }) => id)}::uuid[], ${sent.map(({ externalId }) => externalId)}::text[])
          as done (id, external_id)
        where o.id = done.id and o.status = 'sending' and o.claimed_by = ${claimedBy}`.execute(session);
    },
  };
}

const placeKey = ({ addressId, lane }: OutgoingPlace): string => `${addressId} ${lane}`;
