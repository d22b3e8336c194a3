import type { HandOverDesk } from '../../src/conversation/desks/cases/hand-over-desk.ts';

/** A desk that shows nobody anything; handing over is tested on the running program. */
export const absentHandOvers: HandOverDesk = {
  view: async () => null,
  handOver: async () => ({ ok: false, code: 'absent' }),
};
