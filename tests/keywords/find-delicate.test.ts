import { describe, expect, test } from 'vitest';
import { readRuleFile } from '../../src/keywords/rule-file.ts';
import { compileRules } from '../../src/keywords/rules.ts';

function screenWith(forms: readonly string[]) {
  const rule = {
    id: 'a-rule',
    category: 'suicide-intent',
    level: 'high',
    forms,
    why: '测试',
    source: '测试',
    examples: { match: [forms[0]] },
  };
  const reading = readRuleFile('test.yaml', { rules: [rule] });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const compilation = compileRules([reading.file]);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return (text: string) => compilation.screener.screen(text);
}

describe('pictures in a form, which normalising takes away', () => {
  const screen = screenWith(['{想,去}{💀,☠,⚰}', '死{,了}']);

  test.each(['想💀', '我想去☠', '我想☠️了', '想⚰️', '去⚰'])('%s is found as it was written', (text) => {
    expect(screen(text).level).toBe('high');
  });

  test.each(['想', '我想去', '笑☠', '☠', '想一下☠'])('%s is not', (text) => {
    expect(screen(text).level).toBe('none');
  });

  test('the match is the picture too', () => {
    expect(screen('我想☠').matches).toEqual([{ rule: 'a-rule', start: 1, end: 3 }]);
  });
});
