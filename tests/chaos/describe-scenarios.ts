import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listJobs } from '../../chaos/options.ts';
import { openYard, type QueueStore } from '../../chaos/place.ts';
import { toJson } from '../../chaos/report.ts';
import { runAll } from '../../chaos/run-all.ts';
import { complaints, type Line } from '../../chaos/scenario.ts';
import { SCENARIOS } from '../../chaos/scenarios.ts';

/** Both stores side by side, on whatever machine CI is. */
const CEILING_MS = 360_000;
/** The scenarios on the other store run beside, and other tests: fewer at once, so that none waits for the cores alone. */
const AT_ONCE = 3;
/** For the same reason a time misses its bar at twice of it here, and at once of it in `npm run chaos`. */
const PATIENCE = 2;

/** The short form of every scenario of chaos/ on one store of the queue. */
export function describeScenarios(queue: QueueStore): void {
  const canRun =
    queue === 'postgres' || process.env.CI || spawnSync('redis-server', ['--version']).status === 0;
  if (!canRun) console.warn('\n!!! redis-server is not installed: the scenarios on Redis are SKIPPED\n');
  const names = SCENARIOS.map(({ name }) => name);
  describe.skipIf(!canRun)(`with the queue on ${queue}`, () => {
    const yard = openYard();
    let lines: Line[] = [];
    beforeAll(async () => {
      lines = await runAll(
        listJobs({ names, queues: queue }, SCENARIOS),
        'short',
        yard,
        () => undefined,
        (line) => console.info(toJson(line)),
        AT_ONCE,
      );
    }, CEILING_MS);
    afterAll(() => yard.close());

    it.each(names)('%s', (name) => {
      const line = lines.find(({ scenario }) => scenario === `${name}/${queue}`);
      expect(line === undefined ? ['it did not run'] : complaints(line, PATIENCE)).toEqual([]);
      expect(line?.sent).toBeGreaterThan(0);
    });
  });
}
