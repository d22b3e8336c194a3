import { randomUUID } from 'node:crypto';
import { noScreening } from '../../../src/keywords/screening.ts';
import { hearLine } from '../hear-line.ts';
import { MADE_AT, type StoreWorld } from '../store-world.ts';

/** A line of a student with a file that is still to be fetched. */
export async function sendFile(
  world: StoreWorld,
  addressId: string,
  change: { caseId?: string; now?: Date; file?: string } = {},
): Promise<{ heardId: string; id: string }> {
  const { caseId = null, now = MADE_AT, file = `file-${randomUUID()}` } = change;
  const heardId = randomUUID();
  const id = randomUUID();
  await world.transactions.run(async ({ incoming, media }) => {
    const line = { id: heardId, caseId, kind: 'unscreenable', text: '［图片］' } as const;
    await hearLine({ incoming }, addressId, { ...line, screening: noScreening() }, now);
    await media.want({ id, heardId, addressId, what: 'picture', file, now });
  });
  return { heardId, id };
}
