/** What can happen to a case while its student waits, leaves, comes back or is meant by somebody else. */
export const WAITING_EVENTS = [
  'answered',
  'student-left',
  'student-back',
  'moved',
  'identity-noted',
  'linked',
  'unlinked',
  'glass-broken',
] as const;
export type WaitingEvent = (typeof WAITING_EVENTS)[number];
