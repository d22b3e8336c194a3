import pg from 'pg';
import type { Change, ChangeFeed } from '../core/change-feed.ts';
import { describeError, type Logger } from '../core/log.ts';
import type { Database } from './database.ts';

/** NOTIFY is the quick way; this poll finds whatever a lost connection missed, in ms. */
const POLL_MS = 2_000;
/** After a connection that worked, and after one that did not come about. */
const RECONNECT_MS = 20;
const RETRY_MS = 500;
/** A server that takes connections and then says nothing must not keep the feed waiting, in ms. */
const CONNECT_MS = 5_000;
const BATCH = 1_000;
/** How many numbers lower a row may be that commits late. */
const LOOK_BACK = 250;

type Follower = {
  readonly topics: ReadonlySet<string>;
  readonly onChange: (change: Change) => void;
  /** The newest change that it heard of; what it missed and what happens now may be the same one. */
  newest: number;
};

export type RunningChangeFeed = ChangeFeed & { stop(): Promise<void> };

/**
 * Follows the change table with one listening connection a process. Rows are read in the order of `seq`; one that
 * commits later than a higher one is caught because the reader looks back over a short window.
 */
export async function startPostgresChangeFeed(
  db: Database,
  url: string,
  log: Logger,
): Promise<RunningChangeFeed> {
  const followers = new Set<Follower>();
  const told = new Set<number>();
  /** Read by the poll so far. What NOTIFY brings does not count: it may have skipped what a lost connection missed. */
  let read = await newestSeq(db);
  let stopped = false;
  let listener: pg.Client | null = null;
  let reconnectTimer: NodeJS.Timeout | null = null;

  const tell = (change: Change): void => {
    if (told.has(change.seq)) return;
    told.add(change.seq);
    for (const follower of followers) {
      if (follower.topics.has(change.topic) && change.seq !== follower.newest) hear(follower, change);
    }
  };

  let polling: Promise<void> | null = null;
  let again = false;
  /** One at a time: while a server hangs, each round would take a connection more. */
  const poll = (): Promise<void> => {
    again = polling !== null;
    polling ??= (async () => {
      do {
        again = false;
        await readNew();
      } while (again && !stopped);
      polling = null;
    })();
    return polling;
  };

  const readNew = async (): Promise<void> => {
    try {
      for (let more = true; more; ) {
        const rows = await db
          .selectFrom('change')
          .select(['seq', 'topic'])
          .where('seq', '>', Math.max(0, read - LOOK_BACK))
          .orderBy('seq')
          .limit(BATCH)
          .execute();
        for (const row of rows) tell(row);
        read = Math.max(read, rows.at(-1)?.seq ?? 0);
        more = rows.length === BATCH;
      }
      if (told.size > 4 * BATCH) for (const seq of told) if (seq < read - BATCH) told.delete(seq);
    } catch (error) {
      log.warn('changes.poll-failed', describeError(error));
    }
  };

  const listen = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'xinqiao changes',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: CONNECT_MS,
      keepAlive: true,
    });
    let listens = false;
    const lost = (): void => {
      if (listener !== client) return;
      listener = null;
      if (!stopped) reconnectTimer = setTimeout(() => void listen(), listens ? RECONNECT_MS : RETRY_MS);
    };
    listener = client;
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => {
      const [seq, topic] = (payload ?? '').split(' ');
      if (seq && topic) tell({ seq: Number(seq), topic });
    });
    try {
      await client.connect();
      await client.query('listen xinqiao_change');
      listens = true;
      await poll();
    } catch (error) {
      log.warn('changes.listen-failed', describeError(error));
      lost();
      await client.end().catch(() => undefined);
    }
  };

  // What was there before the start is no news.
  for (const row of await recentRows(db, read)) told.add(row.seq);
  await listen();
  const timer = setInterval(() => void poll(), POLL_MS);

  return {
    follow(topics, since, onChange) {
      const follower: Follower = { topics: new Set(topics), onChange, newest: 0 };
      followers.add(follower);
      if (since !== null) void catchUp(db, follower, since);
      return () => followers.delete(follower);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      if (reconnectTimer) clearTimeout(reconnectTimer);
      followers.clear();
      await listener?.end().catch(() => undefined);
    },
  };
}

async function newestSeq(db: Database): Promise<number> {
  const row = await db
    .selectFrom('change')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst();
  return row?.seq ?? 0;
}

async function recentRows(db: Database, last: number): Promise<{ seq: number }[]> {
  return db
    .selectFrom('change')
    .select('seq')
    .where('seq', '>', last - BATCH)
    .execute();
}

function hear(follower: Follower, change: Change): void {
  follower.newest = Math.max(follower.newest, change.seq);
  follower.onChange(change);
}

async function catchUp(db: Database, follower: Follower, since: number): Promise<void> {
  const rows = await db
    .selectFrom('change')
    .select(['seq', 'topic'])
    .where('topic', 'in', [...follower.topics])
    .where('seq', '>', since)
    .orderBy('seq', 'desc')
    .limit(1)
    .execute()
    .catch(() => []);
  for (const row of rows) if (row.seq > follower.newest) hear(follower, row);
}
