import type { KeptRules } from '../../src/keywords/kept-rules.ts';
import { createNormaliser } from '../../src/keywords/normalise.ts';
import { buildPatternData } from '../../src/keywords/pattern-table.ts';
import { readRuleFile } from '../../src/keywords/rule-file.ts';

/** How often the one rule is listed: enough that a kill meets the writing of it. */
const COPIES = 20_000;

/** Rules to be kept that take a while to be written. */
export function manyTimesOneRule(): KeptRules {
  const rule = {
    id: 'one',
    category: 'suicide-intent',
    level: 'high',
    forms: ['不想活'],
    why: '测',
    source: '测',
  };
  const reading = readRuleFile('one.yaml', { rules: [{ ...rule, examples: { match: ['不想活了'] } }] });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const building = buildPatternData([reading.file], createNormaliser());
  if (!building.ok) throw new Error(JSON.stringify(building.problems));
  // Copies by value: what is shared would be written once.
  const files = Array.from({ length: COPIES }, () => structuredClone(reading.file));
  return { files, data: building.data };
}

/** Rules under two names, by turns. */
export const sourcesOf = (turn: number) => [{ name: 'one.yaml', text: 'x'.repeat(turn % 2) }];
