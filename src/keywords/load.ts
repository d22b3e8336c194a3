import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { RuleFile, RuleProblem } from './rule-file.ts';
import { readRuleFile } from './rule-file.ts';
import type { Extras, Screener } from './rules.ts';
import { compileRules } from './rules.ts';

export type RuleLoading =
  | { readonly ok: true; readonly files: readonly RuleFile[]; readonly screener: Screener }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

function parseRuleFile(name: string, text: string): ReturnType<typeof readRuleFile> {
  const document = parseDocument(text);
  const errors = document.errors.map((error) => ({ file: name, key: '(syntax)', problem: error.message }));
  if (errors.length > 0) return { ok: false, problems: errors };
  return readRuleFile(name, document.toJS());
}

/** Reads all *.yaml of a directory, in the order of their names. Rejects only when a file cannot be read. */
export async function loadRules(directory: string, extras: Extras = {}): Promise<RuleLoading> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
  const files: RuleFile[] = [];
  const problems: RuleProblem[] = [];
  for (const name of names) {
    const reading = parseRuleFile(name, await readFile(join(directory, name), 'utf8'));
    if (reading.ok) files.push(reading.file);
    else problems.push(...reading.problems);
  }
  if (names.length === 0)
    problems.push({ file: directory, key: '(directory)', problem: 'holds no *.yaml file' });
  if (problems.length > 0) return { ok: false, problems };
  const compilation = compileRules(files, extras);
  return compilation.ok ? { ok: true, files, screener: compilation.screener } : compilation;
}
