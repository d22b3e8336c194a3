import { randomUUID } from 'node:crypto';
import type { NewHeard } from '../../src/conversation/ports/heard-store.ts';
import type { Stores } from '../../src/conversation/ports/stores.ts';

/** A line of a student, as the end of a turn leaves it. */
export async function hearLine(
  { incoming }: Pick<Stores, 'incoming'>,
  addressId: string,
  heard: NewHeard,
  now: Date,
): Promise<void> {
  await incoming.finish({ addressId, incomingId: randomUUID(), heard, outgoing: [], now });
}
