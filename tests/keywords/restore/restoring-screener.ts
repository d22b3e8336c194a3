import { fileURLToPath } from 'node:url';
import type { Normalised } from '../../../src/keywords/normalise.ts';
import { createNormaliser } from '../../../src/keywords/normalise.ts';
import { loadEvasions } from '../../../src/keywords/restore/load-evasions.ts';
import { compileRules } from '../../../src/keywords/rules.ts';
import { loadDefaultRules } from '../default-screener.ts';

const write = ({ units, length }: Normalised): string =>
  Buffer.from(units.buffer, units.byteOffset, length * 2).toString('utf16le');

/** The evasions that ship in config/evasions.yaml, with what reads them. */
export async function loadDefaultEvasions() {
  const path = fileURLToPath(new URL('../../../config/evasions.yaml', import.meta.url));
  const loading = await loadEvasions(path);
  if (!loading.ok) throw new Error(JSON.stringify(loading.problems));
  const normalise = createNormaliser();
  /** The restored view as a string, or null. */
  function read(text: string): string | null {
    const view = loading.ok ? loading.restore(normalise(text)) : null;
    return view === null ? null : write(view);
  }
  /** A text as the rules see it before anything is restored. */
  function fold(text: string): string {
    return write(normalise(text));
  }
  return { ...loading, normalise, read, fold };
}

/** Two screeners with the rules that ship: one that reads restored views too, and one that does not. */
export async function loadBothScreeners() {
  const [{ files }, evasions] = await Promise.all([loadDefaultRules(), loadDefaultEvasions()]);
  const restoring = compileRules(files, { restore: evasions.restore });
  const plain = compileRules(files);
  if (!restoring.ok || !plain.ok) throw new Error('the rules that ship do not compile');
  return { evasions, restoring: restoring.screener, plain: plain.screener };
}
