import { nameActor } from '../access/audit.ts';
import { type Actor, can } from '../access/can.ts';
import type { BotLoginDesk } from '../console/parts.ts';
import type { BotStore } from '../conversation/ports/process-store.ts';
import { audit, type ConversationParts, inScope } from '../conversation/scope.ts';

/** What must be scanned to sign a bot in. Whoever scans it lends the bot their account, so only administrators see it. */
export const createBotLoginDesk = (parts: ConversationParts, bots: BotStore): BotLoginDesk => ({
  async list(actor: Actor) {
    const allowed = await inScope(parts, async (scope) => {
      const may = can(actor, 'bots.sign-in', { kind: 'bots' }, 'administration');
      const entry = { actor: nameActor(actor), action: 'bots.sign-in' as const, resource: 'bots' };
      await audit(scope, { ...entry, purpose: 'administration', allowed: may });
      return may;
    });
    if (!allowed) return null;
    const logins = await bots.logins();
    if (logins.length === 0) return [];
    // Loaded only when somebody has to scan something: a start must be quick.
    const { toString: drawQrCode } = await import('qrcode');
    return Promise.all(
      logins.map(async ({ channel, at, code }) => ({
        channel,
        at,
        svg: await drawQrCode(code, { type: 'svg', margin: 2 }),
      })),
    );
  },
});
