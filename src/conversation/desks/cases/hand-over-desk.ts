import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { fail, type Result } from '../../../core/result.ts';
import { audit, type ConversationParts, inScope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import { handOverCase } from '../../staff/hand-over-case.ts';
import { type NextPerson, nextOnDuty } from '../../staff/next-on-duty.ts';

export type HandOverView = {
  /** Notes of those who had it before, oldest first; empty for whoever may not read the case. */
  readonly notes: readonly {
    readonly from: string;
    readonly to: string;
    readonly note: string;
    readonly at: Date;
  }[];
  /** Who could take it over; null for whoever may not hand it over. */
  readonly people: readonly NextPerson[] | null;
  /** Only a case that somebody talks in is handed over. */
  readonly talking: boolean;
};

/** Passing a case to the next shift; authorised and audited here. */
export interface HandOverDesk {
  /** Null looks like absent. */
  view(actor: Actor, caseId: string): Promise<HandOverView | null>;
  handOver(
    actor: Actor,
    caseId: string,
    toStaffId: string,
    note: string,
  ): Promise<Result<{ readonly name: string; readonly number: number }, 'absent' | 'unknown-person'>>;
}

export const createHandOverDesk = (parts: ConversationParts): HandOverDesk => ({
  view: (actor, caseId) =>
    inScope(parts, async (scope) => {
      const { stores } = scope;
      const one = await stores.cases.byId(caseId);
      if (one === null || actor.kind !== 'staff') return null;
      const relation = await relationOf(scope, one);
      const reads = can(actor, 'case.read', relation, 'crisis');
      const hands = can(actor, 'case.hand-over', relation, 'crisis');
      const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
      await audit(scope, { ...entry, action: 'case.read', allowed: reads });
      if (!reads && !hands) return null;
      const handed = reads ? await stores.handOvers.ofCase(caseId) : [];
      const members = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
      return {
        notes: handed.map(({ fromStaffId, toStaffId, note, at }) => ({
          from: members.get(fromStaffId) ?? '',
          to: members.get(toStaffId) ?? '',
          note,
          at,
        })),
        people: hands ? await nextOnDuty(scope, actor.staffId) : null,
        talking: one.status === 'acknowledged',
      };
    }),
  handOver: (actor, caseId, toStaffId, note) =>
    inScope(parts, async (scope) =>
      actor.kind === 'staff' ? handOverCase(scope, actor, caseId, toStaffId, note) : fail('absent'),
    ),
});
