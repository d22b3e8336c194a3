import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RuleBody } from '../../../src/keywords/centre/centre-rule.ts';
import { compareRules } from '../../../src/keywords/centre/compare-rules.ts';
import { compileCentreRules } from '../../../src/keywords/centre/compile-centre-rules.ts';
import { type Form, readForm } from '../../../src/keywords/forms.ts';
import { rankLevel } from '../../../src/keywords/screening.ts';
import { BODY } from './bodies.ts';

const word = fc.constantFrom('东', '西', '南', '北', '塔', '桥');
const piece = fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).map((words) => `{${words.join(',')}}`);
const form = fc
  .array(fc.tuple(piece, fc.constantFrom('…', '~', '+')), { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.map(([words, mark], at) => (at === 0 ? words : mark + words)).join(''));
const rule = fc.record({
  forms: fc.uniqueArray(form, { minLength: 1, maxLength: 3 }),
  gap: fc.integer({ min: 0, max: 4 }),
  level: fc.constantFrom('concern' as const, 'high' as const, 'imminent' as const),
});

/** Near each other, so that some changes lose nothing. */
const change = rule.chain((before) =>
  fc.record({
    before: fc.constant({ ...BODY, ...before }),
    after: fc
      .record({
        more: fc.array(form, { maxLength: 2 }),
        kept: fc.subarray(before.forms),
        gap: fc.integer({ min: 0, max: 4 }),
        level: fc.constantFrom('concern' as const, 'high' as const, 'imminent' as const),
        all: fc.boolean(),
      })
      .map(({ more, kept, gap, level, all }): RuleBody => {
        const forms = [...(all ? before.forms : kept), ...more];
        return { ...BODY, gap, level, forms: forms.length === 0 ? before.forms : forms };
      }),
    picks: fc.array(fc.nat(50), { minLength: 12, maxLength: 12 }),
  }),
);

/** A text that the form finds: one spelling of each piece, as far apart as may be. */
function spell(found: Form, gap: number, picks: readonly number[]): string {
  return found
    .map(({ spellings, gap: own }, at) => {
      const apart = at === 0 ? 0 : (picks[at] ?? 0) % ((own ?? gap) + 1);
      return '口'.repeat(apart) + (spellings[(picks[at + 6] ?? 0) % spellings.length] ?? '');
    })
    .join('');
}

const NOTHING_SHIPPED = { files: [], restore: () => null };

const screen = (body: RuleBody, text: string): number =>
  rankLevel(
    compileCentreRules(NOTHING_SHIPPED, [{ number: 1, body }]).screener?.screen(text).level ?? 'none',
  );

it('a change that is called no weakening loses nothing of what was found', () => {
  let harmless = 0;
  fc.assert(
    fc.property(change, ({ before, after, picks }) => {
      if (compareRules(before, after).some(({ weaker }) => weaker)) return;
      harmless += 1;
      for (const source of before.forms) {
        const reading = readForm(source, new Map());
        if (!reading.ok) throw new Error(reading.problem);
        const text = spell(reading.form, before.gap, picks);
        const was = screen(before, text);
        expect(was).toBeGreaterThan(0);
        expect([text, screen(after, text) >= was]).toEqual([text, true]);
      }
    }),
    { numRuns: 300, seed: 8 },
  );
  expect(harmless).toBeGreaterThan(20);
});
