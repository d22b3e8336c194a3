import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildMatcher, buildSpellingMatcher, createHits, type Matcher } from '../../src/keywords/matcher.ts';
import { createGraphBuilder } from '../../src/keywords/spelling-graph.ts';

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

/** By a matcher of spellings of several parts: what each means, its length and its end, sorted. */
function findMeanings(pieces: readonly (readonly (readonly string[])[])[], text: string): string[] {
  const builder = createGraphBuilder();
  pieces.forEach((parts, meaning) => {
    builder.add(parts, meaning);
  });
  const graph = builder.finish();
  const matcher = buildSpellingMatcher(graph, new Uint8Array(graph.labels.count));
  matcher.collect(unitsOf(text), text.length, hits);
  const found: string[] = [];
  for (let at = 0; at < hits.count; at += 1) {
    for (let pattern = hits.patterns[at] ?? 0; pattern !== 0; pattern = matcher.shorter[pattern] ?? 0) {
      const label = matcher.labels[pattern] ?? 0;
      const { starts, list } = graph.labels;
      for (const meaning of list.subarray(starts[label], starts[label + 1])) {
        found.push(`${meaning} ${matcher.lengths[pattern]}@${hits.ends[at]}`);
      }
    }
  }
  return found.sort();
}

test('finds all spellings of several parts with what they mean, as if each were written out', () => {
  const words = fc.array(fc.string({ unit: anyUnit, maxLength: 2 }), { minLength: 1, maxLength: 4 });
  const anyPieces = fc.array(fc.array(words, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '死', '想', 'x'), maxLength: 40 });
  fc.assert(
    fc.property(anyPieces, texts, (pieces, text) => {
      const expected = new Set<string>();
      pieces.forEach((parts, meaning) => {
        const spellings = parts.reduce<string[]>(
          (heads, part) => heads.flatMap((head) => part.map((word) => head + word)),
          [''],
        );
        for (const spelling of spellings.filter((one) => one !== '')) {
          for (let at = text.indexOf(spelling); at !== -1; at = text.indexOf(spelling, at + 1)) {
            expected.add(`${meaning} ${spelling.length}@${at + spelling.length}`);
          }
        }
      });
      expect(findMeanings(pieces, text)).toEqual([...expected].sort());
    }),
    { numRuns: 500 },
  );
});

test('a piece of thousands of spellings takes little more memory than its words', () => {
  const digits = [...'零一二三四五六七八九'];
  const builder = createGraphBuilder();
  builder.add([digits, digits, digits, digits, ['死']], 0);
  const graph = builder.finish();
  expect(graph.nodes).toBe(6);
  const matcher = buildSpellingMatcher(graph, new Uint8Array(graph.labels.count));
  matcher.collect(unitsOf('三一四一五死'), 6, hits);
  expect([hits.count, hits.ends[0]]).toEqual([1, 6]);
  expect(matcher.bytes).toBeLessThan(200_000);
});

test('tells the flags of all patterns that were found, also of those within longer ones', () => {
  const builder = createGraphBuilder();
  ['想死', '死', '活'].forEach((word, meaning) => {
    builder.add([[word]], meaning);
  });
  const graph = builder.finish();
  const { count, starts, list } = graph.labels;
  const flags = Uint8Array.from({ length: count }, (_, row) =>
    row === 0 ? 0 : 1 << (list[starts[row] ?? 0] ?? 0),
  );
  const matcher = buildSpellingMatcher(graph, flags);
  matcher.collect(unitsOf('我想死'), 3, hits);
  expect(hits.flags).toBe(3);
  matcher.collect(unitsOf('我活着'), 3, hits);
  expect(hits.flags).toBe(4);
  matcher.collect(unitsOf('我想'), 2, hits);
  expect(hits.flags).toBe(0);
});
