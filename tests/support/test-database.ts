import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/storage/database.ts';

export type TestDatabase = {
  /** As the owner. */
  url: string;
  /** As the application's role. */
  db: Database;
  /** SQL as the owner, for looking where the application may not. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Moves the database's clock, which all deadlines follow. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** A new migrated database of this test file's own, on the real server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name} template ${inject('templateDatabase')}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const owner = new pg.Pool({ connectionString: url.href, max: 2 });
  owner.on('error', () => undefined);
  const db = openDatabase({
    url: url.href,
    role: 'xinqiao_app',
    connections: 20,
    name: 'test',
    onError: () => undefined,
  });
  return {
    url: url.href,
    db,
    sql: async (text, values) => (await owner.query(text, values)).rows,
    advance: async (ms) => {
      // A jump of the clock must not look like a channel that was away, or deaf, for as long.
      await owner.query(
        `with moved as (update xinqiao.clock set offset_ms = offset_ms + $1),
           heard as (update xinqiao.bot_listening as bot set until = until + $1 * interval '1 ms'
             where exists (select from xinqiao.part_state where name = bot.channel and state = 'ready'))
         update xinqiao.part_state set ready_at = ready_at + $1 * interval '1 ms'
           where state in ('ready', 'starting')`,
        [ms],
      );
    },
    async close() {
      await db.destroy();
      await owner.end();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
