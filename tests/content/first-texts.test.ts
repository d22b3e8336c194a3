import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { firstTexts } from '../../src/content/first-texts.ts';
import { categories } from '../../src/keywords/rule-file.ts';

const read = (language: string): Promise<string> =>
  readFile(new URL(`../../config/content/${language}/conversation.yaml`, import.meta.url), 'utf8');
const files = { zh: await read('zh'), en: await read('en') };
const isFirst = (key: string): boolean => key.startsWith('first.');

const wordsOf = (file: string): { key: string; text: string }[] =>
  Object.entries(parse(file) as Record<string, string>)
    .filter(([key]) => isFirst(key))
    .map(([key, text]) => ({ key, text }));

describe('the first texts', () => {
  it('are there for every category, in danger and with concern', () => {
    const expected = categories.flatMap((one) => [`first.crisis.${one}`, `first.concern.${one}`]);
    expect(Object.keys(firstTexts).sort()).toEqual(expected.sort());
  });

  it.each(Object.entries(files))('name their source right above, in %s', (_language, file) => {
    const lines = file.split('\n');
    const bare = lines.filter(
      (line, at) => isFirst(line) && !/^# (依据：|Source: )./.test(lines[at - 1] ?? ''),
    );
    expect(lines.filter(isFirst).length).toBe(Object.keys(firstTexts).length);
    expect(bare).toEqual([]);
  });

  it('are short', () => {
    expect(wordsOf(files.zh).filter(({ text }) => text.length > 150)).toEqual([]);
    expect(wordsOf(files.en).filter(({ text }) => text.length > 560)).toEqual([]);
  });

  it('in danger say where to go or whom to call', () => {
    const helpless = wordsOf(files.zh).filter(
      ({ key, text }) => key.startsWith('first.crisis.') && !/120|110|有人的地方|陪/.test(text),
    );
    expect(helpless).toEqual([]);
  });

  it('describe no method, blame nobody, promise no secrecy and name no illness', () => {
    const never =
      /跳楼|割腕|上吊|烧炭|安眠药|农药|绳|为什么不|你应该早|都怪|替你保密|不会告诉任何人|精神病|分裂|抑郁|厌食症|妄想/;
    const neverInEnglish =
      /\bhang|\bjump|pesticide|rope|why didn|you should have|keep it between us|schizo|psycho|depress|anorexi/i;
    expect(wordsOf(files.zh).filter(({ text }) => never.test(text))).toEqual([]);
    expect(wordsOf(files.en).filter(({ text }) => neverInEnglish.test(text))).toEqual([]);
  });
});
