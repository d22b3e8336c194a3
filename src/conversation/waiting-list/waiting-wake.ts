/** What a wake-up of the kind `escalation` names where the waiting list may have something to give away. */
export const WAITING_WAKE = 'waiting-list';

const PREFIX = 'waiting-offer.';

/** The same where somebody is to hear about an offer. */
export const offerWake = (offerId: string): string => `${PREFIX}${offerId}`;

export const offerOfWake = (wakeId: string): string | null =>
  wakeId.startsWith(PREFIX) ? wakeId.slice(PREFIX.length) : null;
