import { isOfferingTime } from '../../booking/waiting-list/offering-time.ts';
import type { OfferNews } from '../../booking/waiting-list/waiting-list-store.ts';
import { type Reader, sayRange } from '../../core/both-times.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { offerText } from '../../flows/waiting-list/show-waiting.ts';
import { offerChoices } from '../../flows/waiting-list/waiting-choices.ts';
import { sayBeside } from '../changes/say-beside.ts';
import type { CentreContent, Scope } from '../scope.ts';
import { menu, shortHotlines } from '../student/cards.ts';
import { toOffer } from '../student/waiting-list.ts';

/** Tells whoever waits what there is to tell about an offer; once, whoever asks how often. */
export async function tellOffer(scope: Scope, offerId: string): Promise<void> {
  const { stores, now } = scope;
  const addressId = await stores.waitingList.addressOf(offerId);
  if (addressId === null) return;
  // Conversation first, offer second: the order in which a student's turn locks them.
  await stores.addresses.lock(addressId);
  const news = await stores.waitingList.claimNews(offerId, now, isOfferingTime(now));
  if (news === null) return;
  await sayBeside(
    scope,
    addressId,
    `slot-offer:${offerId}:${news.news}`,
    (content, language, timeZone) => sayingOf(content, { language, timeZone }, news),
    { yieldsTo: 'case', ...(news.news === 'offered' ? { staleAt: news.offer.expiresAt } : {}) },
  );
}

function sayingOf(content: CentreContent, reader: Reader, { offer: one, news }: OfferNews): FlowSaying {
  const { flows: texts } = content;
  if (news === 'offered') {
    const text = offerText(toOffer(one), { texts, ...reader }, shortHotlines(content));
    return { text, choices: offerChoices(one.id, texts) };
  }
  const time = sayRange(one, reader);
  const text = texts(news === 'expired' ? 'waiting.offer.expired' : 'waiting.offer.withdrawn', { time });
  return { text, choices: menu(content) };
}
