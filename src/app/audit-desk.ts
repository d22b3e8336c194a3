import { type AuditChain, nameActor } from '../access/audit.ts';
import { type Actor, can } from '../access/can.ts';
import { audit, type ConversationParts, inScope } from '../conversation/scope.ts';

/** Verifying that nobody has changed what was audited. */
export function createAuditDesk(parts: ConversationParts, chain: AuditChain) {
  return {
    async verify(actor: Actor) {
      const allowed = await inScope(parts, async (scope) => {
        const may = can(actor, 'audit.verify', { kind: 'audit' }, 'administration');
        const entry = { actor: nameActor(actor), action: 'audit.verify' as const, resource: 'audit' };
        await audit(scope, { ...entry, purpose: 'administration', allowed: may });
        return may;
      });
      if (!allowed) return null;
      const found = await chain.verify();
      return found.ok
        ? { whole: true, entries: found.chained, brokenAt: null }
        : { whole: false, entries: found.seq, brokenAt: found.seq };
    },
  };
}
