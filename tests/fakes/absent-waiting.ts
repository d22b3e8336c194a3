import type { GlassDesk } from '../../src/conversation/desks/cases/glass-desk.ts';
import type { IdentityDesk } from '../../src/conversation/desks/cases/identity-desk.ts';

/** Desks that show nobody anything; they are tested on the running program. */
export const absentIdentity: IdentityDesk = {
  view: async () => null,
  note: async () => 'absent',
  link: async () => 'absent',
  unlink: async () => 'absent',
};

export const absentGlasses: GlassDesk = {
  view: async () => null,
  open: async () => 'absent',
  giveReason: async () => 'absent',
  list: async () => null,
};
