import { openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, takeAll, untilPaged } from '../desk.ts';
import { hire } from '../hire.ts';
import { createRandom } from '../random.ts';
import type { Scenario, Size } from '../scenario.ts';

const TIMES: Readonly<Record<Size, number>> = { long: 100, short: 1 };
const STUDENTS = 6;
/** What a call of the Bot API takes here, so that something is always on its way, in ms. */
const TRAVEL_MS = 60;
const DRAINED_BAR_MS = 20_000;

export const terminated: Scenario = {
  name: 'terminated',
  summary:
    'SIGTERM while people write and messages are on their way: drained, nothing lost, nothing repeated',
  async run(place, size) {
    const random = createRandom(TIMES[size]);
    const centre = await openCentre(place, { database: 'shared' });
    const counsellors = await hire(centre, 3);
    centre.gate.slow(TRAVEL_MS);
    const drained: number[] = [];
    let crashed = 0;
    for (let time = 0; time < TIMES[size]; time += 1) {
      const before = centre.telegram.calls('sendMessage').length;
      const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
      await centre.telegram.waitForCalls('sendMessage', before + 1 + Math.floor(random() * STUDENTS));
      const stoppingAt = performance.now();
      if ((await centre.program().stop()) !== 0) crashed += 1;
      drained.push(performance.now() - stoppingAt);
      centre.countKill();
      await centre.start();
      await centre.settle();
      await centre.advance(DIGEST_MS);
      await untilPaged(centre, chats, performance.now());
      await takeAll(centre, counsellors, time);
      await centre.settle();
      await closeAll(centre);
    }
    const outcome = await conclude(centre, [
      {
        name: 'longest drain',
        unit: 's',
        value: Math.max(...drained) / 1_000,
        atMost: DRAINED_BAR_MS / 1_000,
      },
      { name: 'exits with another code than 0', unit: '', value: crashed, atMost: 0 },
    ]);
    const { repeats } = outcome.verdict;
    return {
      ...outcome,
      figures: [...outcome.figures, { name: 'repeats', unit: '', value: repeats, atMost: 0 }],
    };
  },
};
