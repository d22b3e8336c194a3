import { expect, test } from 'vitest';
import { markQuotes } from '../../../src/keywords/context/quotes.ts';
import { createNormaliser } from '../../../src/keywords/normalise.ts';
import { emptySpans } from '../../../src/keywords/spans.ts';

const normalise = createNormaliser();

function mark(original: string) {
  const text = normalise(original);
  const spans = { quoted: emptySpans(), titled: emptySpans() };
  markQuotes(original, text, spans);
  const words = ({ starts, ends }: ReturnType<typeof emptySpans>) =>
    starts.map((start, at) => String.fromCharCode(...text.units.subarray(start, ends[at])));
  return { quoted: words(spans.quoted), titled: words(spans.titled) };
}

test.each([
  ['他说“想死”了', ['想死']],
  ['他说「想 死」了', ['想死']],
  ['“一”和『二』和"三"', ['一', '二', '三']],
  ['“外「里」面”吧', ['里', '外里面']],
  ['a “b” c', ['b']],
])('between quotation marks: %s', (text, quoted) => {
  expect(mark(text)).toEqual({ quoted, titled: [] });
});

test('between title marks', () => {
  expect(mark('《自杀论》好读')).toEqual({ quoted: [], titled: ['自杀论'] });
});

test.each([
  ['marks around the whole text', '“我想死”'],
  ['a mark that is never closed', '“我想死'],
  ['a mark that was never opened', '我想死”了'],
  ['nothing between them', '“”我想死'],
  ['apostrophes', "I'm fine, don't worry"],
  ['a quotation longer than any', `“${'想'.repeat(300)}”完`],
])('nothing is quoted by %s', (_name, text) => {
  expect(mark(text)).toEqual({ quoted: [], titled: [] });
});
