import type { Restore } from './restore/restore.ts';
import type { RuleFile } from './rule-file.ts';
import type { Screener } from './rules.ts';

/** What the program screens by as it came: its rules as files, all of them compiled, and what restores evasive spellings. */
export type ShippedRules = {
  readonly files: readonly RuleFile[];
  readonly screener: Screener;
  readonly restore: Restore;
};
