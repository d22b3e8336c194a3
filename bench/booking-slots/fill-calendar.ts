import type pg from 'pg';

const COUNSELLORS = 50;
const ROOMS = 40;
const CONTACTS = 40_000;

/** Ids that can be told apart by eye and computed in SQL. */
const uuid = (kind: string, number: string): string =>
  `('${kind}0000000-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

const PEOPLE = `
  insert into xinqiao.staff_member (id, name, roles, made_at)
    select ${uuid('1', 'n')}, '测试老师' || n, '{counsellor}', now() - interval '12 years'
    from generate_series(0, ${COUNSELLORS - 1}) n;
  insert into xinqiao.room (id, name, campus)
    select ${uuid('2', 'n')}, '测试室' || n, case n % 2 when 0 then '南校区' else '北校区' end
    from generate_series(0, ${ROOMS - 1}) n;
  insert into xinqiao.room_hours (room_id, weekday, from_minute, to_minute)
    select id, weekday, 480, 1260 from xinqiao.room, generate_series(1, 7) weekday;
  insert into xinqiao.counsellor_profiles (staff_id, daily_cap, weekly_cap, online, changed_at)
    select id, 7, 30, true, now() from xinqiao.staff_member;
  insert into xinqiao.data_key (id, kid, wrapped, made_at)
    values (${uuid('3', '0')}, 'test', '\\x00', now());
  insert into xinqiao.contact (id, made_at) select ${uuid('4', 'n')}, now() from generate_series(0, ${CONTACTS}) n;
  insert into xinqiao.address
      (id, contact_id, data_key_id, channel, bot, account_hash, account_sealed, made_at, last_heard_at)
    select ${uuid('5', 'n')}, ${uuid('4', 'n')}, ${uuid('3', '0')}, 'web', 'web', int8send(n), '\\x00', now(), now()
    from generate_series(0, ${CONTACTS}::bigint) n;`;

/** Forty see people in rooms and ten online, on five days of the week, in the morning and in the afternoon. */
const RULES = `
  insert into xinqiao.availability_rule
      (id, staff_id, room_id, mode, weekday, from_minute, to_minute, session_minutes, buffer_after_minutes, weeks,
       held_back, valid_from)
    select gen_random_uuid(), ${uuid('1', 'n')}, case when n < ${ROOMS} then ${uuid('2', 'n')} end,
      case when n < ${ROOMS} then 'on-site' else 'online' end, weekday, begin, begin + 230, 50, 10, 'all',
      case when n = 0 then 'urgent' else 'none' end, current_date - 4000
    from generate_series(0, ${COUNSELLORS - 1}) n, generate_series(1, 5) weekday, unnest(array[510, 840]) begin;`;

/** 400 sessions a day, ten hours of all rooms, back from yesterday; one in ten was cancelled. */
const past = (count: number): string => `
  insert into xinqiao.appointment
      (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at, cancelled_at)
    select gen_random_uuid(), ${uuid('4', `n % ${CONTACTS}`)}, ${uuid('5', `n % ${CONTACTS}`)},
      ${uuid('1', `n % 400 % ${COUNSELLORS}`)}, ${uuid('2', `n % ${ROOMS}`)},
      tstzrange(at, at + interval '50 minutes'),
      case n % 10 when 0 then 'cancelled' when 1 then 'no-show' else 'attended' end,
      at - interval '5 days', at - interval '5 days', case n % 10 when 0 then at - interval '2 days' end
    from (
      select n, date_trunc('day', now()) - make_interval(days => 1 + n / 400) + make_interval(hours => n % 400 / ${ROOMS}) as at
      from generate_series(0, ${count - 1}) n
    ) sessions;`;

/** What students have booked for the next two weeks, the same on both sides. */
const AHEAD = `
  insert into xinqiao.appointment
      (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
    select gen_random_uuid(), ${uuid('4', 'n')}, ${uuid('5', 'n')}, ${uuid('1', `n % ${ROOMS}`)},
      ${uuid('2', `n % ${ROOMS}`)}, tstzrange(at, at + interval '50 minutes'), 'booked', now(), now()
    from (
      select n, (date_trunc('day', now() at time zone 'Asia/Shanghai') + make_interval(days => 1 + n / ${ROOMS}, mins => 510))
        at time zone 'Asia/Shanghai' as at
      from generate_series(0, 499) n
    ) sessions;`;

/**
 * A centre with so many appointments behind it. Indices and exclusion constraints are taken off for the filling and put
 * on again as the migrations made them, which checks every row.
 */
export async function fillCalendar(client: pg.Client, count: number): Promise<void> {
  const constraints = await list(
    client,
    `select format('alter table xinqiao.appointment drop constraint %I', conname) as drop,
       format('alter table xinqiao.appointment add constraint %I %s', conname, pg_get_constraintdef(oid)) as make
     from pg_constraint where conrelid = 'xinqiao.appointment'::regclass and contype = 'x'`,
  );
  for (const { drop } of constraints) await client.query(drop);
  const indices = await list(
    client,
    `select format('drop index xinqiao.%I', indexname) as drop, indexdef as make from pg_indexes
     where schemaname = 'xinqiao' and tablename = 'appointment' and indexname <> 'appointment_pkey'`,
  );
  for (const { drop } of indices) await client.query(drop);
  await client.query("set session_replication_role = 'replica'");
  for (const statement of [PEOPLE, RULES, past(count), AHEAD]) await client.query(statement);
  await client.query("set session_replication_role = 'origin'");
  for (const { make } of [...indices, ...constraints]) await client.query(make);
  await client.query('vacuum (analyze)');
}

async function list(client: pg.Client, question: string): Promise<{ drop: string; make: string }[]> {
  return (await client.query<{ drop: string; make: string }>(question)).rows;
}
