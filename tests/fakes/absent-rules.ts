import type { RuleDesk } from '../../src/conversation/desks/rules/rule-desk.ts';

/** A desk that shows nobody anything; the pages of rules are tested on the running program. */
export const absentRules: RuleDesk = {
  book: async () => null,
  view: async () => null,
  test: async () => null,
  create: async () => ({ ok: false, code: 'absent' }),
  edit: async () => ({ ok: false, code: 'absent' }),
  step: async () => ({ ok: false, code: 'absent' }),
  proposal: async () => null,
  decide: async () => 'absent',
};
