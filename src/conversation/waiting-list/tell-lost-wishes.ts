import { isOfferingTime } from '../../booking/waiting-list/offering-time.ts';
import { lostWishes, wishOptionsOf, withinReach } from '../../booking/waiting-list/within-reach.ts';
import { sayBeside } from '../changes/say-beside.ts';
import type { CentreContent, Scope } from '../scope.ts';
import { menu } from '../student/cards.ts';

/** Tells whoever waits for what the centre has no more, once, that it stands for anything now; and lets it. */
export async function tellLostWishes(scope: Scope, entryId: string): Promise<void> {
  const { stores, now } = scope;
  const { waitingList } = stores;
  const addressId = await waitingList.addressOfEntry(entryId);
  if (addressId === null || !isOfferingTime(now)) return;
  // Conversation first, entry second: the order in which a student's turn locks them.
  await stores.addresses.lock(addressId);
  const entry = await waitingList.claimLostWishes(entryId);
  if (entry === null) return;
  const options = wishOptionsOf(await waitingList.counsellors());
  const lost = lostWishes(entry.wishes, options);
  const isBack = lost.length === 0 || options.counsellors.length === 0;
  const wishes = isBack ? entry.wishes : withinReach(entry.wishes, options);
  await waitingList.settleLostWishes(entryId, wishes, isBack ? null : now);
  if (isBack) return;
  await stores.tellChange('waiting-list');
  const since = entry.wishesLostAt?.getTime() ?? 0;
  await sayBeside(
    scope,
    addressId,
    `waiting-wishes:${entryId}:${since}`,
    (content) => ({ text: sayLost(content, lost), choices: menu(content) }),
    { yieldsTo: 'case' },
  );
}

function sayLost({ flows: texts }: CentreContent, lost: ReturnType<typeof lostWishes>): string {
  if (lost.length === 1 && lost[0] === 'counsellorId') return texts('waiting.wish.lost.counsellor');
  const names = lost.map((one) => texts(`waiting.wish.${one === 'counsellorId' ? 'counsellor' : one}`));
  return texts('waiting.wish.lost', { wishes: names.join('、') });
}
