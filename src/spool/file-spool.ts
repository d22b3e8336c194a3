import type { Vault } from '../access/vault.ts';
import { createBatch } from '../core/batch.ts';
import { describeError, type Logger } from '../core/log.ts';
import type { SpoolDisk } from './disk.ts';
import { type Entry, writeEntry } from './journal.ts';
import { readFiles } from './read-files.ts';
import { writeRecord } from './record.ts';
import type { Kept, Spool, SpoolRecord } from './spool.ts';
import { takeOverFiles } from './take-over-files.ts';

/** What is being written to; a file that is taken over has another name, so that nobody adds to it any more. */
export const OPEN_FILE = 'open.journal';
/** Written by one sync. */
const MOST_AT_ONCE = 200;
/** A file may be moved away while it is written to, and the next one too; after so many times the disk is at fault. */
const MOST_MOVES = 20;
const ID_CHARACTERS = 32;

export type FileSpoolParts = {
  readonly disk: SpoolDisk;
  readonly vault: Vault;
  /** Random text for names of files. */
  readonly newTag: () => string;
  readonly log: Logger;
};

export function createFileSpool({ disk, vault, newTag, log }: FileSpoolParts): Spool {
  const key = vault.spoolKey();
  const place = (id: string) => ({ table: 'spool', row: id });
  /** Put by this process since the last taking over. */
  const known = new Map<string, Promise<Kept>>();
  /** What the disk did not take. */
  const unwritten = new Map<string, SpoolRecord>();

  const append = createBatch<Entry, null>(MOST_AT_ONCE, async (entries) => {
    const bytes = Buffer.concat(entries.map(writeEntry));
    for (let moves = 0; moves < MOST_MOVES; moves += 1) {
      if (await disk.append(OPEN_FILE, bytes)) return entries.map(() => null);
    }
    throw new Error('the spool file is moved away again and again');
  });

  const seal = ({ id, told: _told, ...record }: SpoolRecord): Entry => ({
    kind: 'put',
    id,
    sealed: vault.seal(key, place(id), writeRecord(record)),
  });

  const write = async (record: SpoolRecord): Promise<boolean> => {
    try {
      await append(seal(record));
      if (record.told !== 'unsure') await append({ kind: 'told', id: record.id, told: record.told });
      return true;
    } catch (error) {
      log.error('spool.unwritable', describeError(error));
      return false;
    }
  };

  /** Tries once more what the disk has not taken. */
  const writeRest = async (): Promise<void> => {
    for (const [id, record] of [...unwritten]) {
      if (!(await write(record))) return;
      unwritten.delete(id);
    }
  };

  const keep = async (record: SpoolRecord): Promise<Kept> => {
    if (await write(record)) {
      await writeRest();
      return 'disk';
    }
    unwritten.set(record.id, record);
    return 'memory';
  };

  const idOf: Spool['idOf'] = ({ channel, bot, updateKey }) =>
    vault
      .hash('spool', JSON.stringify([channel, bot, updateKey]))
      .toString('base64url')
      .slice(0, ID_CHARACTERS);

  /** Read once, since only what this process did not write itself is asked for. */
  let earlier: Promise<ReadonlyMap<string, SpoolRecord>> | null = null;
  const readEarlier = async (): Promise<ReadonlyMap<string, SpoolRecord>> => {
    const { records } = await readFiles(files).catch(() => ({ records: [] }));
    return new Map(records.map((record) => [record.id, record]));
  };

  const open = (id: string, sealed: Buffer): string => vault.open(key, place(id), sealed);
  const files = { disk, open };

  return {
    idOf,
    async findEarlier(id) {
      earlier ??= readEarlier();
      return known.has(id) ? null : ((await earlier).get(id) ?? null);
    },
    async put(record) {
      const id = idOf(record.incoming);
      const before = known.get(id);
      if (before !== undefined) {
        await before;
        return 'known';
      }
      const putting = keep({ ...record, id, told: 'unsure' });
      known.set(id, putting);
      return putting;
    },
    async noteTold(id, told) {
      const held = unwritten.get(id);
      if (held !== undefined) unwritten.set(id, { ...held, told });
      else await append({ kind: 'told', id, told }).catch(() => undefined);
    },
    async waiting() {
      const { records } = await readFiles(files);
      return [...records, ...unwritten.values()];
    },
    async isEmpty() {
      return unwritten.size === 0 && !(await disk.list()).some((name) => name.endsWith('.journal'));
    },
    async takeOver(store) {
      await writeRest();
      const taken = await takeOverFiles({ ...files, openFile: OPEN_FILE, newTag, log }, store);
      const held = await takeOverMemory(unwritten, store, log);
      if (taken.left + held.left === 0) {
        known.clear();
        earlier = null;
      }
      return { taken: taken.taken + held.taken, left: taken.left + held.left, damaged: taken.damaged };
    },
  };
}

async function takeOverMemory(
  unwritten: Map<string, SpoolRecord>,
  store: (record: SpoolRecord) => Promise<void>,
  log: Logger,
): Promise<{ taken: number; left: number }> {
  let taken = 0;
  for (const [id, record] of [...unwritten]) {
    try {
      await store(record);
      unwritten.delete(id);
      taken += 1;
    } catch (error) {
      log.warn('spool.not-taken', describeError(error));
    }
  }
  return { taken, left: unwritten.size };
}
