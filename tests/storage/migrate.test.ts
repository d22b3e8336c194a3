import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { MIGRATIONS_FOLDER } from '../../src/settings.ts';
import { MigrationError, migrate } from '../../src/storage/migrate.ts';

describe('migrations on an empty database', () => {
  let folder: string;
  let url: string;
  let name: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xinqiao-migrations-'));
    await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
    name = `m_${randomUUID().replaceAll('-', '')}`;
    await query(inject('postgresUrl'), `create database ${name}`);
    const own = new URL(inject('postgresUrl'));
    own.pathname = `/${name}`;
    url = own.href;
  });
  afterEach(async () => {
    await query(inject('postgresUrl'), `drop database ${name} with (force)`);
    await rm(folder, { recursive: true, force: true });
  });

  const add = (file: string, sql: string) => writeFile(join(folder, file), sql);

  it('are applied once, in the order of their names', async () => {
    await add('9002_third.sql', 'create table public.third as select * from public.second');
    await add('9001_second.sql', 'create table public.second (n integer)');
    const first = await migrate(url, folder);
    expect(first.applied.slice(-2)).toEqual(['9001_second.sql', '9002_third.sql']);
    expect(first.applied[0]).toBe('0001_foundation.sql');
    expect(await migrate(url, folder)).toEqual({ applied: [], already: first.applied.length });
  });

  it('are applied once by two processes that start together', async () => {
    const reports = await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)]);
    const applied = reports.flatMap((report) => report.applied);
    expect(new Set(applied).size).toBe(applied.length);
    expect(applied).toContain('0001_foundation.sql');
  });

  it('may not change once they have landed: the file is named', async () => {
    await migrate(url, folder);
    const file = join(folder, '0001_foundation.sql');
    await writeFile(file, `${await readFile(file, 'utf8')}\n-- one more thought\n`);
    await expect(migrate(url, folder)).rejects.toThrow(MigrationError);
    await expect(migrate(url, folder)).rejects.toThrow(/migrations\/0001_foundation\.sql: changed after/);
  });

  it('are refused by a program older than the database, which is left alone', async () => {
    await add('9001_later.sql', 'create table public.later (n integer)');
    await migrate(url, folder);
    await rm(join(folder, '9001_later.sql'));
    await add('9002_other.sql', 'drop table public.later');
    await expect(migrate(url, folder)).rejects.toThrow(
      /9001_later\.sql: applied to the database, but this program does not have it/,
    );
    expect(await query(url, 'select to_regclass($1) as there', ['public.later'])).toEqual([
      { there: 'later' },
    ]);
  });

  it('leave nothing of a file that fails, and go on from there when it was mended', async () => {
    await add('9001_broken.sql', 'create table public.half (n integer); select no_such_function();');
    await expect(migrate(url, folder)).rejects.toThrow(/no_such_function/);
    expect(await query(url, 'select to_regclass($1) as there', ['public.half'])).toEqual([{ there: null }]);
    await add('9001_broken.sql', 'create table public.half (n integer)');
    expect((await migrate(url, folder)).applied).toEqual(['9001_broken.sql']);
  });

  it('never pass over a file because of its name', async () => {
    await add('2_forgotten.sql', 'create table public.forgotten (n integer)');
    await expect(migrate(url, folder)).rejects.toThrow(
      /migrations\/2_forgotten\.sql: expected a name such as/,
    );
  });

  it('give each table a retention class', async () => {
    await migrate(url, folder);
    const rows = await query(
      url,
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'xinqiao' and c.relkind = 'r'
         and coalesce(obj_description(c.oid, 'pg_class'), '') not like 'retention: %'`,
    );
    expect(rows).toEqual([]);
  });
});

async function query(url: string, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as unknown[];
  } finally {
    await client.end();
  }
}
