import type { SlotOffer } from '../../booking/waiting-list/waiting-list-store.ts';
import { sayRange } from '../../core/both-times.ts';
import { OFFER, WAIT_NO, WAIT_YES, waitChoice } from '../../flows/waiting-list/waiting-choices.ts';
import { WAITING_WAKE } from '../waiting-list/waiting-wake.ts';
import { menu } from './cards.ts';
import { beginFlow } from './run-flow.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';
import { leaveWaitingList } from './waiting-list.ts';

/** What a student taps under a time that the waiting list keeps for them; late and doubled taps hear what is true. */
export async function answerOffer(turn: StudentTurn, tapped: string): Promise<void> {
  const { stores, now } = turn.scope;
  const { contactId } = turn.address;
  const takes = tapped.startsWith(WAIT_YES);
  const offerId = tapped.slice((takes ? WAIT_YES : WAIT_NO).length);
  await stores.waitingList.lockForBooking();
  const offer = await stores.waitingList.findOffer(offerId, contactId);
  if (offer === null || offer.outcome !== null || offer.expiresAt <= now)
    return say(turn, overText(turn, offer));
  if (takes) return beginFlow(turn, 'booking', { kind: 'choice', id: `${OFFER}${offerId}` });
  await stores.waitingList.declineOffer(offerId, contactId, now);
  await stores.tellChange('waiting-list', 'appointments');
  turn.scope.after.escalations.push({ id: WAITING_WAKE, at: now });
  say(turn, contentOf(turn).flows('waiting.offer.declined'));
}

export async function stopWaiting(turn: StudentTurn): Promise<void> {
  const waited = await leaveWaitingList(turn);
  say(turn, contentOf(turn).flows(waited ? 'waiting.left' : 'waiting.notWaiting'));
}

/** What has become of an offer. */
function overText(turn: StudentTurn, offer: SlotOffer | null): string {
  const { flows } = contentOf(turn);
  if (offer === null) return flows('waiting.offer.unknown');
  const time = sayRange(offer, turn);
  switch (offer.outcome) {
    case 'accepted':
      return flows('waiting.offer.accepted', { time });
    case 'declined':
      return flows('waiting.offer.declined');
    case 'withdrawn':
      return flows('waiting.offer.withdrawn', { time });
    case 'expired':
    case null:
      return flows('waiting.offer.expired', { time });
  }
}

function say(turn: StudentTurn, text: string): void {
  const content = contentOf(turn);
  reply(turn, { text, choices: [waitChoice(content.flows), ...menu(content)] });
}
