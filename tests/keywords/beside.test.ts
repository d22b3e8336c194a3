import { describe, expect, test } from 'vitest';
import { readRuleFile } from '../../src/keywords/rule-file.ts';
import { compileRules } from '../../src/keywords/rules.ts';

const rule = (id: string, fields: Record<string, unknown>) => ({
  id,
  category: 'suicide-intent',
  level: 'high',
  why: '测试',
  source: '测试',
  examples: { match: ['测试'] },
  ...fields,
});

function screenerOf(...rules: unknown[]) {
  const reading = readRuleFile('test.yaml', {
    cues: { self: ['我'], third: ['他'], negation: ['不'], past: ['去年'] },
    rules,
  });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const compilation = compileRules([reading.file]);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return (text: string) => {
    const { level, matches } = compilation.screener.screen(text);
    return [level, ...new Set(matches.map((match) => match.rule))];
  };
}

describe('a rule that counts only beside another', () => {
  const wish = rule('wish', { category: 'suicide-passive', level: 'concern', forms: ['活着没意思'] });
  const talk = rule('talk', { category: 'suicide-talk', level: 'concern', forms: ['自尽'] });
  const time = rule('time', {
    category: 'suicide-plan',
    forms: ['今晚'],
    across: 'text',
    beside: { categories: ['suicide-passive'], level: 'concern' },
  });
  const grave = rule('grave', {
    level: 'imminent',
    forms: ['江边'],
    beside: { categories: ['suicide-intent'], level: 'high' },
  });
  const intent = rule('intent', { forms: ['想死'] });
  const screen = screenerOf(wish, talk, time, grave, intent);

  test.each([
    ['今晚去吃火锅', ['none']],
    ['活着没意思', ['concern', 'wish']],
    ['活着没意思。今晚', ['high', 'wish', 'time']],
    ['今晚。活着没意思', ['high', 'time', 'wish']],
    ['自尽，今晚', ['concern', 'talk']],
    ['活着没意思，我在江边', ['concern', 'wish']],
    ['想死，我在江边', ['imminent', 'intent', 'grave']],
  ])('%s', (text, expected) => {
    expect(screen(text)).toEqual(expected);
  });

  test('counts neither beside what is taken back nor beside what is told of somebody else', () => {
    expect(screen('去年想死，我在江边')).toEqual(['concern', 'intent']);
    expect(screen('他想死，我在江边')[0]).not.toBe('imminent');
  });

  test('is found behind any number of its like', () => {
    expect(screen(`${'今晚。'.repeat(5_000)}想死，江边`)[0]).toBe('imminent');
    expect(screen(`${'不江边。'.repeat(5_000)}想死，江边`)[0]).toBe('imminent');
  });

  test('does not count beside rules that count only beside others', () => {
    const first = rule('first', {
      forms: ['楼顶'],
      beside: { categories: ['suicide-intent'], level: 'high' },
    });
    expect(screenerOf(first, grave)('楼顶，江边')).toEqual(['none']);
  });
});

describe('signs in any order', () => {
  const screen = screenerOf(rule('signs', { forms: ['{今晚,零点} & 天台 & 再见'], gap: 6, across: 'text' }));

  test.each(['今晚天台再见', '再见，零点，天台', '天台。再见。今晚', '再见天台今晚'])('%s', (text) => {
    expect(screen(text)).toEqual(['high', 'signs']);
  });

  test.each(['今晚天台', '天台再见', '今晚天台，看完星星就和大家说再见'])('%s is none', (text) => {
    expect(screen(text)).toEqual(['none']);
  });
});
