import { afterAll, beforeAll, expect, it } from 'vitest';
import { GOES_WITH_CASE } from '../../../src/storage/retention/cases.ts';
import { RETENTION, RETENTION_CLASSES, readRetentionClass } from '../../../src/storage/retention/classes.ts';
import { GOES_WITH_COUNSELLING } from '../../../src/storage/retention/counselling.ts';
import { GOES_WITH_ADDRESS, HOLDS_ADDRESS, HOLDS_CONTACT } from '../../../src/storage/retention/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const named = (pairs: Readonly<Partial<Record<string, readonly string[]>>>): string[] =>
  Object.entries(pairs).flatMap(([table, columns]) => (columns ?? []).map((column) => `${table}.${column}`));

/** Columns that name a row of this table and do not go with it by themselves. */
async function naming(table: string): Promise<{ table: string; column: string }[]> {
  return database.sql(
    `select c.conrelid::regclass::text as table, a.attname as column
     from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
     where c.contype = 'f' and c.confrelid = $1::regclass and c.confdeltype = 'a'`,
    [`xinqiao.${table}`],
  );
}
const bare = (name: string): string => name.replace(/^xinqiao\./, '');
const tablesNaming = async (...tables: readonly string[]): Promise<string[]> => {
  const found = (await Promise.all(tables.map(naming))).flat();
  return [...new Set(found.map(({ table }) => bare(table)))].filter((one) => !tables.includes(one));
};

it('gives each table exactly one class, the one of its comment', async () => {
  const rows = await database.sql<{ name: string; comment: string | null }>(
    `select relname as name, obj_description(oid, 'pg_class') as comment
     from pg_class where relnamespace = 'xinqiao'::regnamespace and relkind in ('r', 'p') order by relname`,
  );
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(RETENTION).sort());
  const read = rows.map(({ name, comment }) => [name, readRetentionClass(comment ?? '')]);
  expect(Object.fromEntries(read)).toEqual(RETENTION);
});

it('knows no class in a comment that names none', () => {
  for (const comment of ['', 'retention: 7 years', 'what is kept', 'the retention: 3 years'])
    expect(readRetentionClass(comment)).toBeNull();
  expect(new Set(Object.values(RETENTION))).toEqual(new Set(Object.keys(RETENTION_CLASSES)));
});

it('takes with a case, a session or an account all that names it', async () => {
  const ofCases = await tablesNaming(
    'handoff_case',
    'closing',
    'register_entry',
    'crisis_report',
    'heard',
    'outgoing',
  );
  expect(GOES_WITH_CASE).toEqual(expect.arrayContaining(ofCases));
  const ofSessions = await tablesNaming(
    'appointment',
    'session_series',
    'referral',
    'intake_form',
    'change_offer',
  );
  expect(GOES_WITH_COUNSELLING).toEqual(expect.arrayContaining(ofSessions));
  const columns = async (table: string) =>
    (await naming(table)).map((one) => `${bare(one.table)}.${one.column}`).sort();
  expect([...named(HOLDS_ADDRESS), ...named(GOES_WITH_ADDRESS)].sort()).toEqual(await columns('address'));
  expect(named(HOLDS_CONTACT).sort()).toEqual(await columns('contact'));
});
