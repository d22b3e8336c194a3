import type { Bench } from './bench.ts';
import { bookingSlots } from './booking-slots/booking-slots.ts';
import { page } from './page/page.ts';
import { screening } from './screening/screening.ts';
import { start } from './start/start.ts';
import { turn } from './turn/turn.ts';

/** In the order in which they are run. */
export const BENCHES: readonly Bench[] = [page, turn, start, screening, bookingSlots];
