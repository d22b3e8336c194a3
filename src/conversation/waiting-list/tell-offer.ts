import type { OfferNews } from '../../booking/waiting-list/waiting-list-store.ts';
import { HAS_BUTTONS } from '../../core/channel.ts';
import { say } from '../../core/message.ts';
import { formatRange } from '../../core/shanghai-time.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { offerText } from '../../flows/waiting-list/show-waiting.ts';
import { offerChoices } from '../../flows/waiting-list/waiting-choices.ts';
import type { Address } from '../../people/address-store.ts';
import { type Scope, utter } from '../scope.ts';
import { menu, shortHotlines } from '../student/cards.ts';
import { offer, readState } from '../student/conversation-state.ts';
import { toOffer } from '../student/waiting-list.ts';

/** Tells whoever waits what there is to tell about an offer; once, whoever asks how often. */
export async function tellOffer(scope: Scope, offerId: string): Promise<void> {
  const { stores, now } = scope;
  const addressId = await stores.waitingList.addressOf(offerId);
  if (addressId === null) return;
  // Conversation first, offer second: the order in which a student's turn locks them.
  const address = await stores.addresses.lock(addressId);
  const news = await stores.waitingList.claimNews(offerId, now);
  if (news === null) return;
  const saying = sayingOf(scope, address, news);
  const choices = offer(saying, scope.parts.newTag());
  await utter(scope, [
    {
      addressId,
      lane: 'reminder',
      dedupeKey: `slot-offer:${offerId}:${news.news}`,
      message: say(
        saying.text,
        choices.map(({ id, label }) => ({ id, label })),
      ),
    },
  ]);
  const state = readState(address.flow);
  // Where numbers are typed they mean the last list; a button says itself what it means, and may be typed as well.
  const offered = HAS_BUTTONS[address.channel] ? [...state.offered, ...choices] : choices;
  await stores.addresses.saveFlow(address.id, JSON.stringify({ ...state, offered }));
}

function sayingOf(scope: Scope, { language }: Address, { offer: one, news }: OfferNews): FlowSaying {
  const content = scope.centre.contents[language];
  const { flows: texts } = content;
  if (news === 'offered') {
    const text = offerText(toOffer(one), { texts, language }, shortHotlines(content));
    return { text, choices: offerChoices(one.id, texts) };
  }
  const time = formatRange(one.startAt, one.endAt, language);
  const text = texts(news === 'expired' ? 'waiting.offer.expired' : 'waiting.offer.withdrawn', { time });
  return { text, choices: menu(content) };
}
