import { join } from 'node:path';
import { loadRules, type RuleLoading } from './load.ts';
import { loadWeights } from './model/load-weights.ts';
import { createRaiser } from './model/raiser.ts';
import { loadEvasions } from './restore/load-evasions.ts';
import type { RuleProblem } from './rule-file.ts';

/**
 * Everything that screening needs of a configuration folder: the rules, the evasive spellings and the model. Problems
 * name their file as it stands below that folder. Rejects only when a file of the rules or spellings cannot be read.
 */
export async function loadScreening(folder: string): Promise<RuleLoading> {
  const [evasions, model] = await Promise.all([
    loadEvasions(join(folder, 'evasions.yaml')).catch(unreadable),
    loadWeights(join(folder, 'screening-model')),
  ]);
  const problems: RuleProblem[] = [];
  if (!evasions.ok) problems.push(...evasions.problems.map((one) => ({ ...one, file: 'evasions.yaml' })));
  if (!model.ok) problems.push({ file: 'screening-model/weights.bin', key: '', problem: model.problem });
  const extras =
    evasions.ok && model.ok ? { restore: evasions.restore, raise: createRaiser(model.weights) } : {};
  const rules = await loadRules(join(folder, 'keywords'), extras);
  const below = rules.ok ? [] : rules.problems.map((one) => ({ ...one, file: join('keywords', one.file) }));
  if (problems.length + below.length > 0) return { ok: false, problems: [...problems, ...below] };
  return rules;
}

const unreadable = () => ({
  ok: false as const,
  problems: [{ file: 'evasions.yaml', key: '', problem: 'cannot be read' }],
});
