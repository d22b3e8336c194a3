import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { rankLevel } from '../../../src/keywords/screening.ts';
import { loadDefaultRules } from '../default-screener.ts';

const { screener } = await loadDefaultRules();

/** What somebody may have done or seen before they say what is wrong: outings, laughter, food, games, ceremonies. */
const scenes = [
  '夜景很好',
  '写完作业',
  '散完步',
  '打完疫苗',
  '毕业典礼结束了',
  '吃完火锅',
  '看完流星雨',
  '晒完被子',
  '打完游戏',
  '看完电影',
  '笑死',
  '哈哈',
];

async function readImminent(): Promise<string[]> {
  const text = await readFile(new URL('../lines/imminent.jsonl', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text);
}

const levelOf = (text: string): number => rankLevel(screener.screen(text).level);

describe('a scene before a comma', () => {
  const imminent = readImminent();

  test.each(scenes)('%s: hides nothing that is imminent', async (scene) => {
    const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((text) => levelOf(`${scene}，${text}`) < rankLevel('concern'))).toEqual([]);
  });

  test('lets most of what is imminent still call somebody', async () => {
    const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
    const told = lines.flatMap((text) => scenes.map((scene) => `${scene}，${text}`));
    const calling = told.filter((text) => levelOf(text) >= rankLevel('high'));
    expect(calling.length / told.length).toBeGreaterThan(0.95);
  });
});
