import { expect, it } from 'vitest';
import { leaveOutAnswers } from '../../../src/conversation/student/leave-out-answers.ts';

const WORDS = new Set(['预约', 'book']);
const spoken = (...texts: string[]) => {
  const { lines, answering } = leaveOutAnswers(
    texts.map((text) => ({ text })),
    WORDS,
  );
  return [lines.map(({ text }) => text), answering];
};

it('leaves out a word of the menu and the numbers that are typed behind it', () => {
  expect(spoken('你好', '预约', '1', '４', '二')).toEqual([['你好'], true]);
  expect(spoken('/book', '1')).toEqual([[], true]);
});

it('keeps what somebody says, and the numbers behind that', () => {
  expect(spoken('我想', '4')).toEqual([['我想', '4'], false]);
  expect(spoken('预约', '1', '我想', '4')).toEqual([['我想', '4'], false]);
  expect(spoken('约', '4')).toEqual([['约', '4'], false]);
});
