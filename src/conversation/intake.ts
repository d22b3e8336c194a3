import type { Incoming, Receive } from '../core/channel.ts';
import type { ConversationParts } from './scope.ts';

/** Our platforms allow far less; what is longer is refused by the channel, before it comes here. */
const LONGEST_KEY = 200;

/**
 * The first of the two transactions of a message: it is stored under its key, and only when that has committed does
 * the channel tell its platform. Answers the address, for a channel that wants to show the answer at once.
 */
export function createIntake(parts: Pick<ConversationParts, 'transactions' | 'queue' | 'newId'>) {
  return async (incoming: Incoming): Promise<{ addressId: string }> => {
    const addressId = await parts.transactions.run(async (stores) => {
      const now = await stores.now();
      const { channel, bot, from, updateKey } = incoming;
      const address = await stores.addresses.findOrCreate({ channel, bot, account: from, now });
      const stored = {
        ...incoming,
        updateKey: updateKey.slice(0, LONGEST_KEY),
        body: storable(incoming.body),
      };
      await stores.incoming.store({ id: parts.newId(), addressId: address.addressId, incoming: stored, now });
      return address.addressId;
    });
    void parts.queue.wake('turn', addressId, 0);
    return { addressId };
  };
}

export const asReceive = (intake: ReturnType<typeof createIntake>): Receive => {
  return async (incoming) => {
    await intake(incoming);
  };
};

/** Choice ids come from outside: a button's id is short, and whatever is longer was not ours. */
function storable(body: Incoming['body']): Incoming['body'] {
  return body.kind === 'choice' ? { kind: 'choice', id: body.id.slice(0, LONGEST_KEY) } : body;
}
