import { describe, expect, it } from 'vitest';
import { ANY, type CounsellorFacts, stillOffered, type Wish, wishChoices } from '../../src/booking/wish.ts';

const facts = (staffId: string, changes: Partial<CounsellorFacts> = {}): CounsellorFacts => ({
  staffId,
  counsellor: `测试老师${staffId}`,
  gender: 'female',
  topics: ['睡眠'],
  languages: ['粤语'],
  online: false,
  introduction: null,
  ...changes,
});

describe('an old wish', () => {
  it('loses what nobody can fulfil any more, part by part, and keeps the rest', () => {
    const wish: Wish = { staffId: '甲', gender: 'male', topic: '学业', language: '粤语', mode: 'online' };
    expect(stillOffered(wish, [facts('乙'), facts('丙')])).toEqual({
      wish: { ...ANY, language: '粤语' },
      lost: { ...wish, language: null },
    });
    const there = [
      facts('甲', { gender: 'male', online: true, topics: ['学业'] }),
      facts('乙'),
      facts('丙', { languages: [] }),
    ];
    expect(stillOffered(wish, there)).toEqual({ wish, lost: null });
    expect(stillOffered(ANY, [])).toEqual({ wish: ANY, lost: null });
  });

  it('rules nowhere unseen: the one value that is left is a choice for whoever wishes for it', () => {
    const alone = [facts('甲')];
    const wish: Wish = { staffId: '甲', gender: 'female', topic: null, language: '粤语', mode: 'on-site' };
    expect(stillOffered(wish, alone)).toEqual({ wish, lost: null });
    expect(wishChoices(alone, wish)).toMatchObject({
      counsellors: [{ staffId: '甲' }],
      genders: ['female'],
      languages: ['粤语'],
      modes: ['on-site'],
    });
    expect(wishChoices(alone)).toMatchObject({ counsellors: [], genders: [], languages: [], modes: [] });
  });
});
