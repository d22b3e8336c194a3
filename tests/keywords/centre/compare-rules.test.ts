import { describe, expect, it } from 'vitest';
import type { RuleBody } from '../../../src/keywords/centre/centre-rule.ts';
import { compareRules, needsSecondPerson } from '../../../src/keywords/centre/compare-rules.ts';
import { BODY } from './bodies.ts';

const examples = (match: string[], not: string[] = []) => ({ examples: { match, not } });

/** Each changes one thing of a rule; `true`: less is found, or as less grave. */
const CHANGES: readonly (readonly [string, Partial<RuleBody>, Partial<RuleBody>, boolean])[] = [
  ['nothing', {}, {}, false],
  ['a name', {}, { name: '桥' }, false],
  ['the reason', {}, { why: '换个说法' }, false],
  ['the category', {}, { category: 'suicide-intent' }, false],
  ['an example more', {}, examples(['我今晚想一个人去三号桥', '想去老水塔']), false],
  ['a counter-example more', {}, examples(['我今晚想一个人去三号桥'], ['三号楼的电梯坏了', '三号窗']), false],
  ['the level up', {}, { level: 'imminent' }, false],
  ['the level down to concern', {}, { level: 'concern' }, true],
  ['the level down to high', { level: 'imminent' }, { level: 'high' }, true],
  ['a form more', { forms: ['去三号桥'] }, { forms: ['去三号桥', '去四号桥'] }, false],
  ['a form less', { forms: ['去三号桥', '去四号桥'] }, { forms: ['去三号桥'] }, true],
  ['forms in another order', { forms: ['去三号桥', '去四号桥'] }, { forms: ['去四号桥', '去三号桥'] }, false],
  ['two forms in one', { forms: ['去三号桥', '去四号桥'] }, { forms: ['去{三,四}号桥'] }, false],
  ['one form in two', { forms: ['去{三,四}号桥'] }, { forms: ['去三号桥', '去四号桥'] }, true],
  ['an alternative more', { forms: ['去{三,四}号桥'] }, { forms: ['去{三,四,五}号桥'] }, false],
  ['an alternative less', { forms: ['去{三,四}号桥'] }, { forms: ['去三号桥'] }, true],
  ['a word that may be missing', { forms: ['去老水塔'] }, { forms: ['去{老,}水塔'] }, false],
  ['a word that may be missing no more', { forms: ['去{老,}水塔'] }, { forms: ['去老水塔'] }, true],
  ['near to far', { forms: ['去~水塔'] }, { forms: ['去…水塔'] }, false],
  ['far to near', { forms: ['去…水塔'] }, { forms: ['去~水塔'] }, true],
  ['near to side by side', { forms: ['去~水塔'] }, { forms: ['去+水塔'] }, true],
  ['a piece more', { forms: ['去…水塔'] }, { forms: ['去…老…水塔'] }, true],
  ['a piece more at the end', { forms: ['去…水塔'] }, { forms: ['去…水塔…见'] }, true],
  ['a piece less at the end', { forms: ['去…水塔…见'] }, { forms: ['去…水塔'] }, true],
  // Finds more; it is looked at by a second person all the same.
  ['a shorter word', { forms: ['去水塔'] }, { forms: ['水塔'] }, true],
  ['the gap wider', { forms: ['去…水塔'] }, { gap: 20 }, false],
  ['the gap narrower', { forms: ['去…水塔'] }, { gap: 5 }, true],
  ['the gap narrower where no form uses it', { forms: ['去水塔'] }, { gap: 5 }, false],
  ['a condition more', {}, { needs: ['self'] }, true],
  ['a condition less', { needs: ['self', 'own'] }, { needs: ['own'] }, false],
  ['a condition for another', { needs: ['self'] }, { needs: ['own'] }, true],
  ['an exception more', {}, { unless: ['casual'] }, true],
  ['an exception less', { unless: ['casual'] }, { unless: [] }, false],
  ['denial: lowers to drops', {}, { negation: 'drops' }, true],
  ['denial: drops to lowers', { negation: 'drops' }, { negation: 'lowers' }, false],
  ['denial: ignored to lowers', { negation: 'ignored' }, { negation: 'lowers' }, true],
  ['denial: lowers to ignored', {}, { negation: 'ignored' }, false],
  ['past: ignored to lowers', { past: 'ignored' }, { past: 'lowers' }, true],
  ['past: lowers to ignored', {}, { past: 'ignored' }, false],
  ['media: ignored to drops', { media: 'ignored' }, { media: 'drops' }, true],
  ['media: drops to ignored', {}, { media: 'ignored' }, false],
  ['homework: ignored to lowers', { study: 'ignored' }, { study: 'lowers' }, true],
  ['homework: lowers to ignored', {}, { study: 'ignored' }, false],
  ['quotation: ignored to drops', { quoted: 'ignored' }, { quoted: 'drops' }, true],
  ['quotation: drops to ignored', {}, { quoted: 'ignored' }, false],
  ['second person: lowers to drops', {}, { second: 'drops' }, true],
  ['second person: drops to ignored', { second: 'drops' }, { second: 'ignored' }, false],
  ['a form more and one less', { forms: ['去三号桥'] }, { forms: ['去四号桥'] }, true],
  [
    'the level up and a form less',
    { forms: ['三号桥', '四号桥'] },
    { forms: ['三号桥'], level: 'imminent' },
    true,
  ],
];

describe('what a change of a rule means', () => {
  it.each(CHANGES)('%s', (_, from, to, weaker) => {
    const before = { ...BODY, ...from };
    const after = { ...before, ...to };
    expect(compareRules(before, after).some((one) => one.weaker)).toBe(weaker);
    expect(needsSecondPerson('active', before, after)).toBe(weaker);
    // It weakens nothing that is off, or that calls nobody.
    expect(needsSecondPerson('off', before, after)).toBe(false);
    const calm = { ...before, level: 'concern' } as const;
    expect(needsSecondPerson('active', calm, { ...after, level: 'concern' })).toBe(false);
  });

  it('names what is gone and what is new', () => {
    const after: RuleBody = { ...BODY, level: 'concern', forms: ['三号桥见', '塔下见'], unless: ['casual'] };
    expect(compareRules(BODY, after)).toEqual([
      { field: 'forms', gone: ['{想,要}…去{三号桥,老水塔}'], added: ['塔下见'], weaker: true },
      { field: 'level', gone: ['high'], added: ['concern'], weaker: true },
      { field: 'unless', gone: [], added: ['casual'], weaker: true },
    ]);
  });

  it('wants a second person for switching off what calls somebody, and only for that', () => {
    expect(needsSecondPerson('active', BODY, null)).toBe(true);
    expect(needsSecondPerson('active', { ...BODY, level: 'imminent' }, null)).toBe(true);
    expect(needsSecondPerson('active', { ...BODY, level: 'concern' }, null)).toBe(false);
    expect(needsSecondPerson('off', BODY, null)).toBe(false);
    expect(needsSecondPerson('active', null, null)).toBe(false);
  });
});
