/**
 * The least honest way from a word to a page: insert a row, add a job, work it off, claim the row, send, mark it sent.
 * The row is written before the job, claimed before it is sent and marked afterwards, as anybody must who may crash.
 */
import { randomUUID } from 'node:crypto';
import { Bot } from 'grammy';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createPostgresBackend, Queue, runMigrations, Worker, withBackend } from '../../src/queue/bullmq.ts';

const { TOKEN = '', API_ROOT = '', DATABASE_URL = '', REDIS_URL, RESPONDER = '' } = process.env;
const QUEUE = 'page';
const CONCURRENCY = 8;

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });
const bot = new Bot(TOKEN, { client: { apiRoot: API_ROOT } });
await pool.query(`create table page (
  id uuid primary key, chat bigint not null, words text not null, status text not null default 'due',
  at timestamptz not null default now(), claimed_at timestamptz, sent_at timestamptz)`);

const queue = await openQueue(async (id) => {
  const { rows } = await pool.query<{ id: string }>(
    `update page set status = 'sending', claimed_at = now()
     where id = (select id from page where id = $1 and status = 'due' for update skip locked) returning id`,
    [id],
  );
  if (rows.length === 0) return;
  await bot.api.sendMessage(RESPONDER, '【值班】有人在等');
  await pool.query(`update page set status = 'sent', sent_at = now() where id = $1`, [id]);
});

bot.on('message:text', async ({ message }) => {
  const id = randomUUID();
  await pool.query('insert into page (id, chat, words) values ($1, $2, $3)', [
    id,
    message.chat.id,
    message.text,
  ]);
  await queue.add('page', { id }, { removeOnComplete: true });
});
await bot.start({ onStart: () => void process.stdout.write('ready\n') });

/** On the same kind of store as the program's own queue. */
async function openQueue(work: (id: string) => Promise<void>) {
  const process = (job: { data: { id: string } }): Promise<void> => work(job.data.id);
  if (REDIS_URL !== undefined) {
    const connect = () => new Redis(REDIS_URL, { maxRetriesPerRequest: null });
    const worker = new Worker(QUEUE, process, { connection: connect(), concurrency: CONCURRENCY });
    await worker.waitUntilReady();
    return new Queue(QUEUE, { connection: connect() });
  }
  const client = await pool.connect();
  await runMigrations(client, 'bullmq');
  client.release();
  const postgres = withBackend(createPostgresBackend);
  const options = { max: 8, connectionString: DATABASE_URL, options: '-c search_path=bullmq' };
  const connection = new pg.Pool(options) as never;
  const worker = new postgres.Worker(QUEUE, process, { connection, concurrency: CONCURRENCY });
  await worker.waitUntilReady();
  return new postgres.Queue(QUEUE, { connection });
}
