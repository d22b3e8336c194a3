import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Place } from './choose-place.ts';
import { connectAsOwner, MAINTENANCE_DATABASE } from './connect-as-owner.ts';
import { describeProcess, isSameProcess } from './describe-process.ts';

/** Any two numbers will do, as long as every version uses the same. */
const LOCK = [0x78696e71, 1] as const;
const NAME = 'xinqiao app';
/** A killed app's lock goes when the server notices its closed connection, which takes milliseconds. */
const DEAD_HOLDER_MS = 3_000;
const RETRY_MS = 25;

export type Holder = { pid: number; since: string };

export type Claim =
  | { kind: 'claimed'; client: pg.Client; serverVersion: string }
  | { kind: 'in-use'; holder: Holder | null }
  | { kind: 'unreachable' }
  | { kind: 'refused'; reason: string };

/**
 * One app for each data folder. The claim is an advisory lock of a session that stays open: the server decides races,
 * and drops the lock when the app dies in whatever way. `app.json` closes one gap: while the server restarts, a living
 * app holds no lock for a moment, and must not lose its folder to another.
 */
export async function claimFolder(place: Place, port: number, now: Date): Promise<Claim> {
  const self: Holder = { pid: process.pid, since: now.toISOString() };
  const connected = await connectAsOwner(
    place,
    port,
    MAINTENANCE_DATABASE,
    `${NAME} ${self.pid} ${self.since}`,
  );
  if (connected.kind !== 'connected') return connected;
  const { client } = connected;
  try {
    const other = (await takeLock(client)) ?? (await findUnlocked(place));
    if (other !== null) {
      await client.end();
      return { kind: 'in-use', holder: other === 'unknown' ? null : other };
    }
    await writeRecord(place, self);
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return { kind: 'claimed', client, serverVersion: rows[0]?.server_version ?? '' };
  } catch {
    await client.end().catch(() => undefined);
    return { kind: 'unreachable' };
  }
}

/** Null once the lock is ours, else who has it. */
async function takeLock(client: pg.Client): Promise<Holder | 'unknown' | null> {
  const deadline = performance.now() + DEAD_HOLDER_MS;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
      ...LOCK,
    ]);
    if (rows[0]?.taken === true) return null;
    const holder = await findHolder(client);
    const alive = holder !== null && (await describeProcess(holder.pid)).kind === 'alive';
    if (alive || performance.now() > deadline) return holder ?? 'unknown';
    await pause(RETRY_MS);
  }
}

async function findHolder(client: pg.Client): Promise<Holder | null> {
  const { rows } = await client.query<{ application_name: string }>(
    `select a.application_name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid = $1::bigint::oid and l.objid = $2::bigint::oid`,
    [...LOCK],
  );
  const words = rows[0]?.application_name.split(' ') ?? [];
  const pid = Number(words[2]);
  return Number.isInteger(pid) && words[3] !== undefined ? { pid, since: words[3] } : null;
}

type AppRecord = Holder & { startedAt: string };

const recordOf = (place: Place): string => join(place.home, 'app.json');

/** Another app that lives and has lost its lock together with its server. */
async function findUnlocked(place: Place): Promise<Holder | null> {
  const record = await readRecord(place);
  if (record === null || record.pid === process.pid) return null;
  return (await isSameProcess(record.pid, record.startedAt)) ? record : null;
}

async function readRecord(place: Place): Promise<AppRecord | null> {
  try {
    const record: unknown = JSON.parse(await readFile(recordOf(place), 'utf8'));
    return isRecord(record) ? record : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is AppRecord =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  'since' in value &&
  'startedAt' in value &&
  typeof value.pid === 'number' &&
  typeof value.since === 'string' &&
  typeof value.startedAt === 'string';

async function writeRecord(place: Place, self: Holder): Promise<void> {
  const state = await describeProcess(process.pid);
  if (state.kind !== 'alive') return;
  const record: AppRecord = { ...self, startedAt: state.startedAt };
  await writeFile(recordOf(place), JSON.stringify(record), { mode: 0o600 });
  if (place.user !== null) await chown(recordOf(place), place.user.uid, place.user.gid);
}

/** To be called while the lock is still held, so that it cannot take away the next app's record. */
export const removeRecord = (place: Place): Promise<void> => rm(recordOf(place), { force: true });
