import { createBatch } from '../core/batch.ts';
import type { Incoming, IncomingBody, Receive } from '../core/channel.ts';
import type { ConversationParts } from './scope.ts';

/** Our platforms allow far less; what is longer is refused by the channel, before it comes here. */
const LONGEST_KEY = 200;
/** Updates stored by one transaction: as many as a platform tells at once. */
const MOST_AT_ONCE = 100;

type Placed = { readonly addressId: string; readonly isNew: boolean };

/**
 * The first of the two transactions of a message: it is stored under its key, and only when that has committed does
 * the channel tell its platform. Whatever comes in at the same time is stored together, in the order in which it came.
 * Answers the address, for a channel that wants to show the answer at once; rejects for what was given up.
 * @param isGivenUp whether somebody else has answered it meanwhile, since storing took too long
 */
export function createIntake(
  parts: Pick<ConversationParts, 'transactions' | 'queue' | 'newId'>,
  isGivenUp: (incoming: Incoming) => boolean = () => false,
) {
  /** Null in the place of each that was given up. */
  const store = (all: readonly Incoming[]): Promise<readonly (Placed | null)[]> =>
    parts.transactions.run(async (stores) => {
      const now = await stores.now();
      const updates = all.filter((update) => !isGivenUp(update));
      const accounts = updates.map(({ channel, bot, from }) => ({ channel, bot, account: from }));
      const addressIds = await stores.addresses.findOrCreateAll(accounts, now);
      const rows = updates.map((update, index) => ({
        id: parts.newId(),
        addressId: addressIds[index] ?? '',
        incoming: storable(update),
      }));
      const stored = new Set(await stores.incoming.store(rows, now));
      const placed = new Map(
        updates.map((update, index) => {
          const { id = '', addressId = '' } = rows[index] ?? {};
          return [update, { addressId, isNew: stored.has(id) }];
        }),
      );
      return all.map((update) => placed.get(update) ?? null);
    });

  const batch = createBatch(MOST_AT_ONCE, async (updates: readonly Incoming[]) => {
    const placed = await store(updates);
    // Nobody is woken for what had come before: what of it still waits for its turn is found by the sweep.
    const woken = new Set(placed.flatMap((one) => (one?.isNew ? [one.addressId] : [])));
    for (const addressId of woken) void parts.queue.wake('turn', addressId, 0);
    return placed.map((one) => one?.addressId ?? null);
  });
  return async (incoming: Incoming): Promise<{ readonly addressId: string }> => {
    const addressId = await batch(incoming);
    // It was not stored: whoever asked must not confirm it to the platform.
    if (addressId === null) throw new GivenUpError('given up while it was being stored');
    return { addressId };
  };
}

export class GivenUpError extends Error {
  override readonly name = 'GivenUpError';
}

export const asReceive = (intake: ReturnType<typeof createIntake>): Receive => {
  return async (incoming) => {
    await intake(incoming);
  };
};

/** Choice ids come from outside: a button's id is short, and whatever is longer was not ours. */
export function storable(incoming: Incoming): Incoming {
  const { body, updateKey, message } = incoming;
  const short = shorten(body);
  const said = body.kind === 'text' || body.kind === 'edit' || body.kind === 'unscreenable';
  // Kept with the words, sealed: only so an edit or a recall finds what it is about.
  const named = said && message !== undefined ? { ...body, message: message.slice(0, LONGEST_KEY) } : short;
  return { ...incoming, updateKey: updateKey.slice(0, LONGEST_KEY), body: named };
}

function shorten(body: IncomingBody): IncomingBody {
  if (body.kind === 'choice') return { ...body, id: body.id.slice(0, LONGEST_KEY) };
  // Where a puppet says in words what was taken back, it names no message.
  if (body.kind === 'recalled' && (body.message?.length ?? 0) > LONGEST_KEY)
    return { ...body, message: null };
  return body;
}
