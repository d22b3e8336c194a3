import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, type CaseRelation, can } from '../../../access/can.ts';
import type { CaseLevel, HandoffCase } from '../../../handoff/case.ts';
import { holdNow } from '../../../handoff/owed.ts';
import { waitsSince } from '../../../handoff/true-state.ts';
import type { TimelineStore } from '../../ports/timeline.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { askArrival } from '../../staff/ask-arrival.ts';
import {
  acknowledgeCase,
  answerCase,
  isSilent,
  relationOf,
  supervisedBy,
  supervisorsAmong,
} from '../../staff/case-actions.ts';
import type { AcknowledgeOutcome, CaseDesk, CaseRow, ReviewDesk } from './case-desk.ts';

const CLOSED_SHOWN = 30;
const LINES_SHOWN = 500;
const REVIEWS_SHOWN = 200;

export function createCaseDesk(parts: ConversationParts, timeline: TimelineStore): CaseDesk {
  return {
    list: (actor) =>
      inScope(parts, async (scope) => {
        const cases = await scope.stores.cases.list(CLOSED_SHOWN);
        const paged = await scope.stores.cases.pagedStaff(cases.map((one) => one.id));
        const names = await readNames(scope);
        const members = await scope.stores.teams.members(cases.map((one) => one.id));
        const asked = actor.kind === 'staff' ? await scope.stores.teams.waitingFor(actor.staffId) : [];
        const supervised = await supervisedBy(scope, actor);
        const rows: CaseRow[] = [];
        for (const one of cases) {
          const relation = {
            ...relate(one, paged.get(one.id) ?? []),
            teamStaffIds: (members.get(one.id) ?? []).map(({ staffId }) => staffId),
            askedStaffIds: asked.filter(({ caseId }) => caseId === one.id).map(({ toStaffId }) => toStaffId),
            supervisorIds: supervisorsAmong(actor, supervised, one.ownerId),
          };
          if (can(actor, 'case.see', relation, 'crisis'))
            rows.push(toRow(scope, names, actor, one, relation));
        }
        return rows.sort((a, b) => rank(a) - rank(b));
      }),
    async view(actor, caseId) {
      const seen = await inScope(parts, async (scope) => {
        const one = await scope.stores.cases.byId(caseId);
        if (one === null) return null;
        const relation = await relationOf(scope, one);
        const allowed = can(actor, 'case.see', relation, 'crisis');
        const names = await readNames(scope);
        const row = toRow(scope, names, actor, one, relation);
        const entry = {
          actor: nameActor(actor),
          resource: nameResource(relation),
          purpose: 'crisis' as const,
        };
        await audit(scope, { ...entry, action: row.may.read ? 'case.read' : 'case.see', allowed });
        if (!allowed) return null;
        const events = (await scope.stores.cases.events(caseId)).map((event) => ({
          kind: event.kind,
          staff: nameOf(names, event.staffId),
          toStaff: nameOf(names, event.toStaffId ?? null),
          level: event.level,
          at: event.at,
        }));
        return { ...row, events };
      });
      if (seen === null) return null;
      // After the transaction: a connection that waits for a second one can starve everybody.
      return { ...seen, lines: seen.may.read ? await timeline.ofCase(caseId, LINES_SHOWN) : [] };
    },
    acknowledge: (actor, caseId) =>
      inScope(parts, async (scope) =>
        actor.kind === 'staff' ? takeHere(scope, actor, caseId) : { outcome: 'absent' },
      ),
    answer: (actor, caseId, text, key) =>
      inScope(parts, async (scope) =>
        actor.kind === 'staff' ? answerCase(scope, actor, caseId, text, key) : 'absent',
      ),
  };
}

const relate = (one: HandoffCase, pagedStaffIds: readonly string[]): CaseRelation => ({
  kind: 'case',
  id: one.id,
  ownerId: one.ownerId,
  pagedStaffIds,
  closed: one.status === 'closed',
});

type Names = ReadonlyMap<string, string>;

const readNames = async (scope: Scope): Promise<Names> =>
  new Map((await scope.stores.staff.list()).map((member) => [member.id, member.name]));

const nameOf = (names: Names, staffId: string | null): string | null =>
  staffId === null ? null : (names.get(staffId) ?? null);

function toRow(scope: Scope, names: Names, actor: Actor, one: HandoffCase, relation: CaseRelation): CaseRow {
  const may = (action: 'case.read' | 'case.acknowledge' | 'case.answer' | 'case.close'): boolean =>
    can(actor, action, relation, 'crisis');
  const open = one.status === 'open';
  const closed = one.status === 'closed';
  const held = one.status === 'acknowledged' ? holdNow(one, scope.now) : null;
  const owns = actor.kind === 'staff' && one.ownerId === actor.staffId;
  const paged = actor.kind === 'staff' && relation.pagedStaffIds.includes(actor.staffId);
  return {
    id: one.id,
    number: one.number,
    level: one.level,
    status: one.status,
    openedAt: one.openedAt,
    resumedAt: one.resumedAt,
    acknowledgedAt: one.acknowledgedAt,
    contactedAt: one.contactedAt,
    closedAt: one.closedAt,
    outcome: one.outcome,
    owner: one.ownerId === null ? null : { id: one.ownerId, name: names.get(one.ownerId) ?? '' },
    channel: one.channel,
    knownContact: one.knownContact,
    ...(held === null ? {} : { hold: held }),
    callsYou: open && paged,
    may: {
      read: may('case.read'),
      acknowledge: (open || isSilent(scope, one)) && !owns && may('case.acknowledge'),
      answer: !closed && may('case.answer'),
      close: !closed && may('case.close'),
    },
  };
}

/** Waiting first, imminent before high, then the longest waiting; then those in hand; then the closed ones, newest first. */
function rank(row: CaseRow): number {
  const group = { open: 0, acknowledged: 2, closed: 4 }[row.status];
  const level: Record<CaseLevel, number> = { imminent: 0, high: 1 };
  const within = row.status === 'closed' ? -(row.closedAt?.getTime() ?? 0) : waitsSince(row).getTime();
  return group * 1e14 + (row.status === 'open' ? level[row.level] * 1e14 : 0) + within;
}

export function createReviewDesk(parts: ConversationParts): ReviewDesk {
  const resource = { kind: 'review' } as const;
  return {
    list: (actor) =>
      inScope(parts, async (scope) => {
        const allowed = can(actor, 'review.read', resource, 'care');
        const entry = { actor: nameActor(actor), action: 'review.read' as const, resource: 'review' };
        await audit(scope, { ...entry, purpose: 'care', allowed });
        return allowed ? scope.stores.heard.openReviews(REVIEWS_SHOWN) : null;
      }),
    mark: (actor, itemId) =>
      inScope(parts, async (scope) => {
        const allowed = can(actor, 'review.mark', resource, 'care');
        const entry = {
          actor: nameActor(actor),
          action: 'review.mark' as const,
          resource: `review:${itemId}`,
        };
        await audit(scope, { ...entry, purpose: 'care', allowed });
        if (!allowed || actor.kind !== 'staff') return 'absent';
        const marked = await scope.stores.heard.markReviewed(itemId, actor.staffId, scope.now);
        if (marked) await scope.stores.tellChange('review');
        return marked ? 'marked' : 'absent';
      }),
  };
}

/** Their messenger asks what the page shows as well. */
async function takeHere(
  scope: Scope,
  actor: Extract<Actor, { kind: 'staff' }>,
  caseId: string,
): Promise<AcknowledgeOutcome> {
  const taken = await acknowledgeCase(scope, actor, caseId);
  if (taken.outcome === 'taken') await askArrival(scope, caseId);
  return taken;
}
