import type { Absence, BookedTime } from '../../booking/change-offer-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { endOf, rangeOf, wasClosed } from './appointment-rows.ts';
import { giveUpHeld, lockCounsellor } from './open-time.ts';
import { insertOffer, listBooked, listToTell, withdrawOpen } from './write-change-offer.ts';

type Met = { readonly booked: BookedTime; readonly offerId: string; readonly toldWith?: string };

/** See `ChangeOfferStore.closeDay`. */
export async function closeDay(
  session: Session,
  keys: KeyRing,
  absence: Absence,
  offerId: () => string,
): Promise<number | null> {
  const { id, staffId, startAt, endAt, madeBy, now } = absence;
  await lockCounsellor(session, staffId);
  if (!(await insertAbsence(session, absence))) return null;
  await session
    .insertInto('availability_exception')
    .values({ id, staff_id: staffId, during: rangeOf(startAt, endAt), made_by: madeBy, made_at: now })
    .execute();
  await giveUpHeld(session, absence, now);
  return tellAll(session, keys, absence, offerId);
}

async function tellAll(
  session: Session,
  keys: KeyRing,
  absence: Absence,
  offerId: () => string,
): Promise<number> {
  const { staffId, startAt, endAt, now } = absence;
  const met = await listToTell(session, { staffId, startAt, endAt }, now);
  for (const booked of met) await offerOtherTimes(session, keys, absence, { booked, offerId: offerId() });
  return met.length;
}

/** See `ChangeOfferStore.tellLeave`. */
export async function tellLeave(
  session: Session,
  keys: KeyRing,
  { leaveId, madeBy, now }: { readonly leaveId: string; readonly madeBy: string; readonly now: Date },
  offerId: () => string,
): Promise<number | null> {
  const leave = await session
    .selectFrom('availability_exception')
    .select(['staff_id', sql<Date>`lower(during)`.as('start_at'), sql<Date>`upper(during)`.as('end_at')])
    .where('id', '=', leaveId)
    .where('removed_at', 'is', null)
    // Whoever takes it back waits, and takes back what is written here too.
    .forUpdate()
    .executeTakeFirst();
  if (leave === undefined) return null;
  const { staff_id: staffId, start_at: startAt, end_at: endAt } = leave;
  await lockCounsellor(session, staffId);
  const absence = { id: leaveId, staffId, startAt, endAt, madeBy, now };
  await insertAbsence(session, absence);
  return tellAll(session, keys, absence, offerId);
}

/** See `ChangeOfferStore.closeForGood`. No exception closes what follows: nobody books with whoever is disabled. */
export async function closeForGood(
  session: Session,
  keys: KeyRing,
  { id, staffId, now }: Pick<Absence, 'id' | 'staffId' | 'now'>,
  offerId: () => string,
): Promise<number> {
  await lockCounsellor(session, staffId);
  const endAt = await lastTaken(session, staffId, now);
  if (endAt === null) return 0;
  // Who disabled them need not know that anybody had a time: the leaver stands for it.
  const absence = { id, staffId, startAt: now, endAt, madeBy: staffId, now };
  await giveUpHeld(session, absence, now);
  const known = await closedBefore(session, staffId);
  const met = (await listBooked(session, staffId, now, endAt)).filter(
    (one) => one.startAt > now && !known.has(one.id),
  );
  if (met.length === 0) return 0;
  await insertAbsence(session, absence);
  const first = new Map<string, string>();
  for (const booked of met) {
    const toldWith = first.get(booked.addressId);
    const one = offerId();
    if (toldWith === undefined) first.set(booked.addressId, one);
    const told = { booked, offerId: one, ...(toldWith === undefined ? {} : { toldWith }) };
    await offerOtherTimes(session, keys, absence, told);
  }
  return met.length;
}

async function insertAbsence(
  session: Session,
  { id, staffId, startAt, endAt, madeBy, now }: Absence,
): Promise<boolean> {
  const written = await session
    .insertInto('counsellor_absence')
    .values({ id, staff_id: staffId, during: rangeOf(startAt, endAt), made_by: madeBy, made_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

async function offerOtherTimes(
  session: Session,
  keys: KeyRing,
  { id, madeBy, now }: Absence,
  { booked, offerId, ...together }: Met,
): Promise<void> {
  await withdrawOpen(session, booked.id, now);
  const offer = {
    id: offerId,
    appointmentId: booked.id,
    kind: 'absence' as const,
    cause: 'counsellor-away' as const,
    line: '',
    madeBy,
    now,
    expiresAt: booked.startAt > now ? booked.startAt : booked.endAt,
    times: [],
    ...together,
  };
  await insertOffer(session, keys, offer, booked, id);
}

/** When the last time ends that is booked with this counsellor or held; null for none ahead. */
async function lastTaken(session: Session, staffId: string, now: Date): Promise<Date | null> {
  const row = await session
    .selectFrom('appointment as a')
    .select(sql<Date | null>`max(upper(a.during))`.as('at'))
    .where('a.staff_id', '=', staffId)
    .where('a.status', 'in', ['held', 'booked'])
    .where(endOf, '>', now)
    .executeTakeFirst();
  return row?.at ?? null;
}

async function closedBefore(session: Session, staffId: string): Promise<ReadonlySet<string>> {
  const rows = await session
    .selectFrom('appointment as a')
    .select('a.id')
    .where('a.staff_id', '=', staffId)
    .where('a.status', '=', 'booked')
    .where(wasClosed)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
