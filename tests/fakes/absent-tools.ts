import type { CaseToolDesk } from '../../src/conversation/desks/cases/case-tool-desk.ts';

/** A desk that shows nobody anything; the tools are tested on the running program. */
export const absentTools: CaseToolDesk = {
  view: async () => null,
  ask: async () => ({ ok: false, code: 'absent' }),
  answer: async () => ({ ok: false, code: 'absent' }),
  withdraw: async () => 'absent',
  openAnother: async () => ({ outcome: 'absent' }),
  sayAbout: async () => 'absent',
  leave: async () => ({ ok: false, code: 'absent' }),
  note: async () => 'absent',
  raise: async () => 'absent',
  screen: async () => 'absent',
  writePlan: async () => 'absent',
  givePlan: async () => 'absent',
  offerSlot: async () => ({ outcome: 'absent' }),
  sendHotlines: async () => 'absent',
};
