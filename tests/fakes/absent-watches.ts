import type { WatchDesk } from '../../src/conversation/desks/cases/watch-desk.ts';

/** A desk that shows nobody anything; what it does is tested on the running program. */
export const absentWatches: WatchDesk = {
  view: async () => null,
  reminders: async () => [],
  hold: async () => ({ ok: false, code: 'absent' }),
  arrive: async () => ({ ok: false, code: 'absent' }),
  withdrawArrival: async () => ({ ok: false, code: 'absent' }),
};
