import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parseDocument } from 'yaml';
import type { Source } from './kept-file.ts';
import { type KeptRules, keepRules, readKeptRules } from './kept-rules.ts';
import { createNormaliser } from './normalise.ts';
import { buildPatternData } from './pattern-table.ts';
import type { RuleFile, RuleProblem } from './rule-file.ts';
import { readRuleFile } from './rule-file.ts';
import { type CompiledScreener, type Extras, openScreener } from './rules.ts';

export type RuleLoading =
  | ({ readonly ok: true; readonly files: readonly RuleFile[] } & CompiledScreener)
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

type Compiling =
  | { readonly ok: true; readonly rules: KeptRules }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

function parseRuleFile({ name, text }: Source): ReturnType<typeof readRuleFile> {
  const document = parseDocument(text);
  const errors = document.errors.map((error) => ({ file: name, key: '(syntax)', problem: error.message }));
  if (errors.length > 0) return { ok: false, problems: errors };
  return readRuleFile(name, document.toJS());
}

function compile(sources: readonly Source[]): Compiling {
  const readings = sources.map(parseRuleFile);
  const problems = readings.flatMap((reading) => (reading.ok ? [] : reading.problems));
  if (problems.length > 0) return { ok: false, problems };
  const files = readings.flatMap((reading) => (reading.ok ? [reading.file] : []));
  const building = buildPatternData(files, createNormaliser());
  return building.ok ? { ok: true, rules: { files, data: building.data } } : building;
}

async function compileOnce(sources: readonly Source[], keptIn: string): Promise<Compiling> {
  const kept = await readKeptRules(keptIn, sources);
  if (kept !== null) return { ok: true, rules: kept };
  const compiling = compile(sources);
  if (compiling.ok) await keepRules(keptIn, sources, compiling.rules);
  return compiling;
}

/**
 * Reads all *.yaml of a directory and its folders, in the order of their names. Rejects only when a file cannot be read.
 * @param keptIn a folder of this build of the program, where compiled rules are kept for the next start; null for none
 */
export async function loadRules(
  directory: string,
  extras: Extras = {},
  keptIn: string | null = null,
): Promise<RuleLoading> {
  const names = (await readdir(directory, { recursive: true }))
    .map((name) => name.replaceAll(sep, '/'))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  if (names.length === 0) {
    return {
      ok: false,
      problems: [{ file: directory, key: '(directory)', problem: 'holds no *.yaml file' }],
    };
  }
  const sources = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(directory, name), 'utf8') })),
  );
  const compiling = keptIn === null ? compile(sources) : await compileOnce(sources, keptIn);
  if (!compiling.ok) return compiling;
  const { files, data } = compiling.rules;
  return { ok: true, files, ...openScreener(data, extras) };
}
