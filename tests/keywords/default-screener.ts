import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadRules } from '../../src/keywords/load.ts';

/** The rules that ship in config/keywords, compiled. */
export async function loadDefaultRules() {
  const loading = await loadRules(fileURLToPath(new URL('../../config/keywords', import.meta.url)));
  if (!loading.ok) throw new Error(JSON.stringify(loading.problems));
  return loading;
}

/** Invented sentences of tests/keywords/lines. */
export async function readLines(name: string): Promise<string[]> {
  const text = await readFile(new URL(`./lines/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text);
}
