import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
const SHANGHAI_MS = 8 * HOUR_MS;

/** A counsellor who sees students every day from eight to ten at night, an hour each, in a room of their own. */
export async function opensHours(world: World, name: string): Promise<void> {
  await world.database.sql(
    `with room as (
       insert into xinqiao.room (id, name, sample) values (gen_random_uuid(), $1 || '的房间', false) returning id)
     insert into xinqiao.availability_rule
       (id, staff_id, room_id, weekday, from_minute, to_minute, session_minutes, valid_from, valid_to, sample)
     select gen_random_uuid(), s.id, room.id, day, 480, 1320, 60, '2020-01-01', null, false
     from xinqiao.staff_member as s, room, generate_series(1, 7) as day where s.name = $1`,
    [name],
  );
}

/** The next full hour of the day, so many days ahead, as the world's clock has it; hours are those of Shanghai. */
export async function atHour(world: World, daysAhead: number, hour: number): Promise<Date> {
  const [row] = await world.database.sql<{ now: Date }>('select xinqiao.app_now() as now');
  const now = row?.now ?? new Date();
  const local = new Date(now.getTime() + SHANGHAI_MS);
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  return new Date(midnight + daysAhead * 24 * HOUR_MS + hour * HOUR_MS - SHANGHAI_MS);
}

/** Lets time pass until a moment ahead. */
export async function passUntil(world: World, at: Date): Promise<void> {
  const [row] = await world.database.sql<{ now: Date }>('select xinqiao.app_now() as now');
  const ms = at.getTime() - (row?.now ?? new Date()).getTime();
  if (ms > 0) await world.pass(Math.ceil(ms));
}

/** An hour that was booked from this address so long before it begins; answers its id. */
export async function booked(
  world: World,
  addressId: string,
  counsellor: string,
  startAt: Date,
  before = '3 days',
): Promise<string> {
  const [row] = await world.database.sql<{ id: string }>(
    `insert into xinqiao.appointment
       (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
     select gen_random_uuid(), a.contact_id, a.id, s.id, rule.room_id,
       tstzrange($3::timestamptz, $3::timestamptz + interval '1 hour', '[)'), 'booked',
       $3::timestamptz - $4::interval, $3::timestamptz - $4::interval
     from xinqiao.address as a, xinqiao.staff_member as s, xinqiao.availability_rule as rule
     where a.id = $1 and s.name = $2 and rule.staff_id = s.id
     limit 1
     returning id`,
    [addressId, counsellor, startAt, before],
  );
  if (row === undefined) throw new Error('nobody to book for');
  return row.id;
}

/** The address that was made last on a channel: that of whoever came last. */
export async function lastAddress(world: World, channel: string): Promise<string> {
  const [row] = await world.database.sql<{ id: string }>(
    'select id from xinqiao.address where channel = $1 order by made_at desc, id limit 1',
    [channel],
  );
  return row?.id ?? '';
}

/** As the desk closes a day; here without the message, which other stories tell of. */
export const closesItsTime = (world: World, id: string): Promise<unknown> =>
  world.database.sql(
    `insert into xinqiao.change_offer (id, appointment_id, address_id, starts_at, kind, cause, status, made_by, made_at, expires_at, settled_at)
     select gen_random_uuid(), a.id, a.address_id, lower(a.during), 'absence', 'counsellor-away', 'expired', a.staff_id,
       xinqiao.app_now(), xinqiao.app_now(), xinqiao.app_now() from xinqiao.appointment a where a.id = $1`,
    [id],
  );
