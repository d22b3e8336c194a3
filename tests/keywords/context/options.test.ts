import { describe, expect, test } from 'vitest';
import { cueNames, readRuleFile } from '../../../src/keywords/rule-file.ts';
import { compileRules } from '../../../src/keywords/rules.ts';

const cues = {
  self: ['我'],
  third: ['他', '室友', '妈妈'],
  second: ['你'],
  'not-second': ['你知道吗'],
  'told-me': ['跟我说'],
  report: ['以为'],
  'object-marker': ['跟', '没有'],
  says: ['说'],
  negation: ['不', '没想过'],
  'not-negation': ['是不', '一天不'],
  quoting: ['什么意思', '歌词写'],
  past: ['高中'],
  accomplished: ['想过'],
  recovered: ['好了'],
  present: ['现在'],
  renewed: ['又'],
  media: ['电影里'],
  study: ['论文选题'],
  'own-voice': ['更'],
  leisure: ['看星星', '烧烤', '玩'],
  'not-leisure': ['开玩笑', '看蹦极', '哈哈镜'],
  errand: ['烧烤'],
  lookout: ['天台'],
  edge: ['栏杆'],
  intent: ['就跳', '再见'],
  'not-intent': ['明天再见'],
  moaning: ['期末'],
  groaning: ['死线'],
  sport: ['蹦极'],
  treatment: ['嗓子疼'],
  load: ['帆布盖上'],
  tradesman: ['骑手'],
  annoyance: ['送错'],
  peril: ['流血'],
  condition: ['再吃土豆'],
  trifle: ['早八'],
  makes: ['得我'],
  casual: ['哈哈'],
  despair: ['撑不住'],
  farewell: ['永别'],
  ordered: ['让我想死'],
};

const rule = (fields: Record<string, unknown>) => ({
  id: 'a-rule',
  category: 'suicide-intent',
  level: 'high',
  forms: ['想死'],
  why: '测试',
  source: '测试',
  examples: { match: ['想死'] },
  ...fields,
});

function screenWith(fields: Record<string, unknown>) {
  const reading = readRuleFile('test.yaml', { cues, rules: [rule(fields)] });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const compilation = compileRules([reading.file]);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return (text: string) => compilation.screener.screen(text).level;
}

test('a rule that says nothing about them has every option set as most rules need it', () => {
  const reading = readRuleFile('test.yaml', { rules: [rule({})] });
  if (!reading.ok) throw new Error('not read');
  expect(reading.file.rules[0]).toMatchObject({
    negation: 'lowers',
    past: 'lowers',
    media: 'drops',
    study: 'lowers',
    second: 'lowers',
    quoted: 'drops',
    hyperbole: 'ignored',
    unless: [],
    needs: [],
  });
});

test('there are no more cues than bits', () => {
  expect(cueNames.length).toBeLessThanOrEqual(64);
});

describe('by default', () => {
  const screen = screenWith({});

  test.each([
    ['想死', 'high'],
    ['我不想死', 'concern'],
    ['是不想死', 'high'],
    ['没有一天不想死', 'high'],
    ['不，想死', 'high'],
    ['高中想死', 'concern'],
    ['高中想死，现在好了', 'concern'],
    ['高中想死，现在又来了', 'high'],
    ['高中很好，想死', 'high'],
    ['高中。想死', 'high'],
    ['想过想死，现在好了', 'concern'],
    ['电影里他想死', 'none'],
    ['我看的电影里他想死', 'concern'],
    ['电影里很好，我想死', 'high'],
    ['电影里很好更想死', 'high'],
    ['想死。电影里', 'high'],
    ['论文选题想死', 'concern'],
    ['论文选题，我想死', 'high'],
    ['早八想死哈哈', 'high'],
    ['室友让我想死', 'concern'],
    ['他人很好。我让我想死', 'high'],
    ['电影里他说我想死', 'concern'],
    ['电影里他说我想死。我想死', 'high'],
    ['我跟室友说我想死', 'high'],
    ['看完电影里的，我说我想死', 'high'],
    ['歌词写我想死', 'concern'],
    ['有什么意思我想死', 'high'],
    ['你想死', 'concern'],
    ['你知道吗想死', 'high'],
    ['没有你，想死', 'high'],
  ])('%s is %s', (text, level) => {
    expect(screen(text)).toBe(level);
  });
});

describe('an option changes only what it is about', () => {
  test.each([
    [{ negation: 'drops' }, '我不想死', 'none'],
    [{ negation: 'ignored' }, '我不想死', 'high'],
    [{ past: 'ignored' }, '高中想死', 'high'],
    [{ media: 'ignored' }, '电影里想死', 'high'],
    [{ study: 'ignored' }, '论文选题想死', 'high'],
    [{ level: 'concern' }, '论文选题想死', 'none'],
    [{ level: 'concern' }, '我的论文选题想死', 'concern'],
    [{ hyperbole: 'lowers' }, '早八想死哈哈', 'concern'],
    [{ hyperbole: 'lowers' }, '早八得我想死', 'concern'],
    [{ hyperbole: 'lowers' }, '早八我想死', 'high'],
    [{ hyperbole: 'lowers' }, '早八想死哈哈。撑不住', 'high'],
    [{ unless: ['moaning'] }, '期末想死', 'none'],
    [{ unless: ['moaning'] }, '期末。想死', 'high'],
    [{ unless: ['groaning'] }, '想死！死线', 'none'],
    [{ unless: ['groaning'] }, '想死啊\n明天死线', 'none'],
    [{ unless: ['groaning'] }, '想死。死线', 'high'],
    [{ unless: ['groaning'] }, '想死！。死线', 'high'],
    [{ unless: ['groaning'] }, '晚上好，想死！死线', 'none'],
    [{ unless: ['groaning'] }, '想死！吃饭。死线', 'high'],
    [{ unless: ['groaning'] }, '死线！想死', 'high'],
    [{ unless: ['groaning'] }, '想死，死线', 'high'],
    [{ unless: ['groaning'] }, '天天都很想死！死线', 'high'],
    [{ unless: ['groaning'] }, '想死！死线。我流血', 'high'],
    [{ unless: ['groaning'] }, '想死！死线。撑不住', 'high'],
    [{ unless: ['groaning'] }, '想死！死线，再见', 'high'],
    [{ unless: ['moaning'] }, '想死！期末', 'high'],
    [{ unless: ['sport'], level: 'imminent' }, '蹦极，想死', 'concern'],
    [{ unless: ['sport'], level: 'imminent' }, '蹦极！想死', 'concern'],
    [{ unless: ['sport'], level: 'imminent' }, '想死！蹦极', 'concern'],
    [{ unless: ['sport'], level: 'imminent' }, '蹦极。想死', 'imminent'],
    [{ unless: ['sport'], level: 'imminent' }, '不蹦极，想死', 'imminent'],
    [{ unless: ['sport'], level: 'imminent' }, '看蹦极，想死', 'imminent'],
    [{ unless: ['sport'], level: 'imminent' }, '蹦极，天台，想死', 'imminent'],
    [{ unless: ['treatment'], level: 'imminent' }, '想死，嗓子疼', 'concern'],
    [{ unless: ['treatment'], level: 'imminent' }, '想死，嗓子疼，再见', 'imminent'],
    [{ unless: ['treatment'], level: 'imminent' }, '想死，嗓子疼，流血', 'imminent'],
    [{ unless: ['treatment'], level: 'imminent' }, '想死。嗓子疼', 'imminent'],
    [{ unless: ['load'], level: 'imminent' }, '想死，帆布盖上', 'concern'],
    [{ unless: ['load'], level: 'imminent' }, '想死，帆布盖上，永别', 'imminent'],
    [{ hyperbole: 'lowers', category: 'violence' }, '想死这个骑手，送错', 'concern'],
    [{ hyperbole: 'lowers', category: 'violence' }, '想死他，送错', 'high'],
    [{ hyperbole: 'lowers', category: 'violence' }, '想死这个骑手，送错，流血', 'high'],
    [{ hyperbole: 'lowers' }, '想死这个骑手，送错', 'high'],
    [{ hyperbole: 'lowers' }, '再吃土豆就想死哈哈', 'concern'],
    [{ hyperbole: 'lowers' }, '再吃土豆就想死', 'high'],
    [{ hyperbole: 'lowers' }, '想死哈哈，再吃土豆', 'high'],
    [{ unless: ['casual'] }, '哈哈镜想死', 'high'],
    [{ unless: ['leisure'] }, '看星星的时候想死', 'none'],
    [{ unless: ['leisure'] }, '看星星，想死', 'concern'],
    [{ unless: ['leisure'], level: 'imminent' }, '看星星，想死', 'high'],
    [{ unless: ['leisure'], level: 'imminent' }, '想死，看星星', 'concern'],
    [{ unless: ['leisure'], level: 'imminent' }, '想死。看星星', 'imminent'],
    [{ unless: ['leisure'], level: 'imminent' }, '看星星，撑不住，想死', 'high'],
    [{ unless: ['leisure'], level: 'imminent' }, '看星星，想死。永别', 'imminent'],
    [{ unless: ['leisure'] }, '开玩笑想死', 'high'],
    [{ unless: ['leisure'] }, '不看星星想死', 'high'],
    [{ unless: ['leisure'] }, '看星星我想死', 'concern'],
    [{ unless: ['leisure'] }, '我们看星星，想死', 'none'],
    [{ unless: ['leisure'] }, '他看星星，我想死', 'high'],
    [{ unless: ['leisure'], level: 'imminent' }, '想死看星星', 'concern'],
    [{ unless: ['leisure'], level: 'imminent' }, '想死看星星就跳', 'high'],
    [{ unless: ['leisure'], level: 'imminent' }, '想死看星星明天再见', 'concern'],
    [{ unless: ['leisure'], level: 'imminent' }, '想死烧烤', 'none'],
    [{ unless: ['leisure'], level: 'imminent' }, '想死烧烤就跳', 'high'],
    [{ unless: ['leisure'], level: 'imminent', forms: ['{天台,栏杆}'] }, '在天台看星星', 'none'],
    [{ unless: ['leisure'], level: 'imminent', forms: ['{天台,栏杆}'] }, '在栏杆看星星', 'concern'],
    [{ unless: ['leisure'], level: 'imminent', forms: ['天台栏杆'] }, '在天台栏杆看星星', 'concern'],
    [{ unless: ['leisure'], level: 'imminent', category: 'violence' }, '想死看星星', 'none'],
    [{ needs: ['own'] }, '他想死', 'none'],
    [{ needs: ['own'] }, '妈妈 想死', 'high'],
    [{ needs: ['own'] }, '他走了想死', 'high'],
    [{ needs: ['own'] }, '他很好，想死', 'high'],
    [{ needs: ['own'] }, '他说，想死', 'none'],
    [{ needs: ['own'] }, '以为他很好，想死', 'none'],
    [{ needs: ['own'], forms: ['我想死'] }, '他很好我想死', 'high'],
    [{ needs: ['own'], forms: ['我想死'] }, '他说我想死', 'none'],
    [{ unless: ['third'] }, '他想死', 'none'],
    [{ unless: ['third'] }, '他很好，想死', 'high'],
    [{ needs: ['third'] }, '我想死', 'none'],
  ])('%j: %s is %s', (fields, text, level) => {
    expect(screenWith(fields)(text)).toBe(level);
  });
});
