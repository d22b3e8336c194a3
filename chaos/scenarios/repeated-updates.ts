import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, takeAll, untilCasesOf } from '../desk.ts';
import { hire } from '../hire.ts';
import type { Scenario, Size } from '../scenario.ts';

const STUDENTS: Readonly<Record<Size, number>> = { long: 500, short: 5 };
const TIMES = 5;
const WEEK_MS = 7 * 86_400_000;

export const repeatedUpdates: Scenario = {
  name: 'repeated-updates',
  summary:
    'every update five times, each time doubled and in another order, and all of them once more a week later: one case each',
  alone: true,
  async run(place, size) {
    const centre = await openCentre(place, { database: 'shared' });
    const counsellors = await hire(centre, 3);
    const { telegram, gate } = centre;
    gate.scramble((updates) => updates.flatMap((update) => [update, update]).reverse());
    const chats = Array.from({ length: STUDENTS[size] }, () => centre.crisis());
    await untilCasesOf(centre, chats);
    place.tell('again and again');
    await comesAgain(centre, TIMES - 1);
    await centre.settle();
    place.tell('taken');
    await takeAll(centre, counsellors);
    await centre.settle();
    await closeAll(centre);
    place.tell('a week later');
    await centre.advance(WEEK_MS);
    await comesAgain(centre, 1);
    await telegram.waitUntilPolled();
    return conclude(centre, [], { casesEach: 1 });
  },
};

async function comesAgain({ telegram }: Centre, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    telegram.redeliver();
    await telegram.waitUntilConfirmed();
  }
}
