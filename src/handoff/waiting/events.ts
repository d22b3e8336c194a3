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
  /** The one who writes told of the danger of somebody else again; and a case of its own was opened for another person. */
  'another-maybe',
  'another-opened',
] as const;
export type WaitingEvent = (typeof WAITING_EVENTS)[number];

/** Whether the one who writes may have told of one more person, for whom nobody has opened anything since. Pure. */
export const maybeAnother = (events: readonly { readonly kind: string }[]): boolean => {
  const kinds = events.map(({ kind }) => kind);
  return kinds.lastIndexOf('another-maybe') > kinds.lastIndexOf('another-opened');
};
