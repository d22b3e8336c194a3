import { join } from 'node:path';
import { checkRules, type ExampleFailure } from './check-rules.ts';
import { loadRules } from './load.ts';
import { loadWeights } from './model/load-weights.ts';
import { createRaiser } from './model/raiser.ts';
import { checkEvasions } from './restore/check-evasions.ts';
import type { Evasions } from './restore/evasion-file.ts';
import { loadEvasions } from './restore/load-evasions.ts';
import type { RuleProblem } from './rule-file.ts';
import type { ShippedRules } from './shipped-rules.ts';

const EVASIONS_FILE = 'evasions.yaml';
const RULES_FOLDER = 'keywords';
const MODEL_FOLDER = 'screening-model';

export type LoadedScreening = ShippedRules & { readonly evasions: Evasions };

export type ScreeningLoading =
  | (LoadedScreening & { readonly ok: true })
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/**
 * Everything that screening needs of a configuration folder: the rules, the evasive spellings and the model. Problems
 * name their file as it stands below that folder. Rejects only when a file of the rules cannot be read.
 * @param keptIn see `loadRules`
 */
export async function loadScreening(folder: string, keptIn: string | null = null): Promise<ScreeningLoading> {
  const [spelling, model] = await Promise.all([
    loadEvasions(join(folder, EVASIONS_FILE), keptIn).catch(unreadable),
    loadWeights(join(folder, MODEL_FOLDER)),
  ]);
  const problems: RuleProblem[] = [];
  if (!spelling.ok) problems.push(...spelling.problems);
  if (!model.ok) problems.push({ file: join(MODEL_FOLDER, 'weights.bin'), key: '', problem: model.problem });
  const extras =
    spelling.ok && model.ok ? { restore: spelling.restore, raise: createRaiser(model.weights) } : {};
  // Also where those cannot be used: whoever mends files learns of all mistakes at once.
  const rules = await loadRules(join(folder, RULES_FOLDER), extras, keptIn);
  if (!rules.ok)
    problems.push(...rules.problems.map((one) => ({ ...one, file: join(RULES_FOLDER, one.file) })));
  if (!rules.ok || !spelling.ok || problems.length > 0) return { ok: false, problems };
  const { files, screener } = rules;
  return { ok: true, files, screener, restore: spelling.restore, evasions: spelling.evasions };
}

/** Runs every example of the rules and of the evasive spellings; files are named as they stand below the folder. */
export function checkScreening(loaded: LoadedScreening): ExampleFailure[] {
  const { files, screener, evasions, restore } = loaded;
  return [
    ...checkRules(files, screener).map((one) => ({ ...one, file: join(RULES_FOLDER, one.file) })),
    ...checkEvasions(evasions, restore).map(({ group, ...one }) => ({
      ...one,
      file: EVASIONS_FILE,
      rule: group,
    })),
  ];
}

const unreadable = () => ({
  ok: false as const,
  problems: [{ file: EVASIONS_FILE, key: '', problem: 'cannot be read' }],
});
