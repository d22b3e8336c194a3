import type { OfferOutcome, SlotOffer } from '../../../booking/waiting-list/waiting-list-store.ts';
import { sayRoom } from '../../../core/place.ts';
import type { Session } from '../../database.ts';
import { sql } from '../../kysely.ts';

/** The student has it held and is about to confirm. */
const isTaken = (now: Date) => sql<boolean>`exists (
  select from xinqiao.appointment a
  where a.contact_id = e.contact_id and a.staff_id = o.staff_id and a.during = o.during
    and a.status = 'held' and a.held_until > ${now})`;

/** Offers with the names of their counsellor and room. */
export const selectOffers = (session: Session, now: Date) =>
  session
    .selectFrom('slot_offer as o')
    .innerJoin('waiting_list_entry as e', 'e.id', 'o.entry_id')
    .innerJoin('staff_member as s', 's.id', 'o.staff_id')
    .leftJoin('room as r', 'r.id', 'o.room_id')
    .select([
      'o.id',
      'o.entry_id',
      'o.staff_id',
      'o.room_id',
      'o.offered_at',
      'o.expires_at',
      'o.outcome',
      'o.told_at',
      'o.end_told_at',
      'e.contact_id',
      'e.address_id',
      's.name as counsellor',
      'r.name as room',
      'r.campus',
      sql<Date>`lower(o.during)`.as('start_at'),
      sql<Date>`upper(o.during)`.as('end_at'),
      isTaken(now).as('taken'),
    ]);

export type OfferRow = {
  id: string;
  entry_id: string;
  staff_id: string;
  room_id: string | null;
  offered_at: Date;
  expires_at: Date;
  outcome: OfferOutcome | null;
  counsellor: string;
  room: string | null;
  campus: string | null;
  start_at: Date;
  end_at: Date;
  taken: boolean;
  told_at: Date | null;
};

export const offerOfRow = (row: OfferRow): SlotOffer => ({
  id: row.id,
  entryId: row.entry_id,
  staffId: row.staff_id,
  roomId: row.room_id,
  counsellor: row.counsellor,
  room: sayRoom(row),
  startAt: row.start_at,
  endAt: row.end_at,
  offeredAt: row.offered_at,
  expiresAt: row.expires_at,
  taken: row.taken,
  told: row.told_at !== null,
  outcome: row.outcome,
});
