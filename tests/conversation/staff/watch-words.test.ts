import { describe, expect, it } from 'vitest';
import { readWatchCommand } from '../../../src/conversation/staff/watch-words.ts';

describe('where an owner says they are', () => {
  it.each([
    ['通话中', null],
    ['/通话中', null],
    ['／通话中。', null],
    ['#1001 通话中', 1001],
    ['＃1001通话中', 1001],
    ['通话中 #1001', 1001],
    ['通话中1001', 1001],
    ['On the phone', null],
  ])('%s', (typed, number) => {
    expect(readWatchCommand(typed)).toEqual({ kind: 'hold', hold: 'on-phone', number });
  });

  it('knows 在路上 and 有人到场', () => {
    expect(readWatchCommand('在路上')).toEqual({ kind: 'hold', hold: 'on-the-way', number: null });
    expect(readWatchCommand('#1002 有人到场')).toEqual({ kind: 'arrived', number: 1002 });
  });

  it.each(['我在路上了', '通话中断了', '你在通话中吗', '#1001 我在路上', '1', '#1001', '', '/结案'])(
    'leaves %s to be words for the student, or something else',
    (typed) => expect(readWatchCommand(typed)).toBeNull(),
  );
});
