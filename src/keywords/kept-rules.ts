import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { PatternData } from './pattern-table.ts';
import type { RuleFile } from './rule-file.ts';

/** A file of rules as it was read. */
export type RuleSource = { readonly name: string; readonly text: string };

/** Rules that a run of this program has compiled, for its next start: that takes a tenth of the time. */
export type KeptRules = { readonly files: readonly RuleFile[]; readonly data: PatternData };

const PREFIX = 'rules-';
const DRAFT = 'draft-';
const DIGEST_BYTES = 32;

const digest = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** Another name for every byte of the sources; the folder is that of one build of the program. */
const nameOf = (sources: readonly RuleSource[]): string =>
  `${PREFIX}${digest(JSON.stringify(sources)).toString('hex').slice(0, 16)}.bin`;

const isKept = (name: string): boolean => name.startsWith(PREFIX) || name.startsWith(DRAFT);

/** Null where nothing was kept for these sources, or it was damaged. */
export async function readKeptRules(
  folder: string,
  sources: readonly RuleSource[],
): Promise<KeptRules | null> {
  try {
    const bytes = await readFile(join(folder, nameOf(sources)));
    const content = bytes.subarray(DIGEST_BYTES);
    if (!digest(content).equals(bytes.subarray(0, DIGEST_BYTES))) return null;
    return deserialize(content) as KeptRules;
  } catch {
    return null;
  }
}

/** Keeps them in place of what was kept for other sources. A folder that cannot be written to only makes starts slower. */
export async function keepRules(
  folder: string,
  sources: readonly RuleSource[],
  rules: KeptRules,
): Promise<void> {
  const name = nameOf(sources);
  // One name for all processes: they write the same bytes, and what a kill leaves is written over the next time.
  const draft = join(folder, `${DRAFT}${name}`);
  try {
    const content = serialize(rules);
    await writeFile(draft, Buffer.concat([digest(content), content]));
    await rename(draft, join(folder, name));
    const others = (await readdir(folder)).filter((other) => isKept(other) && !other.endsWith(name));
    await Promise.all(others.map((other) => rm(join(folder, other), { force: true })));
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
