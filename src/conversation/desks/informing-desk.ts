import { nameActor, nameResource } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import { fail, type Result } from '../../core/result.ts';
import type { Informed, InformedProblem } from '../../handoff/closing/closing.ts';
import { audit, type ConversationParts, inScope } from '../scope.ts';
import { relationOf } from '../staff/case-actions.ts';
import { noteInformed, readInformed } from '../staff/closing/note-informed.ts';
import type { PersonName } from './closing-desk.ts';

/** `by` is the name of whoever did it. */
export type ShownInformed = Omit<Informed, 'staffId'> & { readonly by: string };

export type InformingView = {
  readonly number: number;
  /** Who may have informed somebody. */
  readonly staff: readonly PersonName[];
  readonly informed: readonly ShownInformed[];
  /** What is noted from now on is no part of the report that was issued. */
  readonly reportIssued: boolean;
};

/** Who was informed about a case; authorised and audited here. */
export interface InformingDesk {
  /** Null looks like absent. */
  view(actor: Actor, caseId: string): Promise<InformingView | null>;
  /** The same id twice is noted once. */
  note(
    actor: Actor,
    caseId: string,
    informed: Informed,
    id: string,
  ): Promise<Result<null, 'absent' | InformedProblem>>;
}

export const createInformingDesk = (parts: ConversationParts): InformingDesk => ({
  view: (actor, caseId) =>
    inScope(parts, async (scope) => {
      const { stores } = scope;
      const one = await stores.cases.byId(caseId);
      if (one === null || actor.kind !== 'staff') return null;
      const relation = await relationOf(scope, one);
      const allowed = can(actor, 'case.inform', relation, 'crisis');
      const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
      await audit(scope, { ...entry, action: 'case.inform', allowed });
      if (!allowed) return null;
      const members = await stores.staff.list();
      const names = new Map(members.map(({ id, name }) => [id, name]));
      const present = members.filter(
        ({ id, sample, disabledAt }) => disabledAt === null && (!sample || id === actor.staffId),
      );
      return {
        number: one.number,
        staff: present.map(({ id, name }) => ({ id, name })),
        informed: (await readInformed(stores, caseId)).map(({ staffId, ...rest }) => ({
          ...rest,
          by: names.get(staffId) ?? '',
        })),
        reportIssued: (await stores.crisisReports.ofCase(caseId))?.status === 'issued',
      };
    }),
  note: (actor, caseId, informed, id) =>
    inScope(parts, async (scope) =>
      actor.kind === 'staff' ? noteInformed(scope, actor, caseId, informed, id) : fail('absent'),
    ),
});
