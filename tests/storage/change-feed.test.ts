import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/change-feed.ts';
import { type RunningChangeFeed, startPostgresChangeFeed } from '../../src/storage/postgres-change-feed.ts';
import { tellChange } from '../../src/storage/tell-change.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';

const LISTENERS = `select pid from pg_stat_activity
  where application_name = 'xinqiao changes' and datname = current_database()`;

describe('the change feed on real PostgreSQL', () => {
  let database: TestDatabase;
  let feed: RunningChangeFeed;
  let warned: string[];
  let heard: Change[];
  beforeEach(async () => {
    database = await createTestDatabase();
    warned = [];
    heard = [];
    const log = {
      info: () => undefined,
      warn: (event: string) => warned.push(event),
      error: () => undefined,
    };
    await tellChange(database.db, ['case']);
    feed = await startPostgresChangeFeed(database.db, database.url, log);
  });
  afterEach(async () => {
    await feed.stop();
    await database.close();
  });

  const topics = (): string[] => heard.map((change) => change.topic);
  const hears = (count: number) => until(`${count} changes`, () => heard.length >= count);
  /** As a network that drops notifications: rows come without anybody being told. */
  const silently = (sql: string) =>
    database.sql(`begin; alter table xinqiao.change disable trigger change_tell; ${sql};
      alter table xinqiao.change enable trigger change_tell; commit`);

  it('tells at once, in order, only what is followed, and nothing from before', async () => {
    feed.follow(['case', 'part'], null, (change) => heard.push(change));
    const begun = performance.now();
    await tellChange(database.db, ['case']);
    await hears(1);
    expect(performance.now() - begun).toBeLessThan(1_500);
    await tellChange(database.db, ['address:1']);
    await tellChange(database.db, ['part']);
    await hears(2);
    expect(topics()).toEqual(['case', 'part']);
    expect(heard.map((change) => change.seq)).toEqual([2, 4]);
  });

  it('tells only what was committed', async () => {
    feed.follow(['case', 'part'], null, (change) => heard.push(change));
    const undone = database.db.transaction().execute(async (trx) => {
      await tellChange(trx, ['case']);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await tellChange(database.db, ['part']);
    await hears(1);
    expect(topics()).toEqual(['part']);
  });

  it('tells one topic once, however often it is named in one breath', async () => {
    feed.follow(['case'], null, (change) => heard.push(change));
    await tellChange(database.db, ['case', 'case', 'case']);
    await hears(1);
    expect(await database.sql('select from xinqiao.change')).toHaveLength(2);
  });

  it('finds by its poll what no notification told, once', async () => {
    feed.follow(['case'], null, (change) => heard.push(change));
    await silently(`insert into xinqiao.change (topic) values ('case'), ('case')`);
    await hears(2);
    await tellChange(database.db, ['case']);
    await hears(3);
    expect(heard.map((change) => change.seq)).toEqual([2, 3, 4]);
  });

  it('misses nothing although a later notification comes first', async () => {
    feed.follow(['case'], null, (change) => heard.push(change));
    await silently(`insert into xinqiao.change (topic) select 'case' from generate_series(1, 2500)`);
    await tellChange(database.db, ['case']);
    await hears(2_501);
    const seqs = heard.map((change) => change.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 2_501 }, (_, n) => n + 2));
  });

  it('listens again after its connection was cut', async () => {
    feed.follow(['case'], null, (change) => heard.push(change));
    const [before] = await database.sql<{ pid: number }>(LISTENERS);
    await database.sql('select pg_terminate_backend($1)', [before?.pid]);
    await tellChange(database.db, ['case']);
    await hears(1);
    await until('a new connection', async () => {
      const [now] = await database.sql<{ pid: number }>(LISTENERS);
      return now !== undefined && now.pid !== before?.pid;
    });
    await tellChange(database.db, ['case']);
    await hears(2);
    expect(heard.map((change) => change.seq)).toEqual([2, 3]);
  });

  it('hears everything once although its connection is killed a hundred times', async () => {
    feed.follow(['case'], null, (change) => heard.push(change));
    let killed = 0;
    let last: number | undefined;
    while (killed < 100) {
      await until('a listener that was not killed yet', async () => {
        const pids = (await database.sql<{ pid: number }>(LISTENERS)).map(({ pid }) => pid);
        const next = pids.find((pid) => pid !== last);
        if (next === undefined) return false;
        last = next;
        return true;
      });
      await database.sql('select pg_terminate_backend($1)', [last]);
      killed += 1;
      await tellChange(database.db, ['case']);
    }
    await hears(100);
    const seqs = heard.map(({ seq }) => seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
    await until('one listener, and no more', async () => (await database.sql(LISTENERS)).length === 1);
  }, 120_000);

  it('tells a reader who was away that its topics changed since then', async () => {
    await tellChange(database.db, ['case']);
    await tellChange(database.db, ['address:1']);
    feed.follow(['case'], 1, (change) => heard.push(change));
    await hears(1);
    expect(heard).toEqual([{ seq: 2, topic: 'case' }]);
    const missed: Change[] = [];
    feed.follow(['case'], 2, (change) => missed.push(change));
    await tellChange(database.db, ['case']);
    await hears(2);
    expect(missed).toEqual([{ seq: 4, topic: 'case' }]);
  });

  it('tells a reader once what it finds and hears of at the same moment', async () => {
    const others: Change[] = [];
    feed.follow(['part'], null, (change) => others.push(change));
    for (let time = 1; time <= 30; time += 1) {
      const found: Change[] = [];
      await tellChange(database.db, ['case']);
      const [{ seq = 0 } = {}] = await database.sql<{ seq: number }>(
        'select max(seq)::int as seq from xinqiao.change',
      );
      const stop = feed.follow(['case'], seq - 1, (change) => found.push(change));
      await until('the change', () => found.length > 0);
      // What was told before this has come by then.
      await tellChange(database.db, ['part']);
      await until('what came after it', () => others.length === time);
      expect(found).toEqual([{ seq, topic: 'case' }]);
      stop();
    }
  });

  it('tells nobody who has stopped following', async () => {
    const stop = feed.follow(['case'], null, (change) => heard.push(change));
    const others: Change[] = [];
    feed.follow(['case'], null, (change) => others.push(change));
    stop();
    await tellChange(database.db, ['case']);
    await until('the other one to hear it', () => others.length === 1);
    expect(heard).toEqual([]);
    expect(warned).toEqual([]);
  });
});
