import { createBatch } from '../core/batch.ts';
import type { Incoming, Receive } from '../core/channel.ts';
import type { ConversationParts } from './scope.ts';

/** Our platforms allow far less; what is longer is refused by the channel, before it comes here. */
const LONGEST_KEY = 200;
/** Updates stored by one transaction: as many as a platform tells at once. */
const MOST_AT_ONCE = 100;

/**
 * The first of the two transactions of a message: it is stored under its key, and only when that has committed does
 * the channel tell its platform. Whatever comes in at the same time is stored together, in the order in which it came.
 * Answers the address, for a channel that wants to show the answer at once.
 */
export function createIntake(parts: Pick<ConversationParts, 'transactions' | 'queue' | 'newId'>) {
  const store = (updates: readonly Incoming[]): Promise<readonly string[]> =>
    parts.transactions.run(async (stores) => {
      const now = await stores.now();
      const accounts = updates.map(({ channel, bot, from }) => ({ channel, bot, account: from }));
      const addressIds = await stores.addresses.findOrCreateAll(accounts, now);
      const rows = updates.map((update, index) => ({
        id: parts.newId(),
        addressId: addressIds[index] ?? '',
        incoming: storable(update),
      }));
      await stores.incoming.store(rows, now);
      return addressIds;
    });

  return createBatch(MOST_AT_ONCE, async (updates: readonly Incoming[]) => {
    const addressIds = await store(updates);
    for (const addressId of new Set(addressIds)) void parts.queue.wake('turn', addressId, 0);
    return addressIds.map((addressId) => ({ addressId }));
  });
}

export const asReceive = (intake: ReturnType<typeof createIntake>): Receive => {
  return async (incoming) => {
    await intake(incoming);
  };
};

/** Choice ids come from outside: a button's id is short, and whatever is longer was not ours. */
function storable(incoming: Incoming): Incoming {
  const { body, updateKey } = incoming;
  const short = body.kind === 'choice' ? { ...body, id: body.id.slice(0, LONGEST_KEY) } : body;
  return { ...incoming, updateKey: updateKey.slice(0, LONGEST_KEY), body: short };
}
