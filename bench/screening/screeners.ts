import { fileURLToPath } from 'node:url';
import { loadRules } from '../../src/keywords/load.ts';
import { loadWeights } from '../../src/keywords/model/load-weights.ts';
import { createRaiser } from '../../src/keywords/model/raiser.ts';
import { loadEvasions } from '../../src/keywords/restore/load-evasions.ts';
import { type RuleFile, readRuleFile } from '../../src/keywords/rule-file.ts';
import { compileRules, type Extras, type Screener } from '../../src/keywords/rules.ts';

export type BenchScreener = { readonly screener: Screener; readonly megabytes: number };

const FORMS_A_RULE = 50;

const pathOf = (name: string): string => fileURLToPath(new URL(`../../config/${name}`, import.meta.url));

/** What looks at a text besides the rules: the spellings that are restored, and the model. */
export async function loadExtras(): Promise<Extras> {
  const [evasions, model] = [
    await loadEvasions(pathOf('evasions.yaml')),
    await loadWeights(pathOf('screening-model')),
  ];
  if (!evasions.ok || !model.ok) throw new Error('the evasive spellings or the model cannot be read');
  return { restore: evasions.restore, raise: createRaiser(model.weights) };
}

/** The rule files that ship. */
export async function loadShipped(): Promise<readonly RuleFile[]> {
  const loading = await loadRules(pathOf('keywords'));
  if (!loading.ok) throw new Error(JSON.stringify(loading.problems));
  return loading.files;
}

function writeRules(forms: readonly string[]): RuleFile {
  const rules = Array.from({ length: Math.ceil(forms.length / FORMS_A_RULE) }, (_, index) => ({
    id: `bench-${index}`,
    category: 'suicide-intent',
    level: 'high',
    forms: forms.slice(index * FORMS_A_RULE, (index + 1) * FORMS_A_RULE),
    why: '测速',
    source: '测速',
    examples: { match: ['测速'] },
  }));
  const reading = readRuleFile('99-bench.yaml', { rules });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.file;
}

function compile(files: readonly RuleFile[], extras: Extras = {}): BenchScreener {
  const compilation = compileRules(files, extras);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return { screener: compilation.screener, megabytes: compilation.bytes / 1e6 };
}

/** Whole screening with these forms in place of the shipped rules; the shipped context and idioms stay. */
export function screenerOf(
  files: readonly RuleFile[],
  forms: readonly string[],
  extras: Extras = {},
): BenchScreener {
  return compile([...files.map((file) => ({ ...file, rules: [] })), writeRules(forms)], extras);
}

/** Everything that ships. */
export function shippedScreener(files: readonly RuleFile[], extras: Extras = {}): BenchScreener {
  return compile(files, extras);
}
