import type { Choice } from '../../core/message.ts';
import type { Texts } from '../../core/texts.ts';
import type { flowTexts } from '../texts.ts';

/** Begins every choice of the waiting list that holds in any message. */
export const WAIT = 'wait.';
export const WAIT_LIST = 'wait.list';
export const WAIT_LEAVE = 'wait.leave';
/** What follows names the offer. */
export const WAIT_YES = 'wait.yes.';
export const WAIT_NO = 'wait.no.';

/** Begins the booking flow's own choice that takes an offer. */
export const OFFER = 'offer:';

/** Leads to the waiting list. */
export const waitChoice = (texts: Texts<typeof flowTexts>): Choice => ({
  id: WAIT_LIST,
  label: texts('waiting.label'),
});

/** Under an offer, wherever it is shown. */
export const offerChoices = (offerId: string, texts: Texts<typeof flowTexts>): Choice[] => [
  { id: `${WAIT_YES}${offerId}`, label: texts('waiting.offer.yes') },
  { id: `${WAIT_NO}${offerId}`, label: texts('waiting.offer.no') },
  { id: WAIT_LEAVE, label: texts('waiting.offer.leave') },
];
