import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage, encodePlain, LONGEST_TEXT } from '../../../src/bots/telegram/encode.ts';
import { say } from '../../../src/core/message.ts';
import { splitText } from '../../../src/core/split-text.ts';

const choice = (label: string, id = `id:${label}`) => ({ id, label });
const withoutBlanks = (text: string) => text.replace(/\s/g, '');
const rowsOf = (labels: readonly string[]) =>
  encodeMessage(
    say(
      '选',
      labels.map((label) => choice(label)),
    ),
  )
    .at(-1)
    ?.keyboard?.map((row) => row.map((button) => button.text));

describe('splitting text', () => {
  it('keeps every character, stays within the limit and never cuts a surrogate pair', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\n'), fc.constant('😭'.repeat(9))),
    );
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 20 }), (pieces, longest) => {
        const text = pieces.join('');
        const parts = splitText(text, longest);
        expect(parts.every((part) => part.length <= longest && part.isWellFormed())).toBe(true);
        expect(withoutBlanks(parts.join(''))).toBe(withoutBlanks(text));
      }),
    );
  });

  it('prefers the end of a line', () => {
    expect(splitText('第一行\n第二行\n第三行', 9)).toEqual(['第一行\n第二行', '第三行']);
  });

  it('has no part for nothing', () => {
    expect(splitText(' \n ', 10)).toEqual([]);
  });
});

describe('encoding a message', () => {
  it('puts the choices on the last of several parts', () => {
    const parts = encodeMessage(say('长'.repeat(LONGEST_TEXT + 1), [choice('好')]));
    expect(parts.map((part) => [part.text.length, part.keyboard !== null])).toEqual([
      [LONGEST_TEXT, false],
      [1, true],
    ]);
  });

  it('puts two short labels in a row and a long one alone', () => {
    expect(rowsOf(['自助', '预约', '紧急求助'])).toEqual([['自助', '预约'], ['紧急求助']]);
    expect(rowsOf(['自助', '周三下午两点到三点，李老师', '预约', '热线'])).toEqual([
      ['自助'],
      ['周三下午两点到三点，李老师'],
      ['预约', '热线'],
    ]);
  });

  it.each([
    ['an id of 65 bytes', choice('好', 'x'.repeat(65))],
    ['an id of 22 Chinese characters', choice('好', '选'.repeat(22))],
    ['an empty id', choice('好', '')],
    ['an empty label', choice(' ', 'x')],
  ])('numbers the choices where a button could not hold one: %s', (_what, bad) => {
    const parts = encodeMessage(say('选', [choice('自助'), bad]));
    expect(parts.map((part) => part.keyboard)).toEqual([null]);
    expect(parts[0]?.text).toContain('1. 自助\n2. ');
  });

  it('takes an id of 64 bytes', () => {
    expect(encodeMessage(say('选', [choice('好', 'x'.repeat(64))]))[0]?.keyboard).not.toBeNull();
  });

  it('sends nothing that Telegram takes for broken text', () => {
    expect(encodePlain(say('前\u0000\ud83d后'))[0]?.text).toBe('前\ufffd后');
  });
});
