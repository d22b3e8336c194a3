import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGateTables, Gate } from '../../src/keywords/gate.ts';
import { graphOfWords } from '../../src/keywords/graph-of-words.ts';
import { buildSpellingMatcher } from '../../src/keywords/matcher.ts';

const open = (words: readonly string[], isWanted: (label: number) => boolean = () => true) => {
  const graph = graphOfWords(words);
  const matcher = buildSpellingMatcher(graph, new Uint8Array(graph.labels.count));
  return new Gate(buildGateTables(graph, isWanted), matcher);
};

/** Where wanted spellings begin. */
function placesOf(gate: Gate, units: Uint16Array, length: number): number[] {
  const places = new Int32Array(length + 1);
  const noted = gate.note(units, length, places);
  const found: number[] = [];
  for (let at = gate.next({ units, length }, places, noted, 0); at >= 0; ) {
    found.push(places[at] ?? -1);
    at = gate.next({ units, length }, places, noted, at + 1);
  }
  return found;
}

const unitsOf = (text: string): Uint16Array => Uint16Array.from(text, (unit) => unit.charCodeAt(0));

const mayHold = (words: readonly string[], text: string, isWanted?: (label: number) => boolean): boolean =>
  placesOf(open(words, isWanted), unitsOf(text), text.length).length > 0;

test('never says no where a wanted spelling stands', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', '死', '想'), minLength: 1, maxLength: 6 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '死', '想', 'x'), maxLength: 20 });
  fc.assert(
    fc.property(
      fc.uniqueArray(words, { minLength: 1, maxLength: 8 }),
      texts,
      texts,
      (all, before, behind) => {
        for (const word of all) expect(mayHold(all, before + word + behind)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('says no to a text without a spelling, and to spellings that are not wanted', () => {
  const words = ['我想结束生命', '自杀', '跳楼', '死'];
  expect(mayHold(words, '今天食堂的饭很好吃，明天一起去图书馆')).toBe(false);
  expect(mayHold(words, '我想结束')).toBe(false);
  expect(mayHold(words, '我想结束生命')).toBe(true);
  expect(mayHold(words, '笑死我了')).toBe(true);
  expect(mayHold(words, '笑死')).toBe(true);
  expect(mayHold(words, '笑死我了', (label) => label !== words.indexOf('死') + 1)).toBe(false);
});

test('tells one place after the other', () => {
  const text = '自杀的人想跳楼，也会死';
  expect(placesOf(open(['自杀', '跳楼', '死']), unitsOf(text), text.length)).toEqual([0, 5, 10]);
});

test('a wanted spelling within a longer one that is not wanted is found', () => {
  expect(mayHold(['想死', '想死你', '死你'], '想死你', (label) => label === 3)).toBe(true);
  expect(mayHold(['想死', '想死你', '死你'], '想死我', (label) => label !== 1)).toBe(false);
});

test('does not read behind the end of the text', () => {
  const gate = open(['我想结束', '想结'], (label) => label === 1);
  const units = unitsOf('我想结束');
  expect(placesOf(gate, units, 3)).toEqual([]);
  expect(placesOf(gate, units, 4)).toEqual([0]);
});

test.each(['药呃', '跳楼呃', '呃', '药跳', '药跳楼'])(
  'reads %s, again and again, a few times each',
  (unit) => {
    const text = unit.repeat(2_000);
    let reads = 0;
    const units = new Proxy(unitsOf(text), {
      get(target, key) {
        reads += 1;
        return Reflect.get(target, key);
      },
    });
    const places = placesOf(open(['药', '跳楼', '跳下去']), units, text.length);
    expect(places.length).toBeGreaterThanOrEqual(unit === '呃' ? 0 : 2_000);
    expect(reads).toBeLessThan(text.length * 6);
  },
);
