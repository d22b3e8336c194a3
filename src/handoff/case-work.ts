/** What a counsellor does with a case while they talk, as its events name it. */
export const CASE_WORK = [
  'transfer-offered',
  'transfer-declined',
  'transfer-withdrawn',
  'transfer-expired',
  'invite-offered',
  'invite-declined',
  'invite-withdrawn',
  'invite-expired',
  'joined',
  'left-team',
  'noted',
  'screener-started',
  'screener-done',
  'screener-stopped',
  'plan-changed',
  'plan-given',
  'slot-offered',
  'slot-confirmed',
  'slot-declined',
  'slot-at-limit',
  'slot-full',
  'slot-lapsed',
  'hotlines-sent',
  'informed',
] as const;
export type CaseWork = (typeof CASE_WORK)[number];
export const isCaseWork = (kind: string): kind is CaseWork => (CASE_WORK as readonly string[]).includes(kind);
