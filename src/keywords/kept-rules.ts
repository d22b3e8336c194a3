import { keep, readKept, type Source } from './kept-file.ts';
import type { PatternData } from './pattern-table.ts';
import type { RuleFile } from './rule-file.ts';

/** Rules that a run of this program has compiled, for its next start: that takes a tenth of the time. */
export type KeptRules = { readonly files: readonly RuleFile[]; readonly data: PatternData };

/** Null where nothing was kept for these sources, or it was damaged. */
export const readKeptRules = async (folder: string, sources: readonly Source[]): Promise<KeptRules | null> =>
  (await readKept(folder, 'rules', sources)) as KeptRules | null;

/** Keeps them in place of what was kept for other sources. */
export const keepRules = (folder: string, sources: readonly Source[], rules: KeptRules): Promise<void> =>
  keep(folder, 'rules', sources, rules);
