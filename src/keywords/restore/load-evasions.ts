import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import { compileEvasions } from './compile-evasions.ts';
import type { EvasionProblem, Evasions } from './evasion-file.ts';
import { readEvasions } from './evasion-file.ts';
import type { Restore } from './restore.ts';
import { createRestorer } from './restore.ts';

export type EvasionLoading =
  | { readonly ok: true; readonly evasions: Evasions; readonly restore: Restore }
  | { readonly ok: false; readonly problems: readonly EvasionProblem[] };

/** Reads `config/evasions.yaml`. What is wrong in it comes back with file and key; rejects only when it cannot be read. */
export async function loadEvasions(path: string): Promise<EvasionLoading> {
  const file = basename(path);
  const document = parseDocument(await readFile(path, 'utf8'));
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({ file, key: '(syntax)', problem: error.message }));
    return { ok: false, problems };
  }
  const reading = readEvasions(file, document.toJS());
  if (!reading.ok) return reading;
  const compilation = compileEvasions(file, reading.evasions);
  if (!compilation.ok) return compilation;
  return { ok: true, evasions: reading.evasions, restore: createRestorer(compilation.lexicon) };
}
