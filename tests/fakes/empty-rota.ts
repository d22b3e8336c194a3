import type { RotaDesk } from '../../src/conversation/desks/duty/rota-desk.ts';

/** A rota in which nobody is; the pages of the rota are tested on the running program. */
export const emptyRota = (now: () => Date): RotaDesk => ({
  view: async () => ({
    now: now(),
    duty: { now: [], next: null },
    backup: { now: [], next: null },
    gaps: [],
    backupGaps: [],
    days: [],
    rules: [],
    swaps: [],
    own: [],
    staff: [],
    sampleCalendar: false,
    may: { change: false },
  }),
  add: async () => ({ ok: false, code: 'forbidden' }),
  change: async () => ({ ok: false, code: 'forbidden' }),
  end: async () => ({ ok: false, code: 'forbidden' }),
  offer: async () => ({ ok: false, code: 'forbidden' }),
  settle: async () => ({ ok: false, code: 'absent' }),
  export: async () => '',
  import: async () => ({ ok: false, code: 'forbidden' }),
  sayOnCall: async () => null,
});
