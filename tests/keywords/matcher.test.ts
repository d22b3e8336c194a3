import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildMatcher, createHits, type Matcher, packMatcher } from '../../src/keywords/matcher.ts';
import { createTrie } from '../../src/keywords/trie.ts';

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

function findSlowly(patterns: readonly string[], text: string): string[] {
  return patterns.flatMap((pattern, number) => {
    const found: string[] = [];
    for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1)) {
      found.push(`${number}@${at + pattern.length}`);
    }
    return found;
  });
}

const hits = createHits();

/** Pattern (from 0) and end of everything that the matcher finds, the same by both of its ways. */
function findFast(matcher: Matcher, text: string): string[] {
  const told: string[] = [];
  matcher.scan(unitsOf(text), text.length, (pattern, end) => told.push(`${pattern}@${end}`));
  matcher.collect(unitsOf(text), text.length, hits);
  const collected: string[] = [];
  for (let at = 0; at < hits.count; at += 1) {
    for (let pattern = hits.patterns[at] ?? 0; pattern !== 0; pattern = matcher.shorter[pattern] ?? 0) {
      collected.push(`${pattern - 1}@${hits.ends[at]}`);
    }
  }
  expect(told).toEqual(collected);
  return told;
}

const anyUnit = fc.constantFrom('a', 'b', '死', '想');

test('finds exactly what looking for each pattern finds', () => {
  const words = fc.string({ unit: anyUnit, minLength: 1, maxLength: 5 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '死', '想', 'x'), maxLength: 40 });
  fc.assert(
    fc.property(fc.uniqueArray(words, { minLength: 1, maxLength: 12 }), texts, (patterns, text) => {
      expect(findFast(buildMatcher(patterns), text).sort()).toEqual(findSlowly(patterns, text).sort());
    }),
  );
});

test('finds among thousands of patterns over thousands of characters what looking for each finds', () => {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = (length: number): string =>
    Array.from({ length }, () => String.fromCharCode(0x4e00 + random(random(2) === 0 ? 40 : 5000))).join('');
  const patterns = [...new Set(Array.from({ length: 3000 }, () => word(1 + random(4))))];
  const matcher = buildMatcher(patterns);
  const text = Array.from({ length: 2000 }, () => patterns[random(patterns.length)]).join('');
  expect(findFast(matcher, text).sort()).toEqual(findSlowly(patterns, text).sort());
  expect(matcher.bytes).toBeLessThan(1_500_000);
});

test('tells the flags of all patterns that were found, also of those within longer ones', () => {
  const trie = createTrie();
  const grow = (word: string): number =>
    [...word].reduce((state, character) => trie.grow(state, character.charCodeAt(0)), 0);
  const states = ['想死', '死', '活'].map(grow);
  const grown = trie.finish();
  const endOf = new Int32Array(grown.states);
  states.forEach((state, index) => {
    endOf[state] = index + 1;
  });
  const matcher = packMatcher(grown, endOf, Int32Array.of(0, 1, 2, 4));
  matcher.collect(unitsOf('我想死'), 3, hits);
  expect(hits.flags).toBe(3);
  matcher.collect(unitsOf('我活着'), 3, hits);
  expect(hits.flags).toBe(4);
  matcher.collect(unitsOf('我想'), 2, hits);
  expect(hits.flags).toBe(0);
});
