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
  /** From now on it is about somebody who is not in the chat; and about whoever writes. */
  'about-other',
  'about-self',
] as const;
export type WaitingEvent = (typeof WAITING_EVENTS)[number];
