import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Level, rankLevel } from '../../src/keywords/screening.ts';
import { loadDefaultRules } from './default-screener.ts';

type Line = { readonly text: string; readonly level: Level; readonly category?: string };

const topics = [
  'violence',
  'psychosis',
  'abuse',
  'assault',
  'stalking',
  'bullying',
  'overdose',
  'eating',
  'dangers-mixed',
] as const;

const { screener } = await loadDefaultRules();

async function readTopic(topic: (typeof topics)[number]): Promise<readonly Line[]> {
  const file = await readFile(new URL(`./lines/${topic}.jsonl`, import.meta.url), 'utf8');
  const lines = file.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

/** A line of high may be found imminent: both page a person at once. A line of concern must open nothing. */
function isJudgedAs({ text, level, category }: Line): boolean {
  const found = screener.screen(text);
  if (level === 'none') return found.level === 'none';
  if (category !== undefined && !found.categories.includes(category)) return false;
  if (level === 'concern') return found.level === 'concern';
  return rankLevel(found.level) >= rankLevel(level);
}

describe.each(topics)('invented lines about %s', (topic) => {
  test('are told from daily life that sounds alike', async () => {
    const lines = await readTopic(topic);
    expect(lines.filter(({ level }) => level !== 'none').length).toBeGreaterThanOrEqual(20);
    expect(lines.filter(({ level }) => level === 'none').length).toBeGreaterThanOrEqual(20);
    expect(lines.filter((line) => !isJudgedAs(line))).toEqual([]);
  });
});
