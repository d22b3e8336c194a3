import { createBatch } from '../core/batch.ts';
import { describeError, type Logger } from '../core/log.ts';
import { writeEntry } from './journal.ts';
import { type FilesToRead, inOrder, readFile } from './read-files.ts';
import type { SpoolRecord, TakenOver } from './spool.ts';

export type FilesToTake = FilesToRead & {
  readonly openFile: string;
  readonly newTag: () => string;
  readonly log: Logger;
};

/** Less than the connections that a process has. */
const AT_ONCE = 8;
/** Marks written by one sync. */
const MOST_MARKS = 200;

type Store = (record: SpoolRecord) => Promise<void>;

/**
 * Moves the open file away and works all files off, the oldest first. A file goes once each of its records is done; one
 * with lines that nobody can read is kept under another name, since somebody may still make something of it.
 */
export async function takeOverFiles(files: FilesToTake, store: Store): Promise<TakenOver> {
  const { disk } = files;
  await moveOpenFile(files);
  let total: TakenOver = { taken: 0, left: 0, damaged: 0 };
  for (const name of inOrder(await disk.list())) {
    if (name === files.openFile) continue;
    const one = await takeOverFile(files, name, store);
    total = {
      taken: total.taken + one.taken,
      left: total.left + one.left,
      damaged: total.damaged + one.damaged,
    };
  }
  return total;
}

/** The name grows, and no two processes ever choose the same: moving onto a file would destroy it. */
async function moveOpenFile({ disk, openFile, newTag }: FilesToTake): Promise<void> {
  const names = await disk.list();
  if (!names.includes(openFile)) return;
  const numbers = names.map((name) => Number(/^taking-([0-9]+)-/.exec(name)?.[1] ?? 0));
  const number = Math.max(0, ...numbers) + 1;
  await disk.move(openFile, `taking-${String(number).padStart(6, '0')}-${newTag()}.journal`);
}

async function takeOverFile(files: FilesToTake, name: string, store: Store): Promise<TakenOver> {
  const { disk, log } = files;
  const bytes = await disk.read(name);
  // Another process may have been through with it.
  if (bytes === null) return { taken: 0, left: 0, damaged: 0 };
  const { records, damaged } = readFile(files, bytes);
  const markDone = createBatch<string, null>(MOST_MARKS, async (ids) => {
    await disk.append(name, Buffer.concat(ids.map((id) => writeEntry({ kind: 'done', id }))));
    return ids.map(() => null);
  });
  let taken = 0;
  await eachAccount(records, async (record) => {
    try {
      await store(record);
    } catch (error) {
      log.warn('spool.not-taken', describeError(error));
      return;
    }
    try {
      await markDone(record.id);
    } catch (error) {
      // A full disk must not keep back what others said: this one is handed on once more, which is harmless.
      log.warn('spool.not-marked', describeError(error));
      return;
    }
    taken += 1;
  });
  const left = records.length - taken;
  if (left > 0) return { taken, left, damaged: 0 };
  if (damaged === 0) await disk.remove(name);
  else {
    log.error('spool.damaged', { lines: damaged });
    await disk.move(name, name.replace(/^taking-(.*)\.journal$/, 'damaged-$1.kept'));
  }
  return { taken, left, damaged };
}

/** Several accounts at once, those in danger first; what one account said in the order in which it was said. */
async function eachAccount(
  records: readonly SpoolRecord[],
  work: (record: SpoolRecord) => Promise<void>,
): Promise<void> {
  const accounts = new Map<string, SpoolRecord[]>();
  for (const record of records) {
    const { channel, bot, from } = record.incoming;
    const key = JSON.stringify([channel, bot, from]);
    accounts.set(key, [...(accounts.get(key) ?? []), record]);
  }
  const waiting = [...accounts.values()].sort((a, b) => gravest(b) - gravest(a));
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      for (const record of next) await work(record);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

const gravest = (records: readonly SpoolRecord[]): number =>
  Math.max(...records.map(({ level }) => ['ordinary', 'high', 'imminent'].indexOf(level)));
