import type { ReferralDesk } from '../../src/conversation/desks/sessions/referral-desk.ts';
import type { ReferralPlaceDesk } from '../../src/conversation/desks/sessions/referral-place-desk.ts';
import type { SessionDesk } from '../../src/conversation/desks/sessions/session-desk.ts';
import type { WorkloadDesk } from '../../src/conversation/desks/sessions/workload-desk.ts';

/** No sessions, referrals or workload that anybody may see. */
export const absentSessions: SessionDesk = {
  list: async () => null,
  view: async () => null,
  attend: async () => 'absent',
  checkIn: async () => 'absent',
  write: async () => ({ outcome: 'absent' }),
  correct: async () => 'absent',
  raise: async () => null,
  plan: async () => null,
  offer: async () => 'absent',
  endSeries: async () => 'absent',
};

export const absentReferrals: ReferralDesk = {
  places: () => ({ sample: true, places: [] }),
  list: async () => null,
  view: async () => null,
  add: async () => 'absent',
  step: async () => 'absent',
  look: async () => 'absent',
  looks: async () => null,
};

export const absentReferralPlaces: ReferralPlaceDesk = {
  list: async () => null,
  save: async () => ({ ok: false, code: 'absent' }),
  switch: async () => 'absent',
};

export const absentWorkloads: WorkloadDesk = {
  workload: async () => null,
  supervisions: async () => null,
  supervise: async () => 'absent',
  endSupervision: async () => 'absent',
};
