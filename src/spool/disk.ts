import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of one spool folder. Every change is synced, file and folder, before it resolves. */
export interface SpoolDisk {
  /** False when the file was moved away meanwhile, so that nobody may have seen what was added. */
  append(name: string, bytes: Buffer): Promise<boolean>;
  list(): Promise<readonly string[]>;
  /** Null when there is no such file. */
  read(name: string): Promise<Buffer | null>;
  /** Nothing happens when there is no such file: somebody else was quicker. */
  move(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A folder of the machine's own disk; made when it is first written to, readable by nobody else. */
export function openSpoolFolder(folder: string): SpoolDisk {
  const place = (name: string): string => join(folder, name);

  return {
    async append(name, bytes) {
      // The data folder lets the database's own user through, and shows it nothing.
      await mkdir(join(folder, '..'), { recursive: true, mode: 0o711 });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = await open(place(name), 'a', 0o600);
      try {
        await writeAll(file, bytes);
        await file.sync();
        await syncFolder(folder);
        const [written, named] = await Promise.all([file.stat(), statOrNull(place(name))]);
        return named !== null && named.ino === written.ino && named.dev === written.dev;
      } finally {
        await file.close();
      }
    },
    list: () => readdir(folder).catch(ifMissing([])),
    read: (name) => readFile(place(name)).catch(ifMissing(null)),
    async move(from, to) {
      await rename(place(from), place(to)).catch(ifMissing(undefined));
      await syncFolder(folder);
    },
    async remove(name) {
      await rm(place(name), { force: true });
      await syncFolder(folder);
    },
  };
}

/** One call where the system takes it whole: two processes that append at once then do not mix their lines. */
async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at);
    at += bytesWritten;
  }
}

/** Without it a new name, or a new file itself, may be gone after a loss of power. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const statOrNull = (path: string) => stat(path).catch(ifMissing(null));

const ifMissing =
  <T>(otherwise: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  };
