import { describe, expect, it } from 'vitest';
import { changedSince } from '../../src/handoff/safety-plan.ts';

describe('a plan that is saved from a page that was opened earlier', () => {
  const seen = { signs: '睡不着', people: '妈妈' };

  it('changes only what was changed on the page', () => {
    const now = { ...seen, alone: '去操场走走' };
    const typed = { ...seen, people: '妈妈、室友' };
    expect(changedSince(typed, seen, now, false)).toEqual({ changes: { people: '妈妈、室友' }, clash: [] });
  });

  it('clashes where both changed the same heading, unless to the same words', () => {
    const now = { ...seen, signs: '整夜睡不着' };
    expect(changedSince({ ...seen, signs: '做噩梦' }, seen, now, false).clash).toEqual(['signs']);
    expect(changedSince(now, seen, now, false).clash).toEqual([]);
    expect(changedSince({ ...seen, signs: '' }, seen, now, false).clash).toEqual(['signs']);
  });

  it('is not given with words that were not seen', () => {
    const now = { ...seen, alone: '去操场走走' };
    expect(changedSince(seen, seen, now, true).clash).toEqual(['alone']);
    expect(changedSince(now, now, now, true)).toEqual({ changes: {}, clash: [] });
  });
});
