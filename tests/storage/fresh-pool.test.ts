import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LineProxy, openLineProxy } from '../../chaos/line-proxy.ts';
import { createFreshPool } from '../../src/storage/fresh-pool.ts';
import { createLineCheck } from '../../src/storage/line-check.ts';

const AT_REST = 4;
const GIVEN_UP_MS = 300;

let line: LineProxy;
let pool: pg.Pool;
beforeAll(async () => {
  const url = new URL(inject('postgresUrl'));
  line = await openLineProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(line.port);
  pool = new pg.Pool({ connectionString: url.href, max: AT_REST, query_timeout: GIVEN_UP_MS });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
});
afterAll(async () => {
  await line.close();
  await pool.end();
});

it('tries one line whose other end is gone, and replaces all that rested', async () => {
  const fresh = createFreshPool(pool);
  const ask = async (): Promise<void> => {
    const client = await fresh.connect();
    try {
      await client.query('select 1', []);
    } finally {
      client.release();
    }
  };
  const clients = await Promise.all(Array.from({ length: AT_REST }, () => fresh.connect()));
  for (const client of clients) await client.query('select 1', []);
  for (const client of clients) client.release();
  expect(pool.idleCount).toBe(AT_REST);

  line.halfOpen();
  await expect(ask()).rejects.toThrow('timeout');
  // Each would be given up like the first one if it were tried.
  for (let time = 0; time < AT_REST; time += 1) await ask();
  expect(pool.totalCount).toBe(1);
});

it('finds a line whose other end is gone sooner where a transaction begins', async () => {
  const patient = new pg.Pool({
    connectionString: pool.options.connectionString ?? '',
    max: 1,
    query_timeout: 60_000,
  });
  patient.on('error', () => undefined);
  patient.on('connect', (client) => client.on('error', () => undefined));
  try {
    const fresh = createFreshPool(patient, GIVEN_UP_MS);
    const begin = async (): Promise<void> => {
      const client = await fresh.connect();
      try {
        await client.query('begin; select 1', []);
        await client.query('commit', []);
      } finally {
        client.release();
      }
    };
    await begin();
    line.halfOpen();
    await expect(begin()).rejects.toThrow('timeout');
    await begin();
    // What stands inside a transaction may take longer than its beginning.
    const client = await fresh.connect();
    await client.query('begin', []);
    await client.query(`select pg_sleep(${(2 * GIVEN_UP_MS) / 1_000})`, []);
    await client.query('commit', []);
    client.release();
  } finally {
    await patient.end();
  }
}, 20_000);

it('lets nothing wait behind a question that was given up', async () => {
  const own = new pg.Pool({
    connectionString: pool.options.connectionString ?? '',
    max: 1,
    query_timeout: GIVEN_UP_MS,
  });
  own.on('error', () => undefined);
  own.on('connect', (client) => client.on('error', () => undefined));
  try {
    const client = await createFreshPool(own).connect();
    await client.query('begin', []);
    line.halfOpen();
    await expect(client.query('select 1', [])).rejects.toThrow('timeout');
    // By the pool's own time it would be given up like the question before it.
    await expect(client.query('rollback', [])).rejects.toThrow('gone');
    client.release();
    expect(own.totalCount).toBe(0);
  } finally {
    await own.end();
  }
});

describe('a statement in the middle of a transaction', () => {
  const SOON = { askAfterMs: 150, graceMs: 1_200 };
  let patient: pg.Pool;
  let fresh: PostgresPool;
  beforeAll(() => {
    patient = new pg.Pool({ connectionString: pool.options.connectionString ?? '', query_timeout: 60_000 });
    patient.on('error', () => undefined);
    patient.on('connect', (client) => client.on('error', () => undefined));
    fresh = createFreshPool(patient, 60_000, createLineCheck(inject('postgresUrl')), SOON);
  });
  afterAll(() => patient.end());

  it('on a line whose other end is gone is given up as soon as the server says so', async () => {
    const client = await fresh.connect();
    await client.query('begin', []);
    line.halfOpen();
    await expect(client.query('select 1', [])).rejects.toThrow('timeout');
    client.release();
    expect(patient.totalCount).toBe(0);
  }, 20_000);

  it('that is slow, or waits for a lock, is not; a line that nothing passes loses its locks', async () => {
    const holder = await fresh.connect();
    await holder.query('begin', []);
    await holder.query('select pg_advisory_xact_lock(5640217)', []);
    const waiter = await fresh.connect();
    await waiter.query('begin', []);
    const locked = waiter.query('select pg_advisory_xact_lock(5640217)', []);
    const slow = await fresh.connect();
    await slow.query('select pg_sleep(2)', []);
    slow.release();
    line.partition();
    // The proxy passes on that the server has ended it; a dead line would not.
    await expect(holder.query('select 1', [])).rejects.toThrow();
    holder.release();
    line.heal();
    await locked;
    await waiter.query('commit', []);
    waiter.release();
  }, 20_000);
});
