import type { ChangeDesk } from '../../src/conversation/desks/change-desk.ts';

/** A desk that shows nobody anything; what it does is tested on the running program. */
export const absentChanges: ChangeDesk = {
  day: async () => null,
  view: async () => null,
  offer: async () => 'absent',
  callOff: async () => 'absent',
  list: async () => null,
  notePhoned: async () => 'absent',
  absence: async () => null,
  mayClose: async () => false,
  meets: async () => null,
  closeDay: async () => 'absent',
};
