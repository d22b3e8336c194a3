import type { Person } from '../../src/campaigns/audience.ts';
import type { Segment } from '../../src/campaigns/segment.ts';
import { TALK_CHANNELS } from '../../src/core/channel.ts';
import { LANGUAGES } from '../../src/core/language.ts';

/** Whole numbers from 0 to below `below`, the same for the same seed. */
export type Chance = (below: number) => number;

export function createChance(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const some = <One>(chance: Chance, from: readonly One[]): One[] => from.filter(() => chance(2) === 0);

export function sampleSegment(chance: Chance, depth = 3): Segment {
  const kind = chance(depth === 0 ? 3 : 6);
  const branches = (): Segment[] => Array.from({ length: chance(3) }, () => sampleSegment(chance, depth - 1));
  if (kind === 0) return { kind: 'everyone' };
  if (kind === 1) return { kind: 'channel', in: some(chance, TALK_CHANNELS) };
  if (kind === 2) return { kind: 'language', in: some(chance, LANGUAGES) };
  if (kind === 3) return { kind: 'all', of: branches() };
  if (kind === 4) return { kind: 'any', of: branches() };
  return { kind: 'not', of: sampleSegment(chance, depth - 1) };
}

export const pick = <One>(chance: Chance, from: readonly [One, ...One[]]): One =>
  from[chance(from.length)] ?? from[0];

export const person = (contactId: string, change: Partial<Person> = {}): Person => ({
  contactId,
  agreed: true,
  staff: false,
  places: [place(`${contactId}-web`)],
  ...change,
});

type Place = Person['places'][number];

export const place = (addressId: string, change: Partial<Place> = {}): Place => ({
  addressId,
  channel: 'web',
  language: 'zh',
  reachable: true,
  optedOut: false,
  lastHeardAt: new Date('2026-11-01T00:00:00Z'),
  ...change,
});
