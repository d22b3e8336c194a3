import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findRunning } from '../../../src/storage/embedded/find-running.ts';
import { startEmbedded } from '../../../src/storage/embedded/start-embedded.ts';
import {
  type App,
  cleanUp,
  ended,
  isGone,
  killed,
  serverOf,
  sql,
  startApp,
  started,
  temporaryFolder,
  until,
  withPrograms,
} from './lab.ts';

afterEach(cleanUp);

async function runningServer(
  dataDir: string,
): Promise<{ pid: number; startedAt: string; port: number | null }> {
  const server = await serverOf(dataDir);
  if (server === null) throw new Error('no server is running');
  return server;
}

describe('a fresh start', () => {
  it('gives a UTF-8 database with durable commits, reachable on 127.0.0.1 only', async () => {
    const dataDir = join(await temporaryFolder(), 'data', '数据 1');
    const opened = await startEmbedded(dataDir);
    if (!opened.ok) throw new Error(opened.message);
    const { server } = opened;
    const [facts] = await sql(
      server.url,
      `select current_database() as database, current_setting('server_encoding') as encoding,
         current_setting('lc_collate', true) as collate, current_setting('synchronous_commit') as commit,
         current_setting('TimeZone') as zone, current_setting('listen_addresses') as listen,
         current_setting('unix_socket_directories') as sockets, current_setting('fsync') as fsync,
         (select datcollate from pg_database where datname = current_database()) as datcollate`,
    );
    expect(facts).toMatchObject({
      database: 'xinqiao',
      encoding: 'UTF8',
      datcollate: 'C',
      commit: 'on',
      fsync: 'on',
      zone: 'UTC',
      listen: '127.0.0.1',
      sockets: '',
    });
    expect(server.adopted).toBe(false);
    const wrong = new URL(server.url);
    wrong.password = 'password';
    await expect(sql(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    const home = join(dataDir, 'postgres');
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(home)) {
      const found = await stat(join(home, name));
      expect([name, (found.mode & 0o077).toString(8)]).toEqual([name, '0']);
    }
    expect((await readdir(dataDir)).sort()).toEqual(withPrograms('postgres'));
    const pid = await runningServer(dataDir);
    await server.stop();
    expect(await isGone(pid)).toBe(true);
  });

  it('keeps what people wrote out of the server log', async () => {
    const dataDir = await temporaryFolder();
    const opened = await startEmbedded(dataDir);
    if (!opened.ok) throw new Error(opened.message);
    const { url } = opened.server;
    const marker = 'marker-7f3a';
    await sql(url, 'create table note (body text primary key)');
    await sql(url, 'insert into note values ($1)', [marker]);
    await expect(sql(url, 'insert into note values ($1)', [marker])).rejects.toMatchObject({ code: '23505' });
    await expect(sql(url, 'select $1::int', [marker])).rejects.toMatchObject({ code: '22P02' });
    await expect(sql(url, `select '${marker}'::int`)).rejects.toMatchObject({ code: '22P02' });
    await expect(sql(url, `select ${marker} from note where '${marker}'`)).rejects.toThrow();
    await expect(sql(url, `do $$ begin raise exception '${marker}'; end $$`)).rejects.toThrow();
    // A backend that is killed makes the server report the statement it was running.
    const crash = sql(url, `select pg_sleep(60), '${marker}'`).catch(() => undefined);
    const busy = `select pid from pg_stat_activity where query like 'select pg_sleep%'`;
    await until(async () => (await sql(url, busy)).length === 1);
    const [row] = await sql(url, busy);
    process.kill(Number(row?.pid), 'SIGKILL');
    await crash;
    await until(() =>
      sql(url, 'select 1').then(
        () => true,
        () => false,
      ),
    );
    await opened.server.stop();
    const log = await readFile(join(dataDir, 'postgres', 'server.log'), 'utf8');
    expect(log).toContain('FATAL');
    expect(log).not.toContain(marker);
  });

  it('comes back with its data after an orderly stop', async () => {
    const dataDir = await temporaryFolder();
    const first = await startApp(dataDir);
    await sql(started(first).url, 'create table kept as select 42 as answer');
    const server = await runningServer(dataDir);
    const exit = ended(first.process);
    first.process.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(await isGone(server)).toBe(true);
    expect(await readdir(join(dataDir, 'postgres', 'cluster'))).not.toContain('postmaster.pid');
    expect(await findRunning(dataDir)).toMatchObject({ ok: false, code: 'not-running' });
    const second = await startApp(dataDir);
    expect(started(second).adopted).toBe(false);
    expect(await sql(started(second).url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});

describe('after a kill -9', () => {
  for (const target of ['process', 'group'] as const) {
    it(`of the app's ${target}, the next start adopts the server that went on running`, async () => {
      const dataDir = await temporaryFolder();
      const first = await startApp(dataDir);
      await sql(started(first).url, 'create table kept as select 42 as answer');
      const server = await runningServer(dataDir);
      await killed(first.process, target);
      expect(await isGone(server)).toBe(false);
      const second = await startApp(dataDir);
      expect(started(second)).toMatchObject({ adopted: true, url: started(first).url });
      expect(await runningServer(dataDir)).toEqual(server);
      expect(await sql(started(second).url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    });
  }

  it('of app and server, the next start recovers every committed row', async () => {
    const dataDir = await temporaryFolder();
    const first = await startApp(dataDir);
    await sql(started(first).url, 'create table kept as select generate_series(1, 5000) as n');
    const server = await runningServer(dataDir);
    // The app first: it would start the server again.
    await killed(first.process, 'group');
    process.kill(server.pid, 'SIGKILL');
    const second = await startApp(dataDir);
    expect(started(second).adopted).toBe(false);
    expect(await sql(started(second).url, 'select count(*)::int as rows from kept')).toEqual([
      { rows: 5000 },
    ]);
  });

  it('of the server alone, the app starts it again at the same address and keeps its folder', async () => {
    const dataDir = await temporaryFolder();
    const first = await startApp(dataDir);
    const { url } = started(first);
    await sql(url, 'create table kept as select 42 as answer');
    const server = await runningServer(dataDir);
    process.kill(server.pid, 'SIGKILL');
    const second = await startApp(dataDir);
    expect(second.answer).toMatchObject({ ok: false, code: 'folder-in-use' });
    await until(() =>
      sql(url, 'select 1').then(
        () => true,
        () => false,
      ),
    );
    expect(await sql(url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect((await startApp(dataDir)).answer).toMatchObject({ ok: false, code: 'folder-in-use' });
  });
});

describe('a second start on the same folder', () => {
  it('says so plainly and leaves the first alone', async () => {
    const dataDir = await temporaryFolder();
    const first = await startApp(dataDir);
    const server = await runningServer(dataDir);
    const second = await startApp(dataDir);
    expect(second.answer).toMatchObject({ ok: false, code: 'folder-in-use' });
    expect(second.answer).toMatchObject({
      message: expect.stringMatching(
        new RegExp(`pid ${first.process.pid}, since 20.*Z\\) is running on ${dataDir}`),
      ),
    });
    expect(await runningServer(dataDir)).toEqual(server);
    expect(await findRunning(dataDir)).toEqual({ ok: true, url: started(first).url });
    expect(await sql(started(first).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('wins exactly once when three come at the same moment, fresh or not', async () => {
    const dataDir = await temporaryFolder();
    for (const round of ['fresh', 'initialised']) {
      const answers = await Promise.all([startApp(dataDir), startApp(dataDir), startApp(dataDir)]);
      const winners = answers.filter((app: App) => app.answer.ok);
      expect([round, winners.length]).toEqual([round, 1]);
      for (const { answer } of answers) {
        if (!answer.ok) expect(answer.code).toBe('folder-in-use');
      }
      expect((await readdir(dataDir)).filter((name) => name.includes('.new-'))).toEqual([]);
      const [winner] = winners;
      if (winner === undefined) throw new Error('unreachable');
      const exit = ended(winner.process);
      winner.process.kill('SIGTERM');
      await exit;
    }
  }, 60_000);
});
