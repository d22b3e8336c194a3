import { describe, expect, it } from 'vitest';
import { isMeasured, PLANS, planRound } from '../../chaos/scenarios/worker-kills.ts';

const long = Array.from({ length: PLANS.long.rounds }, (_, round) => planRound(round, PLANS.long));

describe('the rounds of worker-kills', () => {
  it('have a thousand people write, two hundred kills and fifty of a datastore', () => {
    expect(long.reduce((sum, { early, late }) => sum + early + late, 0)).toBe(1_000);
    expect(long.filter(({ whileWriting }) => whileWriting)).toHaveLength(100);
    expect(long.filter(({ storeDies }) => storeDies)).toHaveLength(50);
  });

  it('measure after each kill, and nobody who waited through none', () => {
    for (const round of long) expect(round.whileWriting ? round.early : round.late).toBeGreaterThan(0);
    const undisturbed = long.filter(({ whileWriting, storeDies }) => !whileWriting && !storeDies);
    expect(undisturbed).toHaveLength(50);
    expect(undisturbed.filter(isMeasured)).toEqual([]);
  });
});
