import { expect, it } from 'vitest';
import { splitBytes } from '../../../src/bots/wechat/split-bytes.ts';

it.each([
  ['', 10, []],
  ['  \n', 10, []],
  ['abcdefghij', 10, ['abcdefghij']],
  ['abcdefghijk', 10, ['abcdefghij', 'k']],
  ['字字字字', 10, ['字字字', '字']],
  ['a😭😭😭', 10, ['a😭😭', '😭']],
  ['abcdef\nghij', 10, ['abcdef', 'ghij']],
  ['a\nbcdefghijk', 10, ['a\nbcdefghi', 'jk']],
  ['abcdefghij\nk', 10, ['abcdefghij', 'k']],
] as const)('cuts %j to %i bytes', (text, longest, parts) => {
  expect(splitBytes(text, longest)).toEqual(parts);
});

it('takes no time to speak of for a long text', () => {
  const parts = splitBytes('字a'.repeat(100_000), 2_000);
  expect(parts.join('')).toBe('字a'.repeat(100_000));
});
