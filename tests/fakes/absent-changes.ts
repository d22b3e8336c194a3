import { can } from '../../src/access/can.ts';
import type { ChangeDesk } from '../../src/conversation/desks/booking/change-desk.ts';

/** A desk without appointments; what it does is tested on the running program. */
export const absentChanges: ChangeDesk = {
  day: async (actor) =>
    can(actor, 'appointments.list', { kind: 'appointments' }, 'administration') ? [] : null,
  view: async () => null,
  agree: async () => 'absent' as const,
  offer: async () => 'absent',
  callOff: async () => 'absent',
  list: async () => null,
  notePhoned: async () => 'absent',
  absence: async () => null,
  mayClose: async () => false,
  meets: async () => null,
  closeDay: async () => 'absent',
  tellLeave: async () => 'absent',
};
