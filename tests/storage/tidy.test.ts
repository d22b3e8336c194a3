import { afterAll, beforeAll, expect, it } from 'vitest';
import { tidy } from '../../src/storage/tidy.ts';
import { startWorld, type World } from '../support/world.ts';

const DAY = 86_400_000;
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const ago = (days: number) => `xinqiao.app_now() - interval '${days} days'`;

const count = async (table: string): Promise<number> => {
  const [row] = await world.database.sql<{ count: number }>(`select count(*)::int from xinqiao.${table}`);
  return row?.count ?? 0;
};

it('drops the talk after 180 days, as the notice says, and keeps what a case holds', async () => {
  const chatting = world.visitor();
  await chatting.says('你好');
  await chatting.says('以前想过自杀');
  const inDanger = world.visitor();
  await inDanger.says('我想自杀');
  await world.settle();
  const heardInCase = 'heard where case_id is not null';
  expect([await count('review_item'), await count(heardInCase)]).toEqual([1, 1]);

  await world.database.sql('update xinqiao.clock set offset_ms = offset_ms + $1', [179 * DAY]);
  await tidy(world.database.db);
  expect(await count('heard')).toBe(3);
  await world.database.sql('update xinqiao.clock set offset_ms = offset_ms + $1', [2 * DAY]);
  await tidy(world.database.db);
  expect([await count('review_item'), await count('heard'), await count(heardInCase)]).toEqual([0, 1, 1]);
  expect(
    await count('outgoing where case_id is null and at < xinqiao.app_now() - interval $$180 days$$'),
  ).toBe(0);
  expect(await count('outgoing where case_id is not null')).toBeGreaterThan(0);
}, 60_000);

/** Whoever never writes again. */
const hold = async (lane: string, days: number): Promise<string> => {
  const [row] = await world.database.sql<{ id: string }>(
    `insert into xinqiao.outgoing (id, address_id, lane, dedupe_key, body_sealed, not_before, held_for, at)
     select gen_random_uuid(), (select id from xinqiao.address limit 1), '${lane}', gen_random_uuid()::text, '',
       ${ago(days)}, 'quota', ${ago(days)} returning id`,
  );
  return row?.id ?? '';
};
const heldAs = async (id: string) => {
  const [row] = await world.database.sql<{ status: string; error_code: string | null }>(
    'select status, error_code from xinqiao.outgoing where id = $1',
    [id],
  );
  return row && [row.status, row.error_code];
};

it('gives up after a week what a quota holds back in lanes that are in no hurry, and all else after 180 days', async () => {
  await world.visitor().says('你好');
  await world.settle();
  const rows: [string, number, unknown][] = [
    ['campaign', 6, ['due', null]],
    ['campaign', 8, ['failed', 'quota']],
    ['reminder', 8, ['failed', 'quota']],
    ['conversation', 179, ['due', null]],
    ['conversation', 181, undefined],
    ['crisis', 181, undefined],
  ];
  const ids = [];
  for (const [lane, days] of rows) ids.push(await hold(lane, days));
  await tidy(world.database.db);
  const found = [];
  for (const id of ids) found.push(await heldAs(id));
  expect(found).toEqual(rows.map(([, , wanted]) => wanted));
}, 60_000);

it.each([
  [
    'continue_link',
    30,
    (at: string) =>
      `insert into xinqiao.continue_link (token_hash, address_id, made_at, expires_at)
       values (gen_random_uuid()::text::bytea, (select id from xinqiao.address limit 1), ${at}, ${at})`,
  ],
  [
    'alarm',
    3 * 365 + 1,
    (at: string) =>
      `insert into xinqiao.alarm (id, part, raised_at, told_at, cleared_at)
       values (gen_random_uuid(), 'wechat', ${at}, ${at}, ${at})`,
  ],
  [
    'staff_session',
    184,
    (at: string) =>
      `insert into xinqiao.staff_session (id, staff_id, token_hash, csrf, made_at, last_seen_at, expires_at)
       values (gen_random_uuid(), (select id from xinqiao.staff_member limit 1), gen_random_uuid()::text::bytea, '',
         ${at}, ${at}, ${at})`,
  ],
  [
    'campaign',
    3 * 365 + 1,
    (at: string) =>
      `insert into xinqiao.campaign (id, title, text_zh, segment, author_staff_id, blur, made_at, changed_at)
       values (gen_random_uuid(), '', '', '{}', (select id from xinqiao.staff_member limit 1), 0, ${at}, ${at})`,
  ],
  [
    'shift_notice',
    30,
    (at: string) =>
      `insert into xinqiao.shift_notice (staff_id, ends_at, kind, told_at)
       values ((select id from xinqiao.staff_member limit 1), ${at}, 'soon', ${at})`,
  ],
  [
    'rota_stint',
    10 * 365 + 3,
    (at: string) =>
      `insert into xinqiao.rota_stint (id, kind, duty, staff_id, starts_at, ends_at, made_at)
       select gen_random_uuid(), 'single', 'duty', id, ${at} - interval '1 hour', ${at}, ${at}
       from xinqiao.staff_member limit 1`,
  ],
  [
    'bot_listening',
    30,
    (at: string) =>
      `insert into xinqiao.bot_listening (channel, bot, until) values ('wechat', gen_random_uuid(), ${at})`,
  ],
  [
    'bot_login',
    1,
    (at: string) =>
      `with key as (insert into xinqiao.data_key (id, kid, wrapped, made_at)
         values (gen_random_uuid(), 'x', '', ${at}) returning id)
       insert into xinqiao.bot_login (channel, bot, data_key_id, code_sealed, at)
       select 'wechat', gen_random_uuid(), id, '', ${at} from key`,
  ],
])('drops a row of %s after %i days', async (table, days, insert) => {
  await tidy(world.database.db);
  const before = await count(table);
  await world.database.sql(insert(ago(days - 0.01)));
  await world.database.sql(insert(ago(days + 0.01)));
  await tidy(world.database.db);
  expect(await count(table)).toBe(before + 1);
});

it('keeps no key of a code that nobody scanned', async () => {
  await tidy(world.database.db);
  expect(await count(`data_key where kid = 'x' and made_at < ${ago(1)}`)).toBe(0);
});
