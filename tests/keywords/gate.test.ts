import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGateTables, openGate } from '../../src/keywords/gate.ts';
import { graphOfWords } from '../../src/keywords/graph-of-words.ts';

const mayHold = (
  words: readonly string[],
  text: string,
  isWanted: (label: number) => boolean = () => true,
) => {
  const units = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return (
    openGate(buildGateTables(graphOfWords(words), (label) => label > 0 && isWanted(label))).next(
      units,
      units.length,
      0,
    ) >= 0
  );
};

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

test('says no to a text without the beginning of a spelling, and to spellings that are not wanted', () => {
  const words = ['我想结束生命', '自杀', '跳楼', '死'];
  expect(mayHold(words, '今天食堂的饭很好吃，明天一起去图书馆')).toBe(false);
  expect(mayHold(words, '我想结婚')).toBe(false);
  expect(mayHold(words, '我想结束')).toBe(true);
  expect(mayHold(words, '笑死我了')).toBe(true);
  expect(mayHold(words, '笑死我了', (label) => label !== words.indexOf('死') + 1)).toBe(false);
});

test('tells one place after the other', () => {
  const text = '自杀的人想跳楼，也会死';
  const units = Uint16Array.from(text, (unit) => unit.charCodeAt(0));
  const gate = openGate(buildGateTables(graphOfWords(['自杀', '跳楼', '死']), (label) => label > 0));
  const places: number[] = [];
  for (let at = gate.next(units, units.length, 0); at >= 0; at = gate.next(units, units.length, at + 1)) {
    places.push(at);
  }
  expect(places).toEqual([0, 5, 10]);
});

test('does not read behind the end of the text', () => {
  const units = Uint16Array.from('我想结束', (unit) => unit.charCodeAt(0));
  const gate = openGate(buildGateTables(graphOfWords(['我想结束', '想结']), (label) => label === 1));
  expect(gate.next(units, 3, 0)).toBe(-1);
  expect(gate.next(units, 4, 0)).toBe(0);
});

test.each(['药呃', '跳楼呃', '呃', '药跳', '药跳楼'])(
  'reads %s, again and again, a few times each',
  (unit) => {
    const text = unit.repeat(2_000);
    let reads = 0;
    const units = new Proxy(
      Uint16Array.from(text, (one) => one.charCodeAt(0)),
      {
        get(target, key) {
          reads += 1;
          return Reflect.get(target, key);
        },
      },
    );
    const gate = openGate(buildGateTables(graphOfWords(['药', '跳楼', '跳下去']), (label) => label > 0));
    let places = 0;
    for (let at = gate.next(units, text.length, 0); at >= 0; at = gate.next(units, text.length, at + 1)) {
      places += 1;
    }
    expect(places).toBeGreaterThanOrEqual(unit === '呃' ? 0 : 2_000);
    expect(reads).toBeLessThan(text.length * 6);
  },
);
