import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankLevel } from '../../../src/keywords/screening.ts';
import { loadDefaultRules } from '../default-screener.ts';

const { screener } = await loadDefaultRules();

/** Sentences that hold the words which lower a match of their own sentence. */
const neutral = [
  '今天天气不错',
  '昨天看了一部电影',
  '晚上有讲座',
  '论文写完了',
  '我室友在睡觉',
  '他们在天台烧烤',
  '以前住在六楼',
  '这首歌很好听',
  '现在好多了',
  '明天还有课',
  '哈哈',
  '大家在游戏里等我',
  '作业是写一篇报告',
  '不想上课',
  '你说呢',
  '没有',
  '“你好”是什么意思',
  '《活着》是一本书',
  'the movie was great',
  'see you tomorrow lol',
];

async function readCrises(): Promise<string[]> {
  const files = ['context', 'third-person', 'high', 'imminent', 'english-held-out'];
  const texts = await Promise.all(
    files.map((name) => readFile(new URL(`../lines/${name}.jsonl`, import.meta.url), 'utf8')),
  );
  const lines = texts.flatMap((text) => text.trim().split('\n'));
  return lines
    .map((line) => (JSON.parse(line) as { text: string }).text)
    .filter((text) => screener.screen(text).handoff);
}

test('a neutral sentence before or behind a crisis never lowers its level', async () => {
  const crises = await readCrises();
  expect(crises.length).toBeGreaterThan(300);
  const mark = fc.constantFrom('。', '！', '\n', '？', '。\n');
  const sentence = fc.constantFrom(...neutral);
  fc.assert(
    fc.property(fc.constantFrom(...crises), sentence, sentence, mark, mark, (text, before, behind, a, b) => {
      const level = rankLevel(screener.screen(text).level);
      for (const whole of [
        `${text}${a}${behind}`,
        `${before}${a}${text}`,
        `${before}${a}${text}${b}${behind}。`,
      ]) {
        expect({ whole, level: rankLevel(screener.screen(whole).level) >= level }).toEqual({
          whole,
          level: true,
        });
      }
    }),
    { numRuns: 3000 },
  );
});
