import { describe, expect, it } from 'vitest';
import { readStaffCommand } from '../../../src/conversation/staff/staff-commands.ts';
import {
  behindSlash,
  readToolCommand,
  TOOL_WORDS,
} from '../../../src/conversation/staff/tools/tool-words.ts';

const SECRET = '他妈妈不知道这件事';

describe('a note', () => {
  it.each([
    `/备注 ${SECRET}`,
    `／备注 ${SECRET}`,
    `/ 备注 ${SECRET}`,
    `//备注 ${SECRET}`,
    `、备注 ${SECRET}`,
    `\\备注 ${SECRET}`,
    `∕备注${SECRET}`,
    `/备注：${SECRET}`,
    `  /备注\n${SECRET}`,
    `\u200b/备注 ${SECRET}`,
    `\ufeff／\u200b备注 ${SECRET}`,
    `/note ${SECRET}`,
    `/NOTE ${SECRET}`,
    `／Note: ${SECRET}`,
    `备注：${SECRET}`,
    `note: ${SECRET}`,
  ])('is a note however it was typed: %j', (typed) => {
    expect(readStaffCommand(typed)).toEqual({ kind: 'tool', tool: 'note', number: null, rest: SECRET });
  });

  it.each([
    `#1001 /备注 ${SECRET}`,
    `＃1001 ／备注 ${SECRET}`,
    `/备注 #1001 ${SECRET}`,
    `/备注1001 ${SECRET}`,
  ])('names its case before or behind: %j', (typed) => {
    expect(readStaffCommand(typed)).toEqual({ kind: 'tool', tool: 'note', number: 1001, rest: SECRET });
  });

  it('keeps figures that are no case', () => {
    expect(readStaffCommand('/备注 打了 3 次电话')).toMatchObject({ number: null, rest: '打了 3 次电话' });
    expect(readStaffCommand('/备注 3 次没接')).toMatchObject({ number: null, rest: '3 次没接' });
    expect(readStaffCommand('/备注 2024级')).toMatchObject({ number: null, rest: '2024级' });
  });
});

describe('whatever begins like a command', () => {
  it.each([
    '/备住 他说的',
    '／beizhu 他说的',
    '/nota bene',
    '/备 注 他说的',
    '\u200b/不知道',
    '、不知道的命令',
    '#1001 /不知道',
    '#1001 ／nota',
    '/notebook',
    '/升级了',
    '⁄x',
  ])('and is none is never said to a student: %j', (typed) => {
    expect(readStaffCommand(typed)).toEqual({ kind: 'unknown' });
  });

  it.each(['备注一下你的名字好吗', '我在，/ 你在吗', 'note that I am here', '1/2', '…', '、', '\\(^o^)'])(
    'in the middle or without a slash is words: %j',
    (typed) => {
      expect(readStaffCommand(typed)).toMatchObject({ kind: 'words', text: typed });
    },
  );
});

it('knows each tool in both languages, with and without a case', () => {
  for (const [word, tool] of Object.entries(TOOL_WORDS)) {
    expect(readToolCommand(`/${word}`)).toEqual({ kind: 'tool', tool, number: null, rest: '' });
    expect(readToolCommand(`／${word.toUpperCase()} ＃１００２`)).toEqual({
      kind: 'tool',
      tool,
      number: 1002,
      rest: '',
    });
  }
  expect(readToolCommand('/转接 #1001 测试老师乙')).toMatchObject({ number: 1001, rest: '测试老师乙' });
  expect(readToolCommand('/安全计划 1 睡不着')).toMatchObject({
    tool: 'plan',
    number: null,
    rest: '1 睡不着',
  });
  expect(readToolCommand('/告知家长 电话')).toMatchObject({ tool: 'informed', rest: '家长 电话' });
  expect(readToolCommand('告知 #1001 家长')).toMatchObject({ tool: 'informed', number: 1001, rest: '家长' });
  expect(readToolCommand('告知家长了吗')).toBeNull();
  expect(behindSlash('没有')).toBeNull();
});
