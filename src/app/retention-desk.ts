import { nameActor } from '../access/audit.ts';
import { type Actor, can } from '../access/can.ts';
import type { RetentionDesk, RetentionFigures } from '../console/parts.ts';
import { audit, type ConversationParts, inScope } from '../conversation/scope.ts';
import { addMs, daysMs } from '../core/clock.ts';
import type { Retention } from '../storage/retention/retention.ts';

const AHEAD_DAYS = 365;

/** What is deleted at the end of its time within a year: figures alone, for who answers for the centre. */
export const createRetentionDesk = (
  parts: ConversationParts,
  retention: Pick<Retention, 'forecastOf'>,
): RetentionDesk => ({
  async see(actor: Actor): Promise<RetentionFigures | null> {
    const now = await inScope(parts, async (scope) => {
      const allowed = can(actor, 'retention.see', { kind: 'audit' }, 'administration');
      const entry = { actor: nameActor(actor), action: 'retention.see' as const, resource: 'retention' };
      await audit(scope, { ...entry, purpose: 'administration', allowed });
      return allowed ? scope.now : null;
    });
    if (now === null) return null;
    const ahead = addMs(now, daysMs(AHEAD_DAYS));
    return {
      counselling: await retention.forecastOf('counselling', ahead),
      cases: await retention.forecastOf('cases', ahead),
    };
  },
});
