import { beforeAll, describe, expect, it } from 'vitest';
import { readBody } from '../../../src/keywords/centre/centre-rule.ts';
import { checkBody, checkDraft } from '../../../src/keywords/centre/check-draft.ts';
import { compileCentreRules, compileKnownRules } from '../../../src/keywords/centre/compile-centre-rules.ts';
import { EVERYDAY } from '../../../src/keywords/centre/everyday.ts';
import { joinScreeners } from '../../../src/keywords/centre/join-screeners.ts';
import { loadScreening } from '../../../src/keywords/load-screening.ts';
import { mergeScreenings, type Screener } from '../../../src/keywords/rules.ts';
import type { Screening } from '../../../src/keywords/screening.ts';
import type { ShippedRules } from '../../../src/keywords/shipped-rules.ts';
import { CONFIG_FOLDER } from '../../../src/settings.ts';
import { BODY, INPUT, ruleOf } from './bodies.ts';

describe("the centre's own rules beside the shipped ones", () => {
  let shipped: ShippedRules;
  beforeAll(async () => {
    const loading = await loadScreening(CONFIG_FOLDER);
    if (!loading.ok) throw new Error('config cannot be read');
    shipped = loading;
  });

  const compiled = (...rules: Parameters<typeof compileCentreRules>[1]): Screener => {
    const { screener, leftOut } = compileCentreRules(shipped, rules);
    if (screener === null || leftOut.length > 0) throw new Error('not compiled');
    return screener;
  };

  it('finds the words of the centre, with their level, category and reason', () => {
    const screener = compiled(ruleOf(3, BODY));
    expect(screener.screen('我今晚想一个人去三号桥')).toEqual({
      level: 'high',
      handoff: true,
      categories: ['suicide-plan'],
      matches: [{ rule: 'centre-3', start: 3, end: 11 }],
    });
    expect(screener.explain('centre-3')).toMatchObject({ why: BODY.why, source: '本中心' });
    // A shipped rule is no part of it.
    expect(screener.screen('我不想活了').level).toBe('none');
  });

  it('shares the shipped words around a match: denial, other persons, everyday words', () => {
    const screener = compiled(
      ruleOf(1, { ...BODY, forms: ['去三号桥', '跳楼'] }),
      ruleOf(2, { ...BODY, forms: ['去老水塔'], needs: ['self'], media: 'drops' }),
    );
    expect(screener.screen('我没有去三号桥').level).toBe('concern');
    expect(screener.screen('我室友说要去三号桥').categories).toContain('third-person');
    expect(screener.screen('双十一跳楼价').level).toBe('none');
    expect(screener.screen('去老水塔').level).toBe('none');
    expect(screener.screen('我去老水塔').level).toBe('high');
    expect(screener.screen('小说里的主角去老水塔').level).toBe('none');
    expect(screener.screen('我，去 老 水 塔').level).toBe('high');
    expect(screener.screen('我要去tiao楼').level).toBe('high');
  });

  it('leaves out what cannot be used, names it, and keeps the others', () => {
    const { screener, leftOut } = compileCentreRules(shipped, [
      ruleOf(1, BODY),
      ruleOf(2, { ...BODY, forms: ['{没有关上'] }),
      ruleOf(3, { ...BODY, category: 'no-such-category' }),
      ruleOf(4, null),
      ruleOf(5, { ...BODY, forms: ['去<no-such-set>'] }),
      ruleOf(6, { ...BODY, forms: ['去老水塔'] }),
      ruleOf(7, { ...BODY, fromTheFuture: true }),
    ]);
    expect(leftOut).toEqual([2, 3, 4, 5, 7]);
    expect(screener?.screen('想去三号桥').matches).toMatchObject([{ rule: 'centre-1' }]);
    expect(screener?.screen('去老水塔').matches).toMatchObject([{ rule: 'centre-6' }]);
  });

  it('is nothing where no rule can be used', () => {
    expect(compileCentreRules(shipped, [])).toEqual({ screener: null, leftOut: [] });
    expect(compileCentreRules(shipped, [ruleOf(1, {})])).toEqual({ screener: null, leftOut: [1] });
  });

  it('screens with those that are on, and still explains those that are not', () => {
    const { screener } = compileKnownRules(shipped, [
      ruleOf(1, BODY),
      ruleOf(2, { ...BODY, forms: ['去老水塔'], why: '停用的' }, 'off'),
      ruleOf(3, { ...BODY, forms: ['去四号桥'], why: '删掉的' }, 'deleted'),
    ]);
    expect(screener?.screen('我想去三号桥').level).toBe('high');
    expect(screener?.screen('我今天去四号桥，去老水塔走走').level).toBe('none');
    expect(screener?.explain('centre-2')?.why).toBe('停用的');
    expect(screener?.explain('centre-3')?.why).toBe('删掉的');
    expect(screener?.explain('centre-4')).toBeUndefined();
    const allOff = compileKnownRules(shipped, [ruleOf(2, BODY, 'off')]);
    expect(allOff.screener?.screen('我想去三号桥').level).toBe('none');
    expect(allOff.screener?.explain('centre-2')?.why).toBe(BODY.why);
  });

  it('raises what the shipped rules say and never lowers it', () => {
    const joined = joinScreeners(shipped.screener, compiled(ruleOf(1, { ...BODY, level: 'concern' })));
    for (const text of ['我不想活了，想去三号桥', '药已经吞下去了', '想去三号桥', '今天食堂好吃', '']) {
      const base = shipped.screener.screen(text);
      const whole = joined.screen(text);
      expect(mergeScreenings(base, whole).level).toBe(whole.level);
      for (const match of base.matches) expect(whole.matches).toContainEqual(match);
      for (const category of base.categories) expect(whole.categories).toContain(category);
    }
    expect(joined.screen('想去三号桥').level).toBe('concern');
    expect(joined.explain('wants-to-die')).toEqual(shipped.screener.explain('wants-to-die'));
    expect(joined.explain('centre-1')?.why).toBe(BODY.why);
  });

  it('merges two screenings into one', () => {
    const none: Screening = { level: 'none', handoff: false, categories: [], matches: [] };
    const a: Screening = {
      level: 'concern',
      handoff: false,
      categories: ['x', 'y'],
      matches: [{ rule: 'a', start: 4, end: 6 }],
    };
    const b: Screening = {
      level: 'imminent',
      handoff: true,
      categories: ['y', 'z'],
      matches: [{ rule: 'b', start: 1, end: 2 }],
    };
    expect(mergeScreenings(none, a)).toBe(a);
    expect(mergeScreenings(a, none)).toBe(a);
    const merged = { level: 'imminent', handoff: true, matches: [...b.matches, ...a.matches] };
    expect(mergeScreenings(a, b)).toEqual({ ...merged, categories: ['x', 'y', 'z'] });
    expect(mergeScreenings(b, a)).toEqual({ ...merged, categories: ['y', 'z', 'x'] });
  });

  describe('a draft', () => {
    const codes = (change: Partial<typeof INPUT>): string[] => {
      const checked = checkDraft(shipped, { ...INPUT, ...change });
      return checked.ok ? [] : checked.problems.map(({ field, code }) => `${field} ${code}`);
    };

    it('is read as it was meant, whatever keyboard typed it', () => {
      const typed = {
        ...INPUT,
        forms: ' ｛想，要｝……去｛三号桥、 老水塔｝ \n\n三号桥见\n三号桥见',
        gap: '１２',
      };
      const checked = checkDraft(shipped, typed);
      expect(checked).toMatchObject({ ok: true, floods: [] });
      expect(checked.ok && checked.body).toEqual(BODY);
      expect(readBody(JSON.parse(JSON.stringify(checked.ok && checked.body)))).toEqual(BODY);
    });

    it.each([
      ['an example that is not found', { match: '我今晚想一个人去三号桥\n我去三号楼' }, ['match not-found']],
      [
        'an example that is hidden by an everyday word',
        { forms: '跳楼', match: '双十一跳楼价' },
        ['match not-found'],
      ],
      ['an example that is denied', { match: '我没想去三号桥' }, ['match too-low']],
      ['a counter-example that is found', { not: '我想去三号桥\n三号楼' }, ['not found']],
      ['no example', { match: ' \n ' }, ['match empty']],
      ['nothing at all', { name: ' ', forms: '', why: '' }, ['name empty', 'forms empty', 'why empty']],
      ['an open brace', { forms: '{三,四号桥' }, ['forms not-closed']],
      ['a brace that closes nothing', { forms: '三}号桥' }, ['forms closes-nothing']],
      ['braces in braces', { forms: '{三,{四,五}}号桥' }, ['forms nested']],
      ['a gap in braces', { forms: '{去…三号桥,四号桥}' }, ['forms nested']],
      ['an empty piece', { forms: '去…' }, ['forms empty-piece']],
      ['a set of the shipped files', { forms: '<want>去三号桥' }, ['forms set-name']],
      ['one character', { forms: '桥' }, ['forms one-character']],
      ['one character among alternatives', { forms: '{三号桥,桥}' }, ['forms one-character']],
      [
        'too many spellings',
        { forms: Array.from({ length: 5 }, () => '{一,二,三,四,五,六,七,八}').join('') },
        ['forms too-many-spellings'],
      ],
      ['no level and no category', { level: '', category: '' }, ['category empty', 'level empty']],
      ['an invented level', { level: 'none', category: 'x' }, ['category unknown', 'level unknown']],
      ['a gap that is none', { gap: '-1' }, ['gap unknown']],
      ['controls', { why: '说明\u202e' }, ['why unshowable']],
    ] as const)('with %s is refused, and it is said where', (_, change, wanted) => {
      expect(codes(change)).toEqual(wanted);
    });

    it('says which everyday sentences it would find', () => {
      const broad = { ...INPUT, forms: '宿舍\n图书馆', match: '我在图书馆', not: '' };
      const checked = checkDraft(shipped, broad);
      expect(checked.ok && checked.floods).toContain('图书馆几点关门');
      expect(checked.ok && checked.floods).toContain('宿舍又停水了');
      // Sentences that the shipped rules themselves call harmless are everyday sentences too.
      const laughing = checkBody(shipped, {
        ...BODY,
        forms: ['军训'],
        examples: { match: ['军训'], not: [] },
      });
      expect(laughing.ok && laughing.floods.length).toBeGreaterThan(0);
      expect(checkDraft(shipped, INPUT)).toMatchObject({ ok: true, floods: [] });
    });
  });

  it('ships everyday sentences that no shipped rule finds', () => {
    expect(new Set(EVERYDAY).size).toBe(EVERYDAY.length);
    expect(EVERYDAY.filter((text) => shipped.screener.screen(text).level !== 'none')).toEqual([]);
  });
});
