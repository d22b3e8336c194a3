import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** A file as it was read. */
export type Source = { readonly name: string; readonly text: string };

/** What is kept beside one another: each kind has its own file, of one set of sources at a time. */
export type KeptKind = 'rules' | 'evasions' | 'yaml';

const DRAFT = 'draft-';
const DIGEST_BYTES = 32;

const digest = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** Another name for every byte of the sources; the folder is that of one build of the program. */
const nameOf = (kind: KeptKind, sources: readonly Source[]): string =>
  `${kind}-${digest(JSON.stringify(sources)).toString('hex').slice(0, 16)}.bin`;

const isOf = (kind: KeptKind, name: string): boolean =>
  name.startsWith(`${kind}-`) || name.startsWith(`${DRAFT}${kind}-`);

/** Null where nothing was kept for these sources, or it was damaged. Whoever asks knows the type by the kind. */
export async function readKept(folder: string, kind: KeptKind, sources: readonly Source[]): Promise<unknown> {
  try {
    const bytes = await readFile(join(folder, nameOf(kind, sources)));
    const content = bytes.subarray(DIGEST_BYTES);
    if (!digest(content).equals(bytes.subarray(0, DIGEST_BYTES))) return null;
    return deserialize(content);
  } catch {
    return null;
  }
}

/** Keeps it in place of what was kept for other sources. A folder that cannot be written to only makes starts slower. */
export async function keep(
  folder: string,
  kind: KeptKind,
  sources: readonly Source[],
  value: unknown,
): Promise<void> {
  const name = nameOf(kind, sources);
  // One name for all processes: they write the same bytes, and what a kill leaves is written over the next time.
  const draft = join(folder, `${DRAFT}${name}`);
  try {
    const content = serialize(value);
    await writeFile(draft, Buffer.concat([digest(content), content]));
    await rename(draft, join(folder, name));
    const others = (await readdir(folder)).filter((other) => isOf(kind, other) && !other.endsWith(name));
    await Promise.all(others.map((other) => rm(join(folder, other), { force: true })));
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
