import type { BookingContext } from './booking-context.ts';
import type { BookingResult } from './booking-request.ts';
import { readWish } from './free-slots.ts';
import { wishChoices } from './wish.ts';

/** What they look for, what they could look for, and whom they saw last. */
export async function answerWishes(context: BookingContext): Promise<BookingResult> {
  const { store, contactId, joinedLater, wishes } = context;
  const { wish, lost } = await readWish(context);
  const counsellors = (await wishes?.counsellors()) ?? [];
  const choices = wishChoices(counsellors, wish);
  // An address that was joined to a person later shows nothing from before, nor whom they saw.
  const last = joinedLater ? null : await store.lastCounsellor(contactId);
  const own = counsellors.some(({ staffId }) => staffId === last?.staffId) ? last : null;
  const answer = { of: 'wishes', wish, choices, own } as const;
  return lost === null ? answer : { ...answer, lost };
}
