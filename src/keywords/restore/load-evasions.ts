import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import { keep, readKept } from '../kept-file.ts';
import { compileEvasions } from './compile-evasions.ts';
import type { EvasionProblem, Evasions } from './evasion-file.ts';
import { readEvasions } from './evasion-file.ts';
import type { EvasionData } from './lexicon.ts';
import type { Restore } from './restore.ts';
import { createRestorer } from './restore.ts';

export type EvasionLoading =
  | { readonly ok: true; readonly evasions: Evasions; readonly restore: Restore }
  | { readonly ok: false; readonly problems: readonly EvasionProblem[] };

type Compiled = { readonly evasions: Evasions; readonly data: EvasionData };
type Compiling =
  | ({ readonly ok: true } & Compiled)
  | { readonly ok: false; readonly problems: readonly EvasionProblem[] };

/**
 * Reads `config/evasions.yaml`. What is wrong in it comes back with file and key; rejects only when it cannot be read.
 * @param keptIn where what was compiled is kept for the next start (see `loadRules`); null for none
 */
export async function loadEvasions(path: string, keptIn: string | null = null): Promise<EvasionLoading> {
  const source = { name: basename(path), text: await readFile(path, 'utf8') };
  const kept = keptIn === null ? null : ((await readKept(keptIn, 'evasions', [source])) as Compiled | null);
  const compiling = kept === null ? compile(source.name, source.text) : { ok: true as const, ...kept };
  if (!compiling.ok) return compiling;
  const { evasions, data } = compiling;
  if (kept === null && keptIn !== null) await keep(keptIn, 'evasions', [source], { evasions, data });
  return { ok: true, evasions, restore: createRestorer(data) };
}

function compile(file: string, text: string): Compiling {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({ file, key: '(syntax)', problem: error.message }));
    return { ok: false, problems };
  }
  const reading = readEvasions(file, document.toJS());
  if (!reading.ok) return reading;
  const compilation = compileEvasions(file, reading.evasions);
  return compilation.ok
    ? { ok: true, evasions: reading.evasions, data: compilation.data }
    : { ok: false, problems: compilation.problems };
}
