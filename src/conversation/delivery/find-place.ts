import { createBatch } from '../../core/batch.ts';
import type { OutgoingPlace } from '../ports/outgoing-store.ts';
import type { Transactions } from '../ports/stores.ts';

/** Rows looked up by one statement. */
const MOST_AT_ONCE = 100;

type Find = (outgoingId: string) => Promise<OutgoingPlace | null>;

const finders = new WeakMap<Transactions, Find>();

/** Where a row is to be sent, or null when it is gone; those who ask at the same time share one look. */
export function findPlace(transactions: Transactions, outgoingId: string): Promise<OutgoingPlace | null> {
  const find = finders.get(transactions) ?? createFind(transactions);
  finders.set(transactions, find);
  return find(outgoingId);
}

const createFind = (transactions: Transactions): Find =>
  createBatch(MOST_AT_ONCE, async (ids: readonly string[]) => {
    // Every delivery stands behind it: beginning finds a line whose other end is gone soonest.
    const places = await transactions.run(({ outgoing }) => outgoing.places(ids));
    return ids.map((id) => places.get(id) ?? null);
  });
