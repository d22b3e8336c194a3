import type { CampaignDesk } from '../../src/conversation/desks/campaigns/campaign-desk.ts';

/** A desk that shows nobody anything; the pages of campaigns are tested on the running program. */
export const absentCampaigns: CampaignDesk = {
  list: async () => null,
  view: async () => null,
  create: async () => ({ ok: false, code: 'absent' }),
  edit: async () => ({ ok: false, code: 'absent' }),
  plan: async () => ({ ok: false, code: 'absent' }),
  send: async () => 'absent',
  step: async () => 'absent',
};
