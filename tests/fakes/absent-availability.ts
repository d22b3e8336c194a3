import { can } from '../../src/access/can.ts';
import type { AvailabilityDesk } from '../../src/conversation/desks/booking/availability-desk.ts';

/** Hours of nobody; the pages of availability are tested on the running program. */
export const absentAvailability = (now: () => Date): AvailabilityDesk => ({
  view: async (actor) =>
    can(actor, 'availability.see', { kind: 'availability' }, 'administration')
      ? {
          now: now(),
          counsellors: [],
          rooms: [],
          caps: { daily: null, weekly: null },
          sampleCalendar: false,
          mayArrange: can(actor, 'availability.arrange', { kind: 'availability' }, 'administration'),
        }
      : null,
  saveRule: async () => ({ ok: false, code: 'forbidden' }),
  endRule: async () => false,
  addLeave: async () => ({ ok: false, code: 'forbidden' }),
  endLeave: async () => false,
  saveRoom: async () => ({ ok: false, code: 'forbidden' }),
  saveProfile: async () => ({ ok: false, code: 'forbidden' }),
  import: async () => ({ ok: false, code: 'forbidden' }),
});
