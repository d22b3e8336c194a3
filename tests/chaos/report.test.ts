import { describe, expect, it } from 'vitest';
import { listJobs, readOptions } from '../../chaos/options.ts';
import { toJson, toTable } from '../../chaos/report.ts';
import { complaints, type Line } from '../../chaos/scenario.ts';
import { SCENARIOS } from '../../chaos/scenarios.ts';

const LINE: Line = {
  scenario: 'invented/postgres',
  sent: 12,
  kills: 3,
  verdict: {
    repeats: 1,
    faults: [
      { kind: 'lost', what: 'update 7 had no turn' },
      { kind: 'double-owner', what: 'case 1001 has 2 owners' },
      { kind: 'out-of-order', what: 'turn b came before turn a' },
      { kind: 'unexpected', what: "arrival 9 is no row's" },
    ],
  },
  figures: [
    { name: 'page p99', unit: 's', value: 12.3, atMost: 10 },
    { name: 'drain', unit: 's', value: 1, atMost: 20 },
    { name: 'for reading', unit: 's', value: 99, atMost: null },
  ],
  seconds: 4.2,
};
const NAMES = SCENARIOS.map(({ name }) => name);

describe('what a run says', () => {
  it('is one line of JSON for a machine', () => {
    expect(toJson(LINE)).toBe(
      '{"scenario":"invented/postgres","sent":12,"kills":3,"lost":1,"doubleOwners":1,"repeats":1,"outOfOrder":1}',
    );
  });

  it('does not pass for a run in which nothing was lost when it broke off', () => {
    const verdict = { repeats: 0, faults: [{ kind: 'broken', what: 'not done in 1 ms' }] } as const;
    expect(JSON.parse(toJson({ ...LINE, sent: 0, verdict }))).toMatchObject({ sent: 0, broken: true });
  });

  it('is a table for a person, and a sentence for every fault and every bar that was missed', () => {
    expect(toTable([LINE])).toMatch(
      /invented\/postgres +12 +3 +1 +1 +1 +1 +1 +4 +page p99 12\.3 s \(at most 10\)/,
    );
    expect(complaints(LINE)).toHaveLength(5);
    expect(complaints(LINE, 2)).toHaveLength(4);
    expect(complaints(LINE).join('\n')).toContain('page p99 was 12.3 s, the bar is at most 10 s');
  });

  it('says nothing where nothing is wrong, and complains of a figure that is no number', () => {
    expect(complaints({ ...LINE, verdict: { repeats: 0, faults: [] }, figures: [] })).toEqual([]);
    const figures = [{ name: 'page', unit: 's', value: Number.NaN, atMost: 10 }];
    expect(complaints({ ...LINE, verdict: { repeats: 0, faults: [] }, figures })).toHaveLength(1);
  });
});

describe('what may be asked for', () => {
  const jobs = (...args: string[]): string[] => {
    const read = readOptions(args, NAMES);
    if (!read.ok) return [read.message];
    return listJobs(read.options, SCENARIOS).map(({ scenario, queue }) => `${scenario.name}/${queue}`);
  };

  it('is everything on both stores, and in the short form each on one of them', () => {
    expect(jobs()).toHaveLength(2 * NAMES.length);
    expect(jobs('--short')).toHaveLength(NAMES.length);
    expect(jobs('--short', '--queue', 'both')).toHaveLength(2 * NAMES.length);
    expect(jobs('--queue', 'redis').every((job) => job.endsWith('/redis'))).toBe(true);
    expect(jobs('--only', 'worker-kills', '--queue', 'postgres')).toEqual(['worker-kills/postgres']);
  });

  it('is refused with a sentence when it does not exist', () => {
    expect(jobs('--only', 'no-such-thing')[0]).toContain('expected one of');
    expect(jobs('--queue', 'mysql')[0]).toContain('postgres, redis, both');
    expect(jobs('--loud')[0]).toMatch(/^chaos: /);
  });
});
