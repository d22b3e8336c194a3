import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkRules } from '../../src/keywords/check-rules.ts';
import { loadRules } from '../../src/keywords/load.ts';
import { readRuleFile } from '../../src/keywords/rule-file.ts';
import { compileRules } from '../../src/keywords/rules.ts';
import { loadDefaultRules } from './default-screener.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keywords-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const rule = (fields: Record<string, unknown> = {}) => ({
  id: 'a-rule',
  category: 'suicide-intent',
  level: 'high',
  forms: ['想死'],
  why: '测试',
  source: '测试',
  examples: { match: ['我想死'], not: ['你好'] },
  ...fields,
});

function compile(content: unknown) {
  const reading = readRuleFile('test.yaml', content);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return { file: reading.file, compilation: compileRules([reading.file]) };
}

function screenerFor(content: unknown) {
  const { compilation } = compile(content);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return compilation.screener;
}

describe('the shipped rules', () => {
  test('all examples hold', async () => {
    const { files, screener } = await loadDefaultRules();
    expect(checkRules(files, screener)).toEqual([]);
  });

  test('hold several hundred forms, each rule with an example of both kinds', async () => {
    const { files } = await loadDefaultRules();
    const rules = files.flatMap((file) => file.rules);
    expect(rules.flatMap(({ forms }) => forms).length).toBeGreaterThan(150);
    expect(rules.filter(({ examples }) => examples.not.length === 0).map(({ id }) => id)).toEqual([]);
  });
});

describe('checkRules', () => {
  test('tells file, rule, text, found and expected of an example that fails', () => {
    const { file, compilation } = compile({
      rules: [rule({ examples: { match: ['很好'], not: ['我想死'] } })],
    });
    if (!compilation.ok) throw new Error('not compiled');
    expect(checkRules([file], compilation.screener)).toEqual([
      {
        file: 'test.yaml',
        rule: 'a-rule',
        text: '很好',
        found: 'none: no rule',
        expected: 'high or above, by rule a-rule',
      },
      {
        file: 'test.yaml',
        rule: 'a-rule',
        text: '我想死',
        found: 'high: a-rule',
        expected: 'rule a-rule does not match',
      },
    ]);
  });
});

describe('mistakes in a file are told with file and key', () => {
  test.each([
    ['an unknown level', { level: 'hihg' }, 'rules.0.level'],
    ['no reason', { why: '' }, 'rules.0.why'],
    ['no example', { examples: { match: [] } }, 'rules.0.examples.match'],
    ['an unknown key', { levle: 1 }, 'rules.0'],
    ['an unknown category', { category: 'bad-mood' }, 'rules.0.category'],
  ])('%s', (_name, fields, key) => {
    const reading = readRuleFile('test.yaml', { rules: [rule(fields)] });
    expect(reading).toMatchObject({ ok: false, problems: [{ file: 'test.yaml', key }] });
  });

  test.each([
    ['an unknown set', '想<dying>', 'no set is called <dying>'],
    ['an open brace', '想{死', '"{" is not closed'],
    ['a stray brace', '想死}', '"}" closes nothing'],
    ['braces in braces', '想{死,{亡}}', 'braces cannot stand within braces'],
    ['an empty piece', '想…{,死}', 'a piece of the form may be empty'],
  ])('%s', (_name, form, problem) => {
    const { compilation } = compile({ rules: [rule({ forms: [form] })] });
    expect(compilation).toEqual({
      ok: false,
      problems: [{ file: 'test.yaml', key: 'rules.0.forms', problem: `${problem} in "${form}"` }],
    });
  });

  test('the same id twice', () => {
    const { compilation } = compile({ rules: [rule(), rule()] });
    expect(compilation).toMatchObject({ ok: false, problems: [{ key: 'rules.1.id' }] });
  });

  test('broken YAML and an empty folder', async () => {
    expect(await loadRules(await folderWith({ 'a.yaml': 'rules: [' }))).toMatchObject({
      ok: false,
      problems: [{ file: 'a.yaml', key: '(syntax)' }],
    });
    expect(await loadRules(await folderWith({}))).toMatchObject({
      ok: false,
      problems: [{ key: '(directory)' }],
    });
  });

  test('sets of one file serve another', async () => {
    const folder = await folderWith({
      '1.yaml': 'sets:\n  end: [死]\n',
      '2.yaml': JSON.stringify({ rules: [rule({ forms: ['想<end>'] })] }),
    });
    const loading = await loadRules(folder);
    expect(loading.ok && loading.screener.screen('想死').level).toBe('high');
  });
});

describe('forms', () => {
  test('pieces need their order, their nearness and their sentence', () => {
    const screener = screenerFor({ rules: [rule({ forms: ['从…跳'], gap: 3 })] });
    expect(screener.screen('从楼上跳').level).toBe('high');
    expect(screener.screen('跳从').level).toBe('none');
    expect(screener.screen('从一二三四跳').level).toBe('none');
    expect(screener.screen('从。跳起来').level).toBe('none');
  });

  test('a later spelling of a piece does not hide an earlier one that fits', () => {
    const screener = screenerFor({ rules: [rule({ forms: ['{这就,这就去}+{去死,死}'] })] });
    expect(screener.screen('这就去死').matches).toEqual([{ rule: 'a-rule', start: 0, end: 4 }]);
  });

  test('letters are matched as whole words, with or without the spaces', () => {
    const screener = screenerFor({ rules: [rule({ forms: ['want to die', '想4'] })] });
    expect(screener.screen('I WANT  to die').level).toBe('high');
    expect(screener.screen('wanttodie').level).toBe('high');
    expect(screener.screen('i want to diet').level).toBe('none');
    expect(screener.screen('想48').level).toBe('none');
  });

  test('sentence marks part words, unless every character stands alone', () => {
    const screener = screenerFor({ rules: [rule({ forms: ['去死'] })] });
    expect(screener.screen('我回去，死了的花要换').level).toBe('none');
    expect(screener.screen('我。去。死').level).toBe('high');
  });

  test('pictures beside a word are sought with it and never shorten it', () => {
    const screener = screenerFor({ rules: [rule({ forms: ['想💀'] })] });
    expect(screener.screen('想💀').matches).toEqual([{ rule: 'a-rule', start: 0, end: 3 }]);
    expect(screener.screen('想').level).toBe('none');
  });
});

describe('what stands around a match', () => {
  const cues = {
    self: ['我'],
    second: ['你'],
    third: ['室友'],
    negation: ['没有'],
    past: ['以前'],
    present: ['现在'],
    media: ['小说里'],
  };

  test('denial and past lower, the present keeps, fiction drops', () => {
    const screener = screenerFor({ cues, rules: [rule()] });
    expect(screener.screen('我没有想死').level).toBe('concern');
    expect(screener.screen('我以前想死').level).toBe('concern');
    expect(screener.screen('我以前想死现在也是').level).toBe('high');
    expect(screener.screen('小说里想死').level).toBe('none');
    expect(screener.screen('小说里我想死').level).toBe('high');
  });

  test('another person keeps the level and is named as a category', () => {
    const screener = screenerFor({ cues, rules: [rule()] });
    expect(screener.screen('室友想死')).toMatchObject({
      level: 'high',
      handoff: true,
      categories: ['suicide-intent', 'third-person'],
    });
  });

  test('needs: own is not met by another person', () => {
    const screener = screenerFor({ cues, rules: [rule({ needs: ['own'] })] });
    expect(screener.screen('室友想死').level).toBe('none');
    expect(screener.screen('想死').level).toBe('high');
  });
});
