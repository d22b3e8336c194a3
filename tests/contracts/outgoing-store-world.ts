import { randomUUID } from 'node:crypto';
import type {
  ClaimedOutgoing,
  NewOutgoing,
  OutgoingPlace,
  OutgoingStore,
} from '../../src/conversation/ports/outgoing-store.ts';
import { addMs, secondsMs } from '../../src/core/clock.ts';
import { type Lane, say } from '../../src/core/message.ts';

/** A store together with what belongs to other folders: addresses and the lease of a bot. */
export type OutgoingStoreWorld = {
  readonly store: OutgoingStore;
  addAddress(bot: string): Promise<{ addressId: string; account: string }>;
  /** Takes the lease of this name from whoever had it, and answers its new epoch. */
  takeLease(name: string): Promise<number>;
};

export const NOW = new Date('2026-11-23T02:00:00Z');
export const inSeconds = (seconds: number): Date => addMs(NOW, secondsMs(seconds));

/** What is said and sent, with the figures that most tests share. */
export function createOutgoingActions(store: () => OutgoingStore) {
  const row = (
    addressId: string,
    lane: Lane,
    text: string,
    more: Partial<NewOutgoing> = {},
  ): NewOutgoing => ({
    id: randomUUID(),
    addressId,
    lane,
    dedupeKey: randomUUID(),
    message: say(text),
    notBefore: NOW,
    caseId: null,
    authorStaffId: null,
    ...more,
  });
  const add = async (addressId: string, lane: Lane, ...texts: string[]): Promise<string[]> =>
    store().add(
      texts.map((text) => row(addressId, lane, text)),
      NOW,
    );
  const placeOf = (addressId: string, lane: Lane, bot = 'bot'): OutgoingPlace => ({
    addressId,
    lane,
    channel: 'telegram',
    bot,
  });
  const claim = (
    addressId: string,
    lane: Lane,
    { seconds = 0, by = 'me' }: { seconds?: number; by?: string } = {},
  ): Promise<ClaimedOutgoing | null> =>
    store().claim(placeOf(addressId, lane), { claimedBy: by, lease: null, now: inSeconds(seconds) });
  const claimed = async (addressId: string, lane: Lane, seconds = 0): Promise<ClaimedOutgoing> => {
    const one = await claim(addressId, lane, { seconds });
    if (one === null) throw new Error('nothing to claim');
    return one;
  };
  /** Sends all that can be sent at a place and answers the texts in the order in which they went. */
  const drain = async (addressId: string, lane: Lane, by = 'me'): Promise<string[]> => {
    const texts: string[] = [];
    for (let one = await claim(addressId, lane, { by }); one; one = await claim(addressId, lane, { by })) {
      texts.push(one.message.text);
      await store().sent(one.id, by, null, NOW);
    }
    return texts;
  };
  return { row, add, placeOf, claim, claimed, drain };
}
