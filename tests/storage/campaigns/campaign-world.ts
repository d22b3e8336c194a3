import { randomUUID } from 'node:crypto';
import type { Segment } from '../../../src/campaigns/segment.ts';
import type { Stores } from '../../../src/conversation/ports/stores.ts';
import { addMs, daysMs } from '../../../src/core/clock.ts';
import { say } from '../../../src/core/message.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

export const NOW = new Date('2026-11-23T02:00:00Z');
export const EXPIRES = addMs(NOW, daysMs(7));

export type CampaignWorld = StoreWorld & {
  readonly author: string;
  /** Somebody who agreed. */
  addReader(channel?: 'web' | 'telegram' | 'wechat'): Promise<{ contactId: string; addressId: string }>;
  addDraft(segment?: Segment): Promise<string>;
  /** A campaign that has begun. */
  begun(segment?: Segment): Promise<string>;
  /** Writes the next messages, as a round does. */
  write(stores: Stores, id: string, limit: number): Promise<void>;
  statuses(id: string): Promise<{ status: string; error_code: string | null; people: number }[]>;
};

export async function openCampaignWorld(): Promise<CampaignWorld> {
  const world = await openStoreWorld();
  const { stores, transactions, database } = world;
  const author = await world.addStaff(`作者 ${randomUUID().slice(0, 8)}`);
  const addDraft = async (segment: Segment = { kind: 'everyone' }): Promise<string> => {
    const id = randomUUID();
    const words = { title: '五二五', zh: '周五来操场', en: null, segment };
    await stores.campaigns.add({ ...words, id, authorId: author, blur: 0, now: NOW });
    return id;
  };
  return {
    ...world,
    author,
    addDraft,
    async addReader(channel = 'telegram') {
      const who = await world.addPerson(channel);
      const consent = { id: randomUUID(), ...who, purpose: 'service', version: '1', given: true } as const;
      await stores.consents.record({ ...consent, now: NOW });
      return who;
    },
    async begun(segment = { kind: 'everyone' }) {
      const id = await addDraft(segment);
      await stores.campaigns.schedule(id, 1, NOW, NOW);
      await transactions.run(async ({ campaigns }) => {
        await campaigns.choose(id, segment);
        await campaigns.begin(id, NOW, EXPIRES);
      });
      return id;
    },
    async write(inside, id, limit) {
      for (const { addressId, contactId } of await inside.campaigns.unwritten(id, limit)) {
        const outgoingId = randomUUID();
        const row = {
          id: outgoingId,
          addressId,
          lane: 'campaign' as const,
          dedupeKey: `campaign:${id}:${addressId}`,
          message: say('周五来操场'),
          notBefore: NOW,
          caseId: null,
          authorStaffId: null,
        };
        await inside.outgoing.add([row], NOW);
        await inside.campaigns.written(id, contactId, outgoingId);
      }
    },
    statuses: (id) =>
      database.sql(
        `select o.status, o.error_code, count(*)::int as people
         from xinqiao.campaign_delivery d join xinqiao.outgoing o on o.id = d.outgoing_id
         where d.campaign_id = $1 group by 1, 2 order by 1, 2`,
        [id],
      ),
  };
}
