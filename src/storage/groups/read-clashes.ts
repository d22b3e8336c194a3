import type { Clash, Needs } from '../../groups/activity-store.ts';
import { endOf, overlaps, startOf, wasClosed } from '../booking/appointment-rows.ts';
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
const isCalled = (place: string) =>
  sql<boolean>`(r.id is not null
    and ${place} in (r.name, concat_ws(' ', r.campus, r.name), concat(r.campus, r.name)))`;

async function readOthers(
  session: Session,
  { leaderId, place, except }: Pick<Needs, 'leaderId' | 'place'> & { readonly except: string },
  from: Date,
  to: Date,
): Promise<Found[]> {
  const samePlace = sql<boolean>`(a.place = ${place} or exists (
    select from xinqiao.room r where r.retired_at is null and ${isCalled(place)}
      and a.place in (r.name, concat_ws(' ', r.campus, r.name), concat(r.campus, r.name))))`;
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
