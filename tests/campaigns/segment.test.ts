import { describe, expect, it } from 'vitest';
import { audienceOf, checkAudience } from '../../src/campaigns/audience.ts';
import { isFiltered, isMeant, pickedOf, readSegment, segmentOf } from '../../src/campaigns/segment.ts';
import { TALK_CHANNELS } from '../../src/core/channel.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { createChance, person, place, sampleSegment } from './samples.ts';

const PLACES = TALK_CHANNELS.flatMap((channel) => LANGUAGES.map((language) => ({ channel, language })));

describe('a segment', () => {
  it('and its opposite share nobody and leave nobody out', () => {
    const chance = createChance(1);
    for (let round = 0; round < 300; round += 1) {
      const segment = sampleSegment(chance);
      for (const one of PLACES) {
        expect(isMeant({ kind: 'not', of: segment }, one)).toBe(!isMeant(segment, one));
      }
    }
  });

  it('follows the laws of "all" and "any"', () => {
    const chance = createChance(2);
    for (let round = 0; round < 300; round += 1) {
      const [a, b] = [sampleSegment(chance), sampleSegment(chance)];
      for (const one of PLACES) {
        expect(isMeant({ kind: 'all', of: [a, b] }, one)).toBe(isMeant(a, one) && isMeant(b, one));
        expect(isMeant({ kind: 'any', of: [a, b] }, one)).toBe(isMeant(a, one) || isMeant(b, one));
      }
    }
    expect(PLACES.every((one) => isMeant({ kind: 'all', of: [] }, one))).toBe(true);
    expect(PLACES.some((one) => isMeant({ kind: 'any', of: [] }, one))).toBe(false);
  });

  it('is read back as it was written, and anything else is refused', () => {
    const chance = createChance(3);
    for (let round = 0; round < 100; round += 1) {
      const segment = sampleSegment(chance);
      expect(readSegment(JSON.parse(JSON.stringify(segment)))).toEqual(segment);
    }
    for (const wrong of [null, {}, { kind: 'case' }, { kind: 'channel', in: ['sms'] }, { kind: 'not' }]) {
      expect(() => readSegment(wrong)).toThrow();
    }
  });

  it('stands for the boxes that were picked, and shows them again', () => {
    for (const channels of [TALK_CHANNELS, ['web'], ['telegram', 'wechat']] as const) {
      for (const languages of [LANGUAGES, ['en']] as const) {
        const segment = segmentOf({ channels, languages });
        expect(pickedOf(segment)).toEqual({ channels: [...channels], languages: [...languages] });
        expect(isFiltered(segment)).toBe(channels.length < 3 || languages.length < 2);
      }
    }
  });
});

describe('an audience', () => {
  const later = new Date('2026-11-20T00:00:00Z');
  const everyone = { kind: 'everyone' } as const;
  const ids = (...people: ReturnType<typeof person>[]) =>
    audienceOf(everyone, people).map((one) => one.addressId);

  it('is everybody who agreed, did not opt out anywhere, and is no staff', () => {
    expect(ids(person('a'))).toEqual(['a-web']);
    expect(ids(person('a', { agreed: false }))).toEqual([]);
    expect(ids(person('a', { staff: true }))).toEqual([]);
    const out = place('2', { optedOut: true, reachable: false, channel: 'telegram' });
    expect(ids(person('a', { places: [place('1'), out] }))).toEqual([]);
  });

  it('has each person once, where they wrote last and can be reached', () => {
    const places = [place('1'), place('2', { lastHeardAt: later, channel: 'telegram' }), place('3')];
    expect(ids(person('a', { places }))).toEqual(['2']);
    const gone = places.map((one) => (one.addressId === '2' ? { ...one, reachable: false } : one));
    expect(ids(person('a', { places: gone }))).toEqual(['1']);
    const onWeb = { kind: 'channel', in: ['web'] } as const;
    expect(audienceOf(onWeb, [person('a', { places })]).map((one) => one.addressId)).toEqual(['1']);
  });

  it('that a filter makes small is refused; everyone is no filter', () => {
    const onWeb = { kind: 'channel', in: ['web'] } as const;
    expect(checkAudience(onWeb, 19)).toBe('too-few');
    expect(checkAudience(onWeb, 20)).toBeNull();
    expect(checkAudience(everyone, 3)).toBeNull();
    expect(checkAudience({ kind: 'all', of: [] }, 3)).toBeNull();
    expect(checkAudience(everyone, 0)).toBe('nobody');
    expect(checkAudience(onWeb, 0)).toBe('nobody');
  });
});
