import type { DrillDesk } from '../../src/conversation/desks/duty/drill-desk.ts';

/** A desk that shows nobody anything; what it does is tested on the running program. */
export const absentDrills: DrillDesk = {
  view: async () => null,
  calling: async () => null,
  plan: async () => 'absent',
  start: async () => 'absent',
  end: async () => 'absent',
  take: async () => ({ outcome: 'absent' }),
  say: async () => 'absent',
  results: async () => null,
};
