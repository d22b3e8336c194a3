import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { inject } from 'vitest';
import { createStoreProxy, type StoreProxy } from './store-proxy.ts';

/** A real store behind a network that can fail, and a straight way to it for the test itself. */
export type StoreUnderTest = {
  readonly backend: { readonly kind: 'redis' | 'postgres'; readonly url: string };
  readonly prefix: string;
  readonly proxy: StoreProxy;
  /** Everything that the queue keeps there, as text. */
  dump(): Promise<string>;
  /** Takes all away while the queue works. */
  wipe(): Promise<void>;
  /** Ends the queue's connections on the server's side; gives their number. */
  sever(): Promise<number>;
  close(): Promise<void>;
};

export async function openPostgres(): Promise<StoreUnderTest> {
  const server = inject('postgresUrl');
  const name = `q_${randomUUID().replaceAll('-', '')}`;
  const direct = new URL(server);
  await sql(server, `create database ${name}`);
  direct.pathname = `/${name}`;
  const proxy = await createStoreProxy({ host: direct.hostname, port: Number(direct.port) });
  return {
    backend: { kind: 'postgres', url: behind(direct, proxy) },
    prefix: '',
    proxy,
    async dump() {
      const rows = await sql(
        direct.href,
        'select to_jsonb(j)::text as line from bullmq.job j union all select to_jsonb(e)::text from bullmq.event e',
      );
      return rows.map((row) => String(row.line)).join('\n');
    },
    wipe: async () => {
      // Whoever works here may hold one table and wait for another: who of the two is let go is the server's choice.
      const isDropped = (): Promise<boolean> =>
        sql(direct.href, 'drop schema bullmq cascade').then(() => true, isDeadlock);
      while (!(await isDropped())) {
        // once more
      }
    },
    sever: async () =>
      (
        await sql(
          direct.href,
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        )
      ).length,
    async close() {
      await proxy.close();
      await sql(server, `drop database ${name} with (force)`);
    },
  };
}

/** On the Redis of the run, or on one of the test's own where everything is to be wiped. */
export async function openRedis(url: string): Promise<StoreUnderTest> {
  const direct = new URL(url);
  const prefix = `t-${randomUUID()}`;
  const proxy = await createStoreProxy({ host: direct.hostname, port: Number(direct.port) });
  const client = new Redis(url);
  client.on('error', () => undefined);
  return {
    backend: { kind: 'redis', url: behind(direct, proxy) },
    prefix,
    proxy,
    async dump() {
      const lines: string[] = [];
      for (const key of await client.keys(`${prefix}:*`)) {
        const kind = await client.type(key);
        if (kind === 'hash') lines.push(key, JSON.stringify(await client.hgetall(key)));
        else if (kind === 'stream') lines.push(key, JSON.stringify(await client.xrange(key, '-', '+')));
        else lines.push(key);
      }
      return lines.join('\n');
    },
    wipe: async () => {
      await client.flushall();
    },
    sever: async () => Number(await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')),
    async close() {
      client.disconnect();
      await proxy.close();
    },
  };
}

function behind(direct: URL, proxy: StoreProxy): string {
  const url = new URL(direct);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  return url.href;
}

export async function sql(url: string, text: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** False for a statement that may be tried again. @throws what else went wrong */
function isDeadlock(error: unknown): false {
  if ((error as { code?: unknown }).code === '40P01') return false;
  throw error;
}
