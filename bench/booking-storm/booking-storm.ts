import { migrate } from '../../src/storage/migrate.ts';
import { CHECKOUT } from '../../tests/support/program.ts';
import type { Bench } from '../bench.ts';
import { ourStorm, peerStorm } from './storm.ts';

export const bookingStorm: Bench = {
  name: 'booking-storm',
  summary: 'double bookings when 500 students want one time at once, beside looking first and inserting then',
  measures: [{ name: 'booking-storm', unit: 'double bookings', bar: { kind: 'at most', ratio: 0 } }],
  run: (side, workshop) =>
    workshop.runIn(async (bay) => {
      const url = await bay.createDatabase();
      if (side === 'peer') return [(await peerStorm(url)).doubled];
      await migrate(url, `${CHECKOUT}/migrations`);
      const { promised, doubled } = await ourStorm(url);
      if (promised !== 1) throw new Error(`the time was promised ${promised} times`);
      return [doubled];
    }),
};
