import { expect, it } from 'vitest';
import { NO_WISHES } from '../../../src/booking/waiting-list/wishes.ts';
import { lostWishes, wishOptionsOf, withinReach } from '../../../src/booking/waiting-list/within-reach.ts';

const known = {
  staffId: 'a',
  name: '测试老师甲',
  gender: 'female',
  languages: ['普通话'],
  topics: ['睡眠'],
  online: false,
} as const;

it('drops each wish that no profile has any more, and no other', () => {
  const options = wishOptionsOf([known]);
  const there = { ...NO_WISHES, counsellorId: 'a', gender: 'female', topic: '睡眠', weekdays: [1] } as const;
  expect(withinReach(there, options)).toEqual(there);
  expect(lostWishes(there, options)).toEqual([]);
  const gone = {
    ...there,
    counsellorId: 'b',
    gender: 'male',
    language: 'English',
    topic: '人际',
    mode: 'online',
  } as const;
  expect(withinReach(gone, options)).toEqual({ ...NO_WISHES, weekdays: [1] });
  expect(lostWishes(gone, options)).toEqual(['counsellorId', 'gender', 'mode', 'language', 'topic']);
  // Whoever wants to come is not made to meet online by what no profile says.
  expect(withinReach({ ...NO_WISHES, mode: 'on-site' }, options).mode).toBe('on-site');
});
