import { onTelegram } from './anybody.ts';
import { books, cancelsOwn } from './booking-story.ts';
import type { TelegramPerson } from './telegram-person.ts';
import type { World } from './world.ts';

const ROOM = '00000000-0000-4000-8000-0000000000aa';

/** Lets time pass until the clock in Shanghai shows this time (HH:MM), today or tomorrow. */
export async function passUntil(world: World, time: string): Promise<void> {
  const [row] = await world.database.sql<{ ms: number }>(
    `with local as (select xinqiao.app_now() at time zone 'Asia/Shanghai' as at)
     select extract(epoch from (
       case when date_trunc('day', at) + $1::time > at then date_trunc('day', at) + $1::time
            else date_trunc('day', at) + interval '1 day' + $1::time end - at))::float8 * 1000 as ms
     from local`,
    [time],
  );
  await world.pass(Math.ceil(row?.ms ?? 0));
}

/** Nobody sees students but this counsellor, in so many days at these times (HH:MM), 50 minutes each. */
export async function openOnly(
  world: World,
  counsellor: string,
  days: number,
  times: readonly string[],
): Promise<void> {
  const { sql } = world.database;
  await sql('delete from xinqiao.availability_rule');
  await sql(
    `insert into xinqiao.room (id, name, sample) values ($1, '测试谈话室', false) on conflict do nothing`,
    [ROOM],
  );
  for (const time of times) {
    await sql(
      `with day as (select ((xinqiao.app_now() at time zone 'Asia/Shanghai')::date + $1::int) as date,
          (extract(hour from $2::time) * 60 + extract(minute from $2::time))::int as minute)
       insert into xinqiao.availability_rule
         (id, staff_id, room_id, weekday, from_minute, to_minute, session_minutes, valid_from, valid_to, sample)
       select gen_random_uuid(), (select id from xinqiao.staff_member where name = $3), $4,
         extract(isodow from date)::int, minute, minute + 50, 50, date, date, false from day`,
      [days, time, counsellor, ROOM],
    );
  }
}

/** Books whatever is free first. */
export const booksFirst = (student: TelegramPerson): Promise<void> => books(onTelegram(student), 0);

export const cancels = (student: TelegramPerson): Promise<void> => cancelsOwn(onTelegram(student));

/** Finds nothing free and joins the waiting list; answers what they are told. */
export async function joins(student: TelegramPerson): Promise<string> {
  student.says('预约');
  await student.hears(/单独问你/);
  student.taps('同意');
  await student.hearsUntil(/最近都约满了/);
  student.taps('候补登记');
  await student.hears(/候补不是急救[\s\S]*12356/, /你的意愿/);
  student.taps('就这样，登记');
  return student.hears(/登记好了/);
}
