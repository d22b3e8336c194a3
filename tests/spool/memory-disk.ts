/** A disk in memory that dies where it is told to: before a change, in the middle of it, or just after. */
import type { SpoolDisk } from '../../src/spool/disk.ts';

export class PowerLost extends Error {
  override readonly name = 'PowerLost';
}

export type MemoryDisk = SpoolDisk & {
  readonly files: Map<string, Buffer>;
  /** The change of this number, counted from now on, is not survived; of an append only so much stays, from 0 to 1. */
  dieAt(change: number, torn: number): void;
  /** Nothing can be written. */
  fill(isFull: boolean): void;
  /** Everything goes on as after a new start. */
  revive(): void;
  changes(): number;
};

export function createMemoryDisk(): MemoryDisk {
  const files = new Map<string, Buffer>();
  let changes = 0;
  let death: { at: number; torn: number } | null = null;
  let dead = false;
  let full = false;

  const change = (work: (torn: number) => void): void => {
    if (dead) throw new PowerLost('off');
    changes += 1;
    if (death === null || changes < death.at) {
      work(1);
      return;
    }
    dead = true;
    work(death.torn);
    throw new PowerLost('now');
  };

  return {
    files,
    async append(name, bytes) {
      if (full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      change((torn) => {
        const written = bytes.subarray(0, Math.round(bytes.length * torn));
        files.set(name, Buffer.concat([files.get(name) ?? Buffer.alloc(0), written]));
      });
      return true;
    },
    list: async () => [...files.keys()],
    read: async (name) => files.get(name) ?? null,
    async move(from, to) {
      change((torn) => {
        const bytes = files.get(from);
        if (bytes === undefined || torn < 0.5) return;
        files.set(to, bytes);
        files.delete(from);
      });
    },
    async remove(name) {
      change((torn) => {
        if (torn >= 0.5) files.delete(name);
      });
    },
    dieAt(at, torn) {
      death = { at: changes + at, torn };
    },
    fill(isFull) {
      full = isFull;
    },
    revive() {
      death = null;
      dead = false;
    },
    changes: () => changes,
  };
}
