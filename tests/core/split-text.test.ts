import { describe, expect, it } from 'vitest';
import { splitText } from '../../src/core/split-text.ts';

describe('splitText', () => {
  it.each([
    ['what fits', 'abc', ['abc']],
    ['between characters', 'abcdefgh', ['abcde', 'fgh']],
    ['at a line break of the second half', 'abc\ndefg', ['abc', 'defg']],
    ['not at a line break that comes too early', 'a\nbcdefg', ['a\nbcd', 'efg']],
    ['never through a surrogate pair', 'abcd😭ef', ['abcd', '😭ef']],
    ['without parts of blanks', 'abcde\n  \n', ['abcde']],
  ])('cuts %s', (_what, text, parts) => {
    expect(splitText(text, 5)).toEqual(parts);
  });

  it('has no part for nothing', () => {
    expect(splitText(' \n ', 5)).toEqual([]);
  });
});
