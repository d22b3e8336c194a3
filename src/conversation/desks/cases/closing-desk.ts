import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { CaseLevel } from '../../../handoff/case.ts';
import { type Closing, REGISTER_CLASSES, type RegisterClass } from '../../../handoff/closing/closing.ts';
import { planDates } from '../../../handoff/closing/follow-up-policy.ts';
import type { Sight } from '../../../handoff/closing/sight.ts';
import { localDateOf } from '../../../handoff/rota/local-day.ts';
import { audit, type ConversationParts, inScope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import { type CloseOutcome, closeCase, readFollowers } from '../../staff/closing/close-case.ts';
import { readFollowed } from '../../staff/closing/follow-owner.ts';
import { readInformed } from '../../staff/closing/note-informed.ts';
import type { ShownInformed } from './informing-desk.ts';

export type PersonName = { readonly id: string; readonly name: string };

/** What the form of an ending is made with. */
export type ClosingForm = {
  readonly number: number;
  readonly level: CaseLevel;
  readonly closed: boolean;
  /** How it stands now: what is said later, whoever ends it by this form has not seen. */
  readonly sight: Sight;
  /** Who may have informed somebody. */
  readonly staff: readonly PersonName[];
  /** Who was informed before the end, as it was noted. */
  readonly informed: readonly ShownInformed[];
  /** Who may follow up. */
  readonly owners: readonly PersonName[];
  /** Who follows up already, null for nobody, and the days that are owed; null for whoever is not on the register. */
  readonly followed: { readonly owner: PersonName | null; readonly owed: readonly string[] } | null;
  readonly dates: Readonly<Record<RegisterClass, readonly string[]>>;
};

/** Ending a case in the console; authorised and audited here. */
export interface ClosingDesk {
  /** Null looks like absent. */
  form(actor: Actor, caseId: string): Promise<ClosingForm | null>;
  close(actor: Actor, caseId: string, closing: Closing, seen: Sight): Promise<CloseOutcome>;
}

export const createClosingDesk = (parts: ConversationParts): ClosingDesk => ({
  form: (actor, caseId) =>
    inScope(parts, async (scope) => {
      const dangers = await scope.stores.cases.dangersHeard(caseId);
      const one = await scope.stores.cases.byId(caseId);
      if (one === null || actor.kind !== 'staff') return null;
      const relation = await relationOf(scope, one);
      const allowed = can(actor, 'case.close', relation, 'crisis');
      const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
      await audit(scope, { ...entry, action: 'case.close', allowed });
      if (!allowed) return null;
      const all = await scope.stores.staff.list();
      const members = all.filter(
        ({ id, sample, disabledAt }) => disabledAt === null && (!sample || id === actor.staffId),
      );
      const followed = await readFollowed(scope, one);
      const follower = all.find(({ id }) => id === followed?.entry.ownerId);
      const today = localDateOf(scope.now);
      const [ordinary, serious, crisis] = REGISTER_CLASSES.map((of) =>
        planDates(scope.centre.followUp, of, today),
      );
      return {
        number: one.number,
        level: one.level,
        closed: one.status === 'closed',
        sight: { dangers, wordOwed: one.unansweredSince !== null },
        staff: members.map(({ id, name }) => ({ id, name })),
        informed: (await readInformed(scope.stores, caseId)).map(({ staffId, ...rest }) => ({
          ...rest,
          by: all.find(({ id }) => id === staffId)?.name ?? '',
        })),
        owners: (await readFollowers(scope, actor.staffId, one)).map(({ id, name }) => ({ id, name })),
        followed:
          followed === null
            ? null
            : {
                owner: follower === undefined ? null : { id: follower.id, name: follower.name },
                owed: followed.owed,
              },
        dates: { ordinary: ordinary ?? [], serious: serious ?? [], 'major-crisis': crisis ?? [] },
      };
    }),
  close: (actor, caseId, closing, seen) =>
    inScope(parts, async (scope) =>
      actor.kind === 'staff' ? closeCase(scope, actor, caseId, closing, seen) : { outcome: 'absent' },
    ),
});
