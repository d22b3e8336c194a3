import { readFile, writeFile } from 'node:fs/promises';
import { type Disguise, disguise, disguises } from './disguise.ts';

/** Writes tests/keywords/lines/evasions-disguised.jsonl from evasions-clean.jsonl: `npx tsx tests/keywords/restore/write-disguised.ts`. */

export type Disguised = { readonly text: string; readonly clean: string; readonly kind: Disguise };

/** Each sentence once in each way that changes it. */
export function disguiseAll(clean: readonly string[]): Disguised[] {
  return disguises.flatMap((kind) =>
    clean
      .map((text, at) => ({ text: disguise(text, kind, at), clean: text, kind }))
      .filter(({ text, clean: plain }) => text !== plain),
  );
}

if (process.argv[1]?.endsWith('write-disguised.ts')) {
  const lines = new URL('../lines/', import.meta.url);
  const clean = (await readFile(new URL('evasions-clean.jsonl', lines), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const written = disguiseAll(clean).map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(new URL('evasions-disguised.jsonl', lines), written.join(''));
}
