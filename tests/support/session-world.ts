import type { World } from './world.ts';

const ROOM = '00000000-0000-4000-8000-0000000000aa';

/** Somebody sees visitors every day from eight to six, an hour each, and nobody else does. */
export async function seesVisitors(world: World, name: string): Promise<void> {
  await world.database.sql('delete from xinqiao.availability_rule');
  await world.database.sql(`insert into xinqiao.room (id, name, sample) values ('${ROOM}', '测试谈话室', false)
    on conflict do nothing`);
  await world.database.sql(
    `insert into xinqiao.availability_rule
       (id, staff_id, room_id, weekday, from_minute, to_minute, session_minutes, valid_from, valid_to, sample)
     select gen_random_uuid(), (select id from xinqiao.staff_member where name = $1), '${ROOM}', day, 480, 1080, 60,
       '2020-01-01', null, false
     from generate_series(1, 7) as day`,
    [name],
  );
}

export type BookedSession = { readonly id: string; readonly startAt: Date };

/** The person who wrote last has a session tomorrow at ten, of an hour, on the clock of the centre. */
export async function booksTomorrow(world: World, name: string): Promise<BookedSession> {
  const [row] = await world.database.sql<{ id: string; start_at: Date }>(
    `with times as (
       select (date_trunc('day', xinqiao.app_now() at time zone 'Asia/Shanghai') + interval '34 hours')
         at time zone 'Asia/Shanghai' as start_at)
     insert into xinqiao.appointment
       (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
     select gen_random_uuid(), a.contact_id, a.id, s.id, '${ROOM}',
       tstzrange(t.start_at, t.start_at + interval '1 hour'), 'booked', xinqiao.app_now(), xinqiao.app_now()
     from (select id, contact_id from xinqiao.address where channel <> 'sink' and speaks_as = 'student'
             and id not in (select address_id from xinqiao.staff_address where address_id is not null)
           order by last_heard_at desc limit 1) as a,
       xinqiao.staff_member as s, times as t
     where s.name = $1
     returning id, lower(during) as start_at`,
    [name],
  );
  if (!row) throw new Error('nothing was booked');
  return { id: row.id, startAt: row.start_at };
}

/** Lets time pass until so many minutes after the start; before it where they are negative. */
export async function passUntil(world: World, { startAt }: BookedSession, minutes: number): Promise<void> {
  const [row] = await world.database.sql<{ now: Date }>('select xinqiao.app_now() as now');
  if (!row) throw new Error('no time');
  const ms = startAt.getTime() + minutes * 60_000 - row.now.getTime();
  if (ms > 0) await world.pass(ms);
}

/** All that a record needs to be signed. */
export const WHOLE_RECORD = {
  type: 'first',
  way: 'on-site',
  topic: 'mood',
  intervention: 'listening',
  risk: 'none',
  next: 'agreed',
  referral: 'none',
} as const;
