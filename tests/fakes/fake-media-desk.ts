import { type Actor, can, type MediaRelation } from '../../src/access/can.ts';
import type { MediaDesk } from '../../src/console/parts.ts';
import type { KeptMedia } from '../../src/media/media-store.ts';

/** Files in memory, authorised by the real rules. */
export class FakeMediaDesk implements MediaDesk {
  readonly kept = new Map<string, { media: KeptMedia; relation: MediaRelation }>();
  readonly read = async (actor: Actor, mediaId: string): Promise<KeptMedia | null> => {
    const found = this.kept.get(mediaId);
    if (found === undefined || !can(actor, 'media.read', found.relation, 'crisis')) return null;
    return found.media;
  };
  readonly send: MediaDesk['send'] = async () => 'absent';
}
