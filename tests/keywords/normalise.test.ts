import { expect, test } from 'vitest';
import { createNormaliser } from '../../src/keywords/normalise.ts';

const normalise = createNormaliser();

function tight(text: string): string {
  const { units, length } = normalise(text);
  return String.fromCharCode(...units.subarray(0, length));
}

test.each([
  ['ＷＡＮＴ', 'want'],
  ['自殺', '自杀'],
  ['唔想活嘅', '不想活的'],
  ['sǐ', 'si'],
  ['⾃杀', '自杀'],
  ['歹匕', '死'],
  ['想\u0000\u200b\u202e\ud800死', '想死'],
  ['想😀 *死', '想死'],
  ['4️⃣', '4'],
  ['🇸🇮', 'si'],
])('%s is read as %s', (text, expected) => {
  expect(tight(text)).toBe(expected);
});

test('every character knows its place in the original', () => {
  const { starts, ends, length } = normalise('\u200b我 😀歹 匕');
  expect([...starts.subarray(0, length)]).toEqual([1, 5]);
  expect([...ends.subarray(0, length)]).toEqual([2, 8]);
});

test('sentence ends are counted, but not between characters that stand alone', () => {
  const apart = normalise('好的。想死');
  expect([...apart.sentences.subarray(0, apart.length)]).toEqual([0, 0, 1, 1]);
  const spelled = normalise('我。想。死');
  expect([...spelled.sentences.subarray(0, spelled.length)]).toEqual([0, 0, 0]);
});

test.each([
  ['I am fine. Thank you', [0, 7]],
  ['i want.to', [0]],
  ['well... i do', [0]],
  ['w. a. n. t', [0]],
  ['自. 杀', [0]],
  ['吃了100.再见', [0, 5]],
  ['1.想死', [0, 1]],
  ['1. 你好 2. 不好', [0, 1, 4]],
  ['在3.5楼', [0]],
  ['v1.x', [0]],
  ['10.30. 再见', [0, 4]],
  ['i miss u. i cry', [0]],
  ['i miss u. he went', [0, 6]],
  ['z. 杀', [0]],
  ['k. m. s.', [0]],
])(
  'a full stop behind a number, or a word of letters and before a space, ends a sentence: %s',
  (text, expected) => {
    const { sentences, length } = normalise(text);
    const counts = [...sentences.subarray(0, length)];
    const first = counts.flatMap((count, at) => (at === 0 || count !== counts[at - 1] ? [at] : []));
    expect(first).toEqual(expected);
  },
);

test.each(['自丨杀', '自丶杀', '自丿杀', '自|杀'])(
  'a stroke between characters parts them as a mark does: %s',
  (text) => {
    const { units, length } = normalise(text);
    expect(String.fromCharCode(...units.subarray(0, length))).toBe('自杀');
  },
);

test('text that needs no folding is reported as unchanged', () => {
  expect(normalise('我想死').changed).toBe(false);
  expect(normalise('我想 死').changed).toBe(true);
});
