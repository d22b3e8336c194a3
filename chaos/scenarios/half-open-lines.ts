import { conclude, FAULT, p99 } from '../desk.ts';
import type { Scenario, Size } from '../scenario.ts';
import { openTroubled, suffer } from '../suffer.ts';

const TIMES: Readonly<Record<Size, number>> = { long: 10, short: 1 };
/** A query on a line whose other end is gone is given up after 30 s (`QUERY_MS` of src/storage/database.ts). */
const PAGE_BAR_MS = 45_000;

/** Beside `bad-network`, since nearly all of its time is waiting. */
export const halfOpenLines: Scenario = {
  name: 'half-open-lines',
  summary: 'the other end of every line to the stores is gone, and nobody is told',
  async run(place, size) {
    const troubled = await openTroubled(place);
    const waits: number[] = [];
    for (let time = 0; time < TIMES[size]; time += 1) {
      const begin = troubled.each((line) => line.halfOpen());
      waits.push(
        ...(await suffer(troubled, { what: 'half-open lines', begin, forMs: 0, end: () => undefined })),
      );
    }
    return conclude(troubled.centre, [p99('page on half-open lines', waits, PAGE_BAR_MS)], { ...FAULT });
  },
};
