import { describe, expect, it } from 'vitest';
import { checkExample } from '../../src/keywords/de-identified.ts';

const SAID = '我是化院22级的，昨天晚上在宿舍楼顶站了两个小时，不想活了';

describe('an example that may leave the program', () => {
  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['累'.repeat(201), 'too-long'],
    [SAID, 'as-it-was-said'],
    [` ${SAID.replace('，', ' ')}`, 'as-it-was-said'],
    ['昨天晚上在宿舍楼顶站了两个小时', 'as-it-was-said'],
    ['我的学号是２０２２１，不想活了', 'long-number'],
    ['电话13800000000', 'long-number'],
    ['写信到 a@example.edu', 'address'],
    ['微信号在简介里', 'address'],
  ])('%j is refused: %s', (text, problem) => {
    expect(checkExample(text, SAID)).toBe(problem);
  });

  it.each(['在很高的地方站了很久，不想再活', '不想活了', '22 楼'])('%j may be kept', (text) => {
    expect(checkExample(text, SAID)).toBeNull();
  });

  it('is not what was said when all that was said is a few words', () => {
    expect(checkExample('我想死', '我想死')).toBe('as-it-was-said');
    expect(checkExample('我想死', '我想死，没有人在乎')).toBeNull();
  });
});
