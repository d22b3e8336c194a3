import type { CrisisReportDesk } from '../../src/conversation/desks/cases/crisis-report-desk.ts';
import type { FollowUpDesk } from '../../src/conversation/desks/cases/follow-up-desk.ts';
import type { InformingDesk } from '../../src/conversation/desks/cases/informing-desk.ts';

/** Desks that show nobody anything; follow-ups and reports are tested on the running program. */
export const absentFollowUps: FollowUpDesk = {
  list: async () => null,
  view: async () => null,
  settle: async () => 'absent',
  plan: async () => 'absent',
  assign: async () => 'absent',
  reclass: async () => 'absent',
  leave: async () => 'absent',
};

export const absentInforming: InformingDesk = {
  view: async () => null,
  note: async () => ({ ok: false, code: 'absent' }),
};

export const absentCrisisReports: CrisisReportDesk = {
  view: async () => null,
  save: async () => ({ ok: false, code: 'absent' }),
  issue: async () => ({ ok: false, code: 'absent' }),
  supplement: async () => ({ ok: false, code: 'absent' }),
  mayRead: async () => false,
  download: async () => null,
  list: async () => null,
};
