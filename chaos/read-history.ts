import type { Centre } from './centre.ts';
import type { Arrival, CaseFact, History, Row, TakenUpdate } from './history.ts';

/**
 * Reads everything that the checker looks at. People are known by their chat, or by their address where they have none.
 * What arrives between the reading of the rows and of the arrivals would be nobody's, so then all is read once more.
 */
export async function readHistory(centre: Centre): Promise<History> {
  for (;;) {
    const before = centre.gate.arrivals();
    const history = await readOnce(centre);
    if (centre.gate.arrivals() === before) return history;
    await centre.settle();
  }
}

async function readOnce(centre: Centre): Promise<History> {
  const { sql, telegram } = centre;
  const taken = await sql<{ key: string; address: string; status: string }>(
    `select update_key as key, address_id as address, status from xinqiao.incoming`,
  );
  const rows = await sql<StoredRow>(ROWS);
  const cases = await sql<StoredCase>(CASES);
  const arrivals = telegram
    .sentToAll()
    .map(({ messageId, chatId, text }): Arrival => ({ id: String(messageId), person: String(chatId), text }));
  const chats = nameAddresses(centre, taken, rows, arrivals);
  const nameOf = (address: string): string => chats.get(address) ?? address;
  return {
    kills: centre.kills(),
    crises: centre.crises,
    updates: taken.map(
      ({ key, address, status }): TakenUpdate => ({ key, person: nameOf(address), done: status === 'done' }),
    ),
    cases: cases.map(({ address, ...one }): CaseFact => ({ ...one, person: nameOf(address) })),
    rows: rows.map(
      ({ address, key, ...row }): Row => ({
        ...row,
        person: nameOf(address),
        kind: key.split(':')[0] ?? '',
      }),
    ),
    arrivals,
  };
}

type StoredRow = Omit<Row, 'person' | 'kind'> & { address: string; key: string };
type StoredCase = Omit<CaseFact, 'person'> & { address: string };

/** What was said without a database is written down afterwards. */
const ROWS = `select o.id, o.address_id as address, o.lane, o.seq::float8 as seq, o.status, o.error_code as "errorCode",
    o.dedupe_key as key,
    (extract(epoch from o.at) * 1000)::float8 as "writtenAt", case when o.status = 'sent' and a.channel = 'telegram' then o.external_id end as arrival,
    a.channel = 'telegram' and o.dedupe_key not like 'fault:%' as travels
  from xinqiao.outgoing o join xinqiao.address a on a.id = o.address_id`;

/** A page is told by the one message that a responder got at the page's moment. Joined once: case by case took 20 s for 1,000. */
const CASES = `with told as (
    select p.case_id, min(o.external_id::bigint)::text as page from xinqiao.page p
      join xinqiao.staff_address s on s.staff_id = p.staff_id
      join xinqiao.outgoing o on o.dedupe_key = 'page:' || s.id || ':' || (extract(epoch from p.told_at) * 1000)::bigint
      where o.status = 'sent' and o.external_id ~ '^[0-9]+$'
      group by p.case_id)
  select c.number::int, c.address_id as address, c.status,
    coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'staffId', e.staff_id, 'toStaffId', e.to_staff_id) order by e.seq)
      from xinqiao.case_event e where e.case_id = c.id
      and e.kind in ('acknowledged', 'left', 'resumed', 'silent-owner', 'both-silent', 'transferred')), '[]') as owning,
    told.page
  from xinqiao.handoff_case c left join told on told.case_id = c.id order by c.number`;

/** By what they wrote, and by what arrived: account numbers are sealed. */
function nameAddresses(
  { crises }: Centre,
  taken: readonly { key: string; address: string }[],
  rows: readonly StoredRow[],
  arrivals: readonly Arrival[],
): Map<string, string> {
  const writers = new Map(crises.map(({ key, person }) => [key, person]));
  const readers = new Map(arrivals.map(({ id, person }) => [id, person]));
  const names = new Map<string, string>();
  for (const { address, arrival } of rows) {
    const reader = arrival === null ? undefined : readers.get(arrival);
    if (reader !== undefined) names.set(address, reader);
  }
  for (const { key, address } of taken) {
    const writer = writers.get(key);
    if (writer !== undefined) names.set(address, writer);
  }
  return names;
}
