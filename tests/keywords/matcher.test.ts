import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildMatcher } from '../../src/keywords/matcher.ts';

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

test('finds exactly what looking for each pattern finds', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', '死', '想'), minLength: 1, maxLength: 5 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '死', '想', 'x'), maxLength: 40 });
  fc.assert(
    fc.property(fc.uniqueArray(words, { minLength: 1, maxLength: 12 }), texts, (patterns, text) => {
      const found: string[] = [];
      buildMatcher(patterns).scan(unitsOf(text), text.length, (pattern, end) =>
        found.push(`${pattern}@${end}`),
      );
      expect(found.sort()).toEqual(findSlowly(patterns, text).sort());
    }),
  );
});
