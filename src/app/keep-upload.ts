import type { Transactions } from '../conversation/ports/stores.ts';
import { recognise } from '../media/recognise.ts';
import { newId } from './random.ts';

/** Keeps what a browser sent, where it is a picture by its content; the round that fetches files draws it anew. */
export function createKeepUpload(transactions: Transactions) {
  return async (addressId: string, bytes: Uint8Array): Promise<string | null> => {
    if ((await recognise(bytes)).kind !== 'picture') return null;
    const id = newId();
    await transactions.run(async (stores) =>
      stores.uploads.put({ id, addressId, bytes, now: await stores.now() }),
    );
    return id;
  };
}
