import { describe, expect, it } from 'vitest';
import { DANGER_ORDER, pickCategory } from '../../../src/conversation/student/pick-category.ts';
import { categories } from '../../../src/keywords/rule-file.ts';
import { noScreening, type Screening } from '../../../src/keywords/screening.ts';
import { loadDefaultRules } from '../../keywords/default-screener.ts';

const { screener } = await loadDefaultRules();
const pick = (text: string) => pickCategory(screener.screen(text), screener.explain);

describe('the category that the first text is about', () => {
  it('has a place in the order for every category, once', () => {
    expect([...DANGER_ORDER].sort()).toEqual([...categories].sort());
  });

  it('is none where nothing was found', () => {
    expect(pickCategory(noScreening(), screener.explain)).toBeNull();
    expect(pick('今天食堂的面不错')).toBeNull();
  });

  it('is that of the gravest rule, whatever else was said', () => {
    expect(pick('室友们都孤立我，我不想活了。药已经吞下去了')).toBe('overdose');
    expect(pick('最近有幻听。我想自杀')).toBe('suicide-intent');
    expect(pick('我每天都催吐，也常常觉得活着没意思')).toBe('eating-disorder');
  });

  it('of rules of one level is the more dangerous one', () => {
    const screening: Screening = {
      level: 'high',
      handoff: true,
      categories: ['method-question', 'assault', 'possible-crisis'],
      matches: [],
    };
    expect(pickCategory(screening, () => undefined)).toBe('assault');
  });

  it('is a report where somebody else is in danger', () => {
    expect(pick('我室友说她不想活了')).toBe('third-person');
    expect(pick('室友吃了一瓶药，现在叫不醒')).toBe('third-person');
  });

  it('stays with the drunk one, whose text is written to the helper', () => {
    expect(pick('室友喝醉了叫不醒')).toBe('alcohol');
  });

  it('is no report where the other person is the one who does it', () => {
    expect(pick('我爸喝醉了在打我')).toBe('abuse');
    expect(pick('导师摸我大腿')).toBe('assault');
    expect(pick('他们给我下毒，我不敢吃')).toBe('psychosis');
  });
});
