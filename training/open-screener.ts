import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRules } from '../src/keywords/load.ts';
import { loadWeights } from '../src/keywords/model/load-weights.ts';
import { createRaiser } from '../src/keywords/model/raiser.ts';
import { loadEvasions } from '../src/keywords/restore/load-evasions.ts';
import type { RuleFile } from '../src/keywords/rule-file.ts';
import type { Screener } from '../src/keywords/rules.ts';
import { compileRules } from '../src/keywords/rules.ts';

const configFolder = fileURLToPath(new URL('../config', import.meta.url));

export type Opened = { readonly files: readonly RuleFile[]; readonly screener: Screener };

/** What ships in config/: the whole, or the rules without the model. @throws Error that says what is wrong there */
export async function openScreener(parts: 'all' | 'rules'): Promise<Opened> {
  const [rules, evasions, model] = await Promise.all([
    loadRules(join(configFolder, 'keywords')),
    loadEvasions(join(configFolder, 'evasions.yaml')),
    loadWeights(join(configFolder, 'screening-model')),
  ]);
  if (!rules.ok) throw new Error(JSON.stringify(rules.problems, null, 1));
  if (!evasions.ok) throw new Error(JSON.stringify(evasions.problems, null, 1));
  if (parts === 'all' && !model.ok) throw new Error(`${model.file} ${model.problem}`);
  const { restore } = evasions;
  const extras = parts === 'all' && model.ok ? { restore, raise: createRaiser(model.weights) } : { restore };
  const compiled = compileRules(rules.files, extras);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 1));
  return { files: rules.files, screener: compiled.screener };
}
