import { describe, expect, it } from 'vitest';
import {
  readCode,
  readStaffCommand,
  readStaffTap,
  SLASH_WORDS,
} from '../../../src/conversation/staff/staff-commands.ts';

describe('what a staff member types', () => {
  it.each([
    ['接', { kind: 'take', number: null }],
    ['/接', { kind: 'take', number: null }],
    [' 接。 ', { kind: 'take', number: null }],
    ['接 #1001', { kind: 'take', number: 1001 }],
    ['接１００１', { kind: 'take', number: 1001 }],
    ['TAKE 1001', { kind: 'take', number: 1001 }],
    ['/结案', { kind: 'close', number: null }],
    ['／结案', { kind: 'close', number: null }],
    ['/结案 #1001', { kind: 'close', number: 1001 }],
    ['/结案１００１。', { kind: 'close', number: 1001 }],
    ['/close 1001', { kind: 'close', number: 1001 }],
    ['#1001 /结案', { kind: 'close', number: 1001 }],
    ['#1001 /结案 #1002', { kind: 'unknown' }],
    ['/结案 好了', { kind: 'unknown' }],
    ['#1001 /接', { kind: 'take', number: 1001 }],
    ['#1001 /交班 测试老师 她在宿舍', { kind: 'hand-over', number: 1001, note: '测试老师 她在宿舍' }],
    ['#1001 /交班 全部', { kind: 'unknown' }],
    ['#1001 /交班 #1002', { kind: 'unknown' }],
    ['#1001 /换班', { kind: 'unknown' }],
    ['#1001 /学生', { kind: 'unknown' }],
    ['/学生', { kind: 'student' }],
    ['/值班', { kind: 'staff' }],
    ['/帮助', { kind: 'help' }],
    ['/start', { kind: 'help' }],
    ['/start abc', { kind: 'help' }],
    ['/删除', { kind: 'unknown' }],
    ['/constructor', { kind: 'unknown' }],
    ['/__proto__', { kind: 'unknown' }],
    ['结案', { kind: 'words', number: null, text: '结案' }],
    ['接下来我们慢慢说', { kind: 'words', number: null, text: '接下来我们慢慢说' }],
    ['接 一下电话', { kind: 'words', number: null, text: '接 一下电话' }],
    ['#1002 我在', { kind: 'words', number: 1002, text: '我在' }],
    ['＃１００２　我在', { kind: 'words', number: 1002, text: '我在' }],
    ['#1002，我在', { kind: 'words', number: 1002, text: '我在' }],
    ['#1002我在', { kind: 'words', number: 1002, text: '我在' }],
    ['#1002\n我在\n别怕', { kind: 'words', number: 1002, text: '我在\n别怕' }],
    ['#1002', { kind: 'unclear-case' }],
    ['#12a', { kind: 'unclear-case' }],
    ['# 你好', { kind: 'unclear-case' }],
    [' ＃你好', { kind: 'unclear-case' }],
    ['我说 #1002 的事', { kind: 'words', number: null, text: '我说 #1002 的事' }],
  ])('%s', (text, command) => {
    expect(readStaffCommand(text)).toEqual(command);
  });

  it('has a word for every command', () => {
    for (const [word, kind] of Object.entries(SLASH_WORDS))
      expect(readStaffCommand(`/${word}`)).toMatchObject({ kind });
  });

  it.each([
    ['take.abc', { kind: 'take', caseId: 'abc', detail: '' }],
    ['close.abc.serious', { kind: 'close', caseId: 'abc', detail: 'serious' }],
    ['keep.abc', { kind: 'keep', caseId: 'abc', detail: '' }],
    ['to.abc', { kind: 'to', caseId: 'abc', detail: '' }],
    ['constructor.abc', { kind: 'unknown', caseId: 'abc', detail: '' }],
    ['', { kind: 'unknown', caseId: '', detail: '' }],
  ])('the tap %s', (id, tap) => {
    expect(readStaffTap(id)).toEqual(tap);
  });

  it.each([
    ['XQ-7K2M9PQA', 'XQ-7K2M9PQA'],
    [' xq-7k2m9pqa ', 'XQ-7K2M9PQA'],
    ['ＸＱ－７Ｋ２Ｍ９ＰＱＡ', 'XQ-7K2M9PQA'],
    ['XQ-7K2M9PQ', null],
    ['我的码是 XQ-7K2M9PQA', null],
  ])('the code in %s', (text, code) => {
    expect(readCode(text)).toBe(code);
  });
});
