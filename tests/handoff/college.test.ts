import { describe, expect, it } from 'vitest';
import { collegeIn, collegeOfTag, collegeTag, offeredColleges } from '../../src/handoff/college.ts';
import { type EscalationPolicy, policyFor } from '../../src/handoff/policy.ts';
import { readQuestionChoice } from '../../src/handoff/waiting/questions.ts';
import { policy as POLICY } from './samples.ts';

const naming = (...colleges: string[]): EscalationPolicy => ({
  ...POLICY,
  policies: [{ name: '医学部', colleges }],
});

describe('the college of somebody who waits', () => {
  const named = naming('医学院', '护理学院', '口腔医学院');

  it('can be tapped where the centre names a few, and outlives a change of the list', () => {
    expect(offeredColleges(POLICY)).toEqual([]);
    expect(offeredColleges(named)).toEqual(['医学院', '护理学院', '口腔医学院']);
    expect(offeredColleges(naming(...Array.from({ length: 13 }, (_, index) => `学院${index}`)))).toEqual([]);
    const tag = collegeTag('护理学院');
    expect(readQuestionChoice(`ask.college.${tag}`)).toEqual({ of: null, topic: 'college', answer: tag });
    expect(collegeOfTag(named, tag)).toBe('护理学院');
    expect(collegeOfTag(naming('文学院', '护理学院'), tag)).toBe('护理学院');
    expect(collegeOfTag(naming('文学院'), tag)).toBeNull();
  });

  it.each([
    ['我是护理学院大二的', '护理学院'],
    ['口腔医学院', '口腔医学院'],
    [' 医学院。', '医学院'],
    ['文学院', '文学院'],
  ])('typed as “%s” is %s', (typed, college) => {
    expect(collegeIn(named, typed)).toBe(college);
  });

  it('chooses the policy that names it', () => {
    const own = { ...POLICY.imminent, repeatSeconds: 30 };
    const special = { ...POLICY, policies: [{ name: '医学部', colleges: ['医学院'], imminent: own }] };
    expect(policyFor(special, collegeIn(special, '医学院的')).imminent).toBe(own);
  });
});
