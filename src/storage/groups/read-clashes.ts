import type { Clash, Needs } from '../../groups/activity-store.ts';
import { endOf, overlaps, rangeOf, startOf, wasClosed } from '../booking/appointment-rows.ts';
import { ROOM_NAMES } from '../booking/led-times.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** See `ActivityStore.clashes`. */
export async function readClashes(
  session: Session,
  { leaderId, place, dates }: Needs,
  except: string,
  now: Date,
): Promise<Clash[]> {
  const clashes: Clash[] = [];
  for (const { startsAt, endsAt } of dates.filter((date) => date.endsAt > now)) {
    const found = [
      ...(await readBooked(session, { leaderId, place }, startsAt, endsAt)),
      ...(await readOthers(session, { leaderId, place, except }, startsAt, endsAt)),
      ...(await readAway(session, leaderId, startsAt, endsAt)),
    ];
    const ahead = found.filter((one) => one.endsAt > now);
    clashes.push(...ahead.map((one) => ({ ...one, meets: startsAt })));
  }
  return clashes;
}

type Found = Omit<Clash, 'meets'>;

async function readBooked(
  session: Session,
  { leaderId, place }: Pick<Needs, 'leaderId' | 'place'>,
  from: Date,
  to: Date,
): Promise<Found[]> {
  const rows = await session
    .selectFrom('appointment as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('room as r', 'r.id', 'a.room_id')
    .select(['a.id', 'a.staff_id as staffId', 's.name as staff'])
    .select([startOf.as('startsAt'), endOf.as('endsAt')])
    .select(sql<string | null>`nullif(concat_ws(' ', r.campus, r.name), '')`.as('place'))
    .select(sql<boolean>`a.staff_id = ${leaderId}`.as('sharesLeader'))
    .select(isCalled(place).as('sharesPlace'))
    .where('a.status', '=', 'booked')
    .where(overlaps(from, to))
    .where((eb) => eb.or([eb('a.staff_id', '=', leaderId), isCalled(place)]))
    .where((eb) => eb.not(wasClosed))
    .orderBy('startsAt')
    .orderBy('sharesLeader', 'desc')
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({ ...row, what: 'appointment', title: null }));
}

/** Whether the room `r` is what is meant by this place. */
const isCalled = (place: string) => sql<boolean>`(r.id is not null and ${place} in ${ROOM_NAMES})`;

async function readOthers(
  session: Session,
  { leaderId, place, except }: Pick<Needs, 'leaderId' | 'place'> & { readonly except: string },
  from: Date,
  to: Date,
): Promise<Found[]> {
  const samePlace = sql<boolean>`(a.place = ${place} or exists (
    select from xinqiao.room r
    where r.retired_at is null and ${isCalled(place)} and a.place in ${ROOM_NAMES}))`;
  const rows = await session
    .selectFrom('activity_date as d')
    .innerJoin('activity as a', 'a.id', 'd.activity_id')
    .innerJoin('staff_member as s', 's.id', 'a.leader_id')
    .select(['a.id', 'a.leader_id as staffId', 's.name as staff', 'a.title', 'a.place'])
    .select(['d.starts_at as startsAt', 'd.ends_at as endsAt'])
    .select((eb) => eb('a.leader_id', '=', leaderId).as('sharesLeader'))
    .select(samePlace.as('sharesPlace'))
    .where('a.status', 'in', ['open', 'closed'])
    .where('a.id', '<>', except)
    .where('d.starts_at', '<', to)
    .where('d.ends_at', '>', from)
    .where((eb) => eb.or([eb('a.leader_id', '=', leaderId), samePlace]))
    .orderBy('d.starts_at')
    .orderBy('d.id')
    .execute();
  return rows.map((row) => ({ ...row, sharesLeader: Boolean(row.sharesLeader), what: 'activity' }));
}

/** Why the leader is not there: leave, of which no more is told than meets the date, or that they left for good. */
async function readAway(session: Session, leaderId: string, from: Date, to: Date): Promise<Found[]> {
  const leaves = await session
    .selectFrom('availability_exception as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .select(['a.id', 'a.staff_id as staffId', 's.name as staff'])
    .select(sql<Date>`lower(a.during * ${rangeOf(from, to)})`.as('startsAt'))
    .select(sql<Date>`upper(a.during * ${rangeOf(from, to)})`.as('endsAt'))
    .where('a.staff_id', '=', leaderId)
    .where('a.removed_at', 'is', null)
    .where(overlaps(from, to))
    .orderBy('startsAt')
    .execute();
  const left = await session
    .selectFrom('staff_member')
    .select(['id', 'id as staffId', 'name as staff'])
    .where('id', '=', leaderId)
    .where('disabled_at', 'is not', null)
    .execute();
  const nothing = { title: null, place: null, sharesLeader: true, sharesPlace: false } as const;
  return [
    ...leaves.map((one) => ({ ...one, ...nothing, what: 'leave' as const })),
    ...left.map((one) => ({ ...one, ...nothing, what: 'left' as const, startsAt: from, endsAt: to })),
  ];
}
