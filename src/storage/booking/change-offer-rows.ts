import type { ChangeOffer, Delivery } from '../../booking/change-offer.ts';
import type { BookedTime } from '../../booking/change-offer-store.ts';
import { parseSlotId } from '../../booking/slot.ts';
import { sayRoom } from '../../core/place.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { wasClosedAs } from './appointment-rows.ts';

const LINE_PLACE = 'change_offer.line';
/** How the key of the message begins that tells a student. */
const TOLD_KEY = 'offer:';

export const selectBooked = (session: Session) =>
  session
    .selectFrom('appointment as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('room', 'room.id', 'a.room_id')
    .select([
      'a.id',
      'a.contact_id',
      'a.address_id',
      'a.staff_id',
      'a.status',
      's.name as counsellor',
      'room.name as room',
      'room.campus',
      sql<Date>`lower(a.during)`.as('start_at'),
      sql<Date>`upper(a.during)`.as('end_at'),
    ]);

export type BookedRow = Awaited<ReturnType<ReturnType<typeof selectBooked>['executeTakeFirstOrThrow']>>;

export const toBooked = (row: BookedRow): BookedTime => ({
  id: row.id,
  contactId: row.contact_id,
  addressId: row.address_id,
  staffId: row.staff_id,
  counsellor: row.counsellor,
  room: sayRoom(row),
  status: row.status,
  startAt: row.start_at,
  endAt: row.end_at,
});

/** Something of their own since they were told, which stands; not what was moved, nor what its own counsellor closed. */
const rebooked = sql<boolean>`(o.told_at is not null and exists (
  select from xinqiao.appointment b
  where b.contact_id = a.contact_id and b.id <> a.id and b.status in ('booked', 'attended')
    and b.booked_at >= o.told_at and b.moved_from is null and not ${wasClosedAs('b')}))`;

export const selectOffers = (session: Session) =>
  session
    .selectFrom('change_offer as o')
    .innerJoin('appointment as a', 'a.id', 'o.appointment_id')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('appointment as n', 'n.id', 'o.new_appointment_id')
    .leftJoin('outgoing as t', (join) =>
      join.on('t.dedupe_key', '=', sql<string>`${TOLD_KEY} || coalesce(o.told_with, o.id)::text || ':told'`),
    )
    .leftJoin('web_session as w', 'w.address_id', 't.address_id')
    .selectAll('o')
    .select([
      'a.contact_id',
      'a.staff_id',
      'a.status as appointment_status',
      's.name as counsellor',
      sql<Date>`lower(a.during)`.as('start_at'),
      sql<Date>`upper(a.during)`.as('end_at'),
      sql<Date | null>`lower(n.during)`.as('new_start_at'),
      rebooked.as('rebooked'),
      sql<Delivery>`case
        when t.id is null then 'waiting'
        when t.held_for is not null then 'held'
        when t.status = 'failed' then 'failed'
        when t.status = 'unknown' then 'unsure'
        when t.status <> 'sent' then 'waiting'
        when w.last_seen_at < t.sent_at then 'page'
        else 'reached' end`.as('delivery'),
    ]);

type OfferRow = Awaited<ReturnType<ReturnType<typeof selectOffers>['executeTakeFirstOrThrow']>>;

/** With the times under the buttons, and the line opened. */
export async function readOffer(session: Session, keys: KeyRing, row: OfferRow): Promise<ChangeOffer> {
  const times = await session
    .selectFrom('change_offer_slot')
    .selectAll()
    .where('offer_id', '=', row.id)
    .orderBy('place')
    .execute();
  const rooms = await namesOfRooms(
    session,
    times.map(({ slot }) => roomOf(slot)),
  );
  return {
    id: row.id,
    kind: row.kind,
    cause: row.cause,
    line: await openLine(session, keys, row),
    status: row.status,
    madeBy: row.made_by,
    madeAt: row.made_at,
    toldWith: row.told_with,
    toldAt: row.told_at,
    remindedAt: row.reminded_at,
    delivery: row.delivery,
    expiresAt: row.expires_at,
    startsAt: row.starts_at,
    newStartAt: row.new_start_at,
    rebooked: row.rebooked,
    times: times.map(({ slot, place, page, starts_at, ends_at, counsellor }) => ({
      slot,
      place,
      page,
      startAt: starts_at,
      endAt: ends_at,
      counsellor,
      room: rooms.get(roomOf(slot) ?? '') ?? null,
    })),
    appointment: {
      id: row.appointment_id,
      contactId: row.contact_id,
      addressId: row.address_id,
      staffId: row.staff_id,
      counsellor: row.counsellor,
      status: row.appointment_status,
      startAt: row.start_at,
      endAt: row.end_at,
    },
  };
}

const roomOf = (slot: string): string | null => parseSlotId(slot)?.roomId ?? null;

/** A slot names its room; what the room is called stands in its own row. */
async function namesOfRooms(
  session: Session,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string | null>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const rows = await session
    .selectFrom('room')
    .select(['id', 'name as room', 'campus'])
    .where('id', 'in', known)
    .execute();
  return new Map(rows.map((row) => [row.id, sayRoom(row)]));
}

export async function sealLine(
  session: Session,
  keys: KeyRing,
  { id, addressId, line }: { readonly id: string; readonly addressId: string; readonly line: string },
): Promise<Buffer | null> {
  if (line === '') return null;
  const key = await keys.ofAddress(session, addressId);
  return keys.vault.seal(key, { table: LINE_PLACE, row: id }, line);
}

async function openLine(session: Session, keys: KeyRing, row: OfferRow): Promise<string> {
  if (row.line_sealed === null) return '';
  const key = await keys.ofAddress(session, row.address_id);
  return keys.vault.open(key, { table: LINE_PLACE, row: row.id }, row.line_sealed);
}
