import { describe, expect, it } from 'vitest';
import { plantForms, takeForms } from '../../bench/screening/forms.ts';
import { writeMessages } from '../../bench/screening/messages.ts';
import { buildOwn, buildPeers, checkPeers } from '../../bench/screening/peers.ts';
import { loadShipped, screenerOf, shippedScreener } from '../../bench/screening/screeners.ts';
import { microseconds, screening } from '../../bench/screening/screening.ts';

const files = await loadShipped();
const messages = writeMessages(200);

describe('the bench of the screening', () => {
  it('writes the same everyday messages each time, of 30 characters on average, none of them a crisis', () => {
    expect(writeMessages(200)).toEqual(messages);
    expect(writeMessages(200, 2)).not.toEqual(messages);
    const average = messages.join('').length / messages.length;
    expect(average).toBeGreaterThan(27);
    expect(average).toBeLessThan(33);
    const { screener } = shippedScreener(files);
    expect(messages.filter((message) => screener.screen(message).level !== 'none')).toEqual([]);
  });

  it('takes different plain forms, and the screening finds those that are planted', () => {
    const forms = takeForms(files, 500);
    expect(new Set(forms).size).toBe(500);
    expect(() => takeForms(files, 10_000_000)).toThrow(/are needed/);
    const { screener, megabytes } = screenerOf(files, forms);
    expect(megabytes).toBeLessThan(20);
    const found = plantForms(messages, forms).filter((message) => screener.screen(message).level !== 'none');
    expect(found.length).toBeGreaterThan(50);
  });

  it('races only peers that find what we find', () => {
    const forms = takeForms(files, 500);
    const planted = plantForms(messages, forms);
    const peers = buildPeers(forms);
    expect(() => checkPeers(peers, forms, planted)).not.toThrow();
    const [first] = peers;
    if (first === undefined) throw new Error('no peer');
    expect(planted.filter((message) => buildOwn(forms)(message).length > 0).length).toBeGreaterThan(50);
    const blind = { ...first, report: () => [] };
    expect(() => checkPeers([blind], forms, planted)).toThrow(/finds 0 matches/);
  });

  it('measures the median round, and has a value for every line', () => {
    expect(microseconds(['a', 'b'], () => undefined, 2)).toBeGreaterThanOrEqual(0);
    expect(screening.measures.map(({ name }) => name)).toEqual([
      'screening-5000',
      'screening-50000',
      'screening-rules',
      'screening-shipped',
      'screening-double-array',
      'linear-in-length',
      'linear-in-length-rules',
      'automaton-megabytes',
    ]);
  });
});
