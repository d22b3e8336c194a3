import { nameActor, nameResource } from '../access/audit.ts';
import { type Actor, type CaseRelation, can, type MediaRelation } from '../access/can.ts';
import type { MediaDesk } from '../console/parts.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../conversation/scope.ts';
import { answerCase, relationOf } from '../conversation/staff/case-actions.ts';
import { LONGEST_FILE_BYTES } from '../media/media.ts';
import type { PictureEncoder } from '../media/picture-encoder.ts';
import { prepareMedia } from '../media/prepare-media.ts';

/** Pictures and recordings for whoever may read the words beside them; every reading is audited. */
export function createMediaDesk(parts: ConversationParts, pictures: PictureEncoder): MediaDesk {
  return {
    read: (actor: Actor, mediaId: string) =>
      inScope(parts, async (scope) => {
        const relation = await relate(scope, mediaId);
        if (relation === null) return null;
        const purpose = relation.shownIn.length > 0 ? ('crisis' as const) : ('care' as const);
        const allowed = can(actor, 'media.read', relation, purpose);
        const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose, allowed };
        await audit(scope, { ...entry, action: 'media.read' });
        return allowed ? scope.stores.media.read(mediaId) : null;
      }),
    async send(actor, caseId, text, bytes, key) {
      if (actor.kind !== 'staff') return 'absent';
      if (bytes.byteLength > LONGEST_FILE_BYTES) return 'too-large';
      const prepared = await prepareMedia(bytes, pictures);
      if (prepared.state !== 'kept') return prepared.code;
      if (prepared.kind !== 'picture') return 'no-picture';
      return inScope(parts, async (scope) => {
        const { stores, now } = scope;
        const one = await stores.cases.byId(caseId);
        if (one === null) return 'absent';
        const id = parts.newId();
        const sent = await answerCase(scope, actor, caseId, text, key, id);
        if (sent !== 'sent') return sent;
        const { staffId } = actor;
        await stores.media.keepOfStaff({ id, addressId: one.addressId, staffId, caseId, prepared, now });
        return sent;
      });
    },
  };
}

async function relate(scope: Scope, id: string): Promise<MediaRelation | null> {
  const { stores } = scope;
  const found = await stores.media.find(id);
  if (found === null) return null;
  const shownIn: CaseRelation[] = [];
  for (const caseId of found.caseIds) {
    const one = await stores.cases.byId(caseId);
    if (one !== null) shownIn.push(await relationOf(scope, one));
  }
  return { kind: 'media', id, shownIn, inReview: found.inReview };
}
