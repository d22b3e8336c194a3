/** What a wake-up of the kind `escalation` names where the waiting list may have something to give away. */
export const WAITING_WAKE = 'waiting-list';

const PREFIX = 'waiting-offer.';

/** The same where somebody is to hear about an offer. */
export const offerWake = (offerId: string): string => `${PREFIX}${offerId}`;

export const offerOfWake = (wakeId: string): string | null =>
  wakeId.startsWith(PREFIX) ? wakeId.slice(PREFIX.length) : null;

const WISHES_PREFIX = 'waiting-wishes.';

/** The same where somebody is to hear that some of their wishes can be fulfilled by nobody. */
export const wishesWake = (entryId: string): string => `${WISHES_PREFIX}${entryId}`;

export const entryOfWake = (wakeId: string): string | null =>
  wakeId.startsWith(WISHES_PREFIX) ? wakeId.slice(WISHES_PREFIX.length) : null;
