import type { IntakeDesk } from '../../src/conversation/desks/people/intake-desk.ts';
import type { RosterDesk } from '../../src/conversation/desks/people/roster-desk.ts';

/** Desks that show nobody anything; what they do is tested on the running program. */
export const absentRoster: RosterDesk = {
  summary: async () => null,
  import: async () => ({ ok: false, code: 'forbidden' }),
  leave: async () => ({ ok: false, code: 'forbidden' }),
  requests: async () => null,
  code: async () => ({ ok: false, code: 'forbidden' }),
  decide: async () => 'absent',
};

export const absentIntakes: IntakeDesk = { list: async () => null, view: async () => null };
