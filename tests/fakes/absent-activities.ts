import type { ActivityDesk } from '../../src/conversation/desks/activities/activity-desk.ts';

/** A desk that shows nobody anything; the pages of activities are tested on the running program. */
export const absentActivities: ActivityDesk = {
  list: async () => null,
  leaders: async () => null,
  view: async () => null,
  create: async () => ({ ok: false, code: 'absent' }),
  edit: async () => ({ ok: false, code: 'absent' }),
  step: async () => 'absent',
  signUps: async () => null,
  decide: async () => 'absent',
  attend: async () => 'absent',
  takeBack: async () => 'absent',
  checkIn: async () => null,
  figures: async () => null,
};
