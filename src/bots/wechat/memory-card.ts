import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WechatyOptions } from 'wechaty';
import type { Puppet } from './load-wechaty.ts';

export type MemoryCard = NonNullable<WechatyOptions['memory']>;
type Payload = Record<string, unknown>;

/**
 * The puppet's memory card, loaded from one file and saved to it, that only its owner may read: with it anybody could
 * sign in as the bot. The card's own way of keeping a file makes it as readable as any other. Rejects when the file
 * cannot be written.
 */
export async function openMemoryCard(puppet: Puppet, file: string): Promise<MemoryCard> {
  let written: Promise<void> = Promise.resolve();
  const save = (payload: Payload): Promise<void> => {
    const text = JSON.stringify(payload);
    const after = written.then(() => writePrivately(file, text));
    written = after.catch(() => undefined);
    return after;
  };
  const storage = { load: () => readPayload(file), save, destroy: () => save({}) };
  // A puppet is made with a card that has no name and no storage; Wechaty gives a part of it back to the puppet.
  const { memory } = puppet as unknown as { memory: MemoryCard };
  Object.assign(memory, { storage });
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await chmod(dirname(file), 0o700);
  await memory.load();
  await memory.save();
  return memory;
}

/** Under another name and renamed, so that a crash leaves the sign-in of before and no half of one. */
async function writePrivately(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, text, { mode: 0o600 });
  // The mode counts only for a file that is made, and this one may have been left by a crash.
  await chmod(draft, 0o600);
  await rename(draft, file);
}

/** Nothing to go by is no failure: somebody scans again. */
async function readPayload(file: string): Promise<Payload> {
  try {
    const payload: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof payload === 'object' && payload !== null ? { ...payload } : {};
  } catch {
    return {};
  }
}
