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

describe('an everyday word in the same clause', () => {
  const imminent = readImminent();

  test.each([
    ['about somebody else, in front', '没人陪我聊天了', 'imminent'],
    ['about the writer, in front', '看夜景', 'concern'],
    ['laughing, in front', '哈哈', 'concern'],
    ['no joke', '不是开玩笑', 'imminent'],
  ] as const)('%s: hides nothing that is imminent', async (_name, scene, least) => {
    const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
    const hidden = lines.filter((text) => levelOf(`${scene}${text}`) < rankLevel(least));
    expect(hidden.length / lines.length).toBeLessThan(0.01);
  });

  test('behind: words of intent keep calling somebody', async () => {
    const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
    const hidden = lines.filter((text) => levelOf(`${text}看夜景打算跳`) < rankLevel('high'));
    expect(hidden).toEqual([]);
  });

  test.each([
    '，嗓子还疼',
    '，医生说要吃满七天',
    '，货车可以走了',
    '，又放错柜子',
    '，一会排练',
    '！作业还没写完',
  ])('%s behind, what something else is for: hides nothing else', async (behind) => {
    const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
    const hidden = lines.filter((text) => levelOf(`${text}${behind}`) < rankLevel('high'));
    expect(hidden.length / lines.length).toBeLessThan(0.015);
  });

  test('evening lessons in front are no outing', async () => {
    const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
    expect(lines.filter((text) => levelOf(`晚自习后${text}`) < rankLevel('high'))).toEqual([]);
  });

  test('behind: laughter hides nothing', async () => {
    const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
    expect(lines.filter((text) => levelOf(`${text}哈哈`) < rankLevel('concern'))).toEqual([]);
  });

  test.each(['妈妈，', '他们都睡了，', '他走了', '你知道吗'])(
    '%s another person in front takes nothing away',
    async (before) => {
      const lines = (await imminent).filter((text) => levelOf(text) === rankLevel('imminent'));
      const hidden = lines.filter((text) => levelOf(`${before}${text}`) < rankLevel('high'));
      expect(hidden.length / lines.length).toBeLessThan(0.01);
    },
  );

  test.each([
    '在楼顶看夜景',
    '天台边缘拍照好看',
    '我站在楼顶拍日落',
    '他坐在天台看星星',
    '我在江边，马上跳广场舞',
    '在天台收衣服差点被风吹倒',
    'standing on the bridge taking photos of the sunset',
  ])('%s is nothing', (text) => {
    expect(screener.screen(text).level).toBe('none');
  });

  test.each(['我们在天台烧烤炭点着了', '我们在楼顶烧烤，炭已经点着了，快来', '站在楼顶边缘看日落'])(
    '%s calls nobody',
    (text) => {
      expect(screener.screen(text).handoff).toBe(false);
    },
  );
});
