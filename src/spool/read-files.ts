import type { SpoolDisk } from './disk.ts';
import { type Entry, readJournal } from './journal.ts';
import { readRecord } from './record.ts';
import type { SpoolRecord, Told } from './spool.ts';

export type FilesToRead = {
  readonly disk: SpoolDisk;
  /** Throws for what was changed or moved. */
  readonly open: (id: string, sealed: Buffer) => string;
};

export type ReadFile = {
  /** What is not done yet, in the order in which it came; each id once. */
  readonly records: readonly SpoolRecord[];
  readonly damaged: number;
};

const TAKEN = /^taking-[0-9]{6,}-.*\.journal$/;
const OPEN = 'open.journal';

/** Files in the order in which they were written: those that somebody began to take over, then the open one. */
export const inOrder = (names: readonly string[]): string[] => [
  ...names.filter((name) => TAKEN.test(name)).sort(),
  ...names.filter((name) => name === OPEN),
];

/** Everything that waits. */
export async function readFiles(files: FilesToRead): Promise<ReadFile> {
  const records = new Map<string, SpoolRecord>();
  let damaged = 0;
  for (const name of inOrder(await files.disk.list())) {
    const read = readFile(files, (await files.disk.read(name)) ?? Buffer.alloc(0));
    damaged += read.damaged;
    for (const record of read.records) if (!records.has(record.id)) records.set(record.id, record);
  }
  return { records: [...records.values()], damaged };
}

export function readFile({ open }: Pick<FilesToRead, 'open'>, bytes: Buffer): ReadFile {
  const { entries, damaged } = readJournal(bytes);
  const done = new Set(entries.flatMap(({ kind, id }) => (kind === 'done' ? [id] : [])));
  const told = new Map<string, Told>(
    entries.flatMap((entry) => (entry.kind === 'told' ? [[entry.id, entry.told]] : [])),
  );
  const records = new Map<string, SpoolRecord>();
  let unreadable = damaged;
  for (const entry of entries) {
    if (entry.kind !== 'put' || done.has(entry.id) || records.has(entry.id)) continue;
    const record = openRecord(open, entry);
    if (record === null) unreadable += 1;
    else records.set(entry.id, { ...record, id: entry.id, told: told.get(entry.id) ?? 'unsure' });
  }
  return { records: [...records.values()], damaged: unreadable };
}

function openRecord(open: FilesToRead['open'], { id, sealed }: Extract<Entry, { kind: 'put' }>) {
  try {
    return readRecord(open(id, sealed));
  } catch {
    return null;
  }
}
