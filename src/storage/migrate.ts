import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { OperatorError } from '../core/operator-error.ts';

/** Any number that nothing else locks: only one process migrates at a time. */
const MIGRATION_LOCK = 5_250_525;

export type MigrationReport = { applied: string[]; already: number };

export class MigrationError extends OperatorError {
  override readonly name = 'MigrationError';
}

type Migration = { name: string; sql: string; checksum: string };

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const odd = names.find((name) => !/^\d{4}_[a-z0-9-]+\.sql$/.test(name));
  if (odd !== undefined) {
    throw new MigrationError(`migrations/${odd}: expected a name such as 0002_what-it-does.sql`);
  }
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings a database to the newest schema, one transaction a file, under an advisory lock, as the owner.
 * @throws MigrationError when a landed file was changed, the database is newer than the program, or a file is misnamed
 */
export async function migrate(url: string, folder: string): Promise<MigrationReport> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, application_name: 'xinqiao migrate' });
  // A lost connection fails the query that waits for it; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`create table if not exists public.xinqiao_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const landed = await landedMigrations(client);
    refuseForeign(migrations, landed);
    const applied: string[] = [];
    for (const migration of migrations) {
      if (landed.has(migration.name)) continue;
      await apply(client, migration);
      applied.push(migration.name);
    }
    return { applied, already: landed.size };
  } finally {
    await client.end();
  }
}

async function landedMigrations(client: pg.Client): Promise<Map<string, string>> {
  const rows = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.xinqiao_migration',
  );
  return new Map(rows.rows.map((row) => [row.name, row.checksum]));
}

function refuseForeign(migrations: Migration[], landed: Map<string, string>): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const [name, checksum] of landed) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new MigrationError(
        `migrations/${name}: applied to the database, but this program does not have it`,
      );
    }
    if (expected !== checksum) {
      throw new MigrationError(
        `migrations/${name}: changed after it was applied; expected checksum ${checksum}`,
      );
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into public.xinqiao_migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
