import { createVault, readMasterKey } from '../../src/access/vault.ts';
import type { Incoming } from '../../src/core/channel.ts';
import type { SpoolDisk } from '../../src/spool/disk.ts';
import { createFileSpool } from '../../src/spool/file-spool.ts';
import type { NewRecord, Spool } from '../../src/spool/spool.ts';

const master = readMasterKey('44'.repeat(32));
if (master === null) throw new Error('no key');
let bytes = 0;
export const vault = createVault(master, (length) => {
  bytes += 1;
  return Buffer.alloc(length, `${bytes}`);
});

let tags = 0;
export const logged: string[] = [];
const log = {
  info: (event: string) => void logged.push(event),
  warn: (event: string) => void logged.push(event),
  error: (event: string) => void logged.push(event),
};

/** A process that was started on this disk. */
export const startSpool = (disk: SpoolDisk): Spool => {
  const newTag = (): string => {
    tags += 1;
    return `tag${tags}`;
  };
  return createFileSpool({ disk, vault, newTag, log });
};

export const says = (updateKey: string, text = '我不想活了', from = '401'): Incoming => ({
  channel: 'telegram',
  bot: '700100',
  updateKey,
  from,
  body: { kind: 'text', text },
});

export const record = (updateKey: string, text?: string, level: NewRecord['level'] = 'high'): NewRecord => ({
  incoming: says(updateKey, text),
  level,
  atMs: 1_800_000_000_000,
  answer: '系统现在有故障',
  language: null,
});

/** Rows under their unique key, as the database has them. */
export function createRows() {
  const keys: string[] = [];
  let refusing: (key: string) => boolean = () => false;
  return {
    keys,
    refuse(which: (key: string) => boolean) {
      refusing = which;
    },
    async store({ incoming }: NewRecord): Promise<void> {
      const key = `${incoming.channel} ${incoming.bot} ${incoming.updateKey}`;
      if (refusing(incoming.updateKey)) throw new Error('refused');
      if (!keys.includes(key)) keys.push(key);
    },
  };
}
