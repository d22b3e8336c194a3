import { can } from '../../../access/can.ts';
import type { StaffRole } from '../../../access/roles.ts';
import { type CentreRule, readBody, ruleIdOf } from '../../../keywords/centre/centre-rule.ts';
import type { Proposal } from '../../../keywords/centre/centre-rule-store.ts';
import { checkExamples } from '../../../keywords/centre/check-draft.ts';
import { compareRules, needsSecondPerson } from '../../../keywords/centre/compare-rules.ts';
import type { CentreScreening } from '../../../keywords/centre/compile-centre-rules.ts';
import type { ShippedRules } from '../../../keywords/shipped-rules.ts';
import type { StaffMember } from '../../../people/staff.ts';
import type { Scope } from '../../scope.ts';
import type { ProposalRow, ProposalView, RuleRow, RuleView, ShippedRow } from './rule-desk.ts';

export type People = ReadonlyMap<string, StaffMember>;

export const readPeople = async ({ stores }: Scope): Promise<People> =>
  new Map((await stores.staff.list()).map((member) => [member.id, member]));

const nameOf = (people: People, id: string): string => people.get(id)?.name ?? '';

const actorOf = (staffId: string, roles: readonly StaffRole[]) =>
  ({ kind: 'staff', staffId, roles }) as const;

/** Real people besides this one who could agree. */
export const approversBeside = (people: People, staffId: string): StaffMember[] =>
  [...people.values()]
    .filter(({ id, sample, disabledAt }) => id !== staffId && !sample && disabledAt === null)
    .filter(({ id, roles }) => can(actorOf(id, roles), 'rules.approve', { kind: 'rules' }, 'administration'));

export function toProposalRow(one: Proposal, rule: CentreRule, people: People): ProposalRow {
  const { id, ruleId, step, proposedAt, expiresAt } = one;
  const proposedBy = nameOf(people, one.proposedBy);
  const name = readBody(rule.body)?.name ?? '';
  return { id, ruleId, number: rule.number, name, step, proposedBy, proposedAt, expiresAt };
}

export function toRuleRow(
  rule: CentreRule,
  centre: CentreScreening,
  waiting: readonly Proposal[],
  people: People,
): RuleRow {
  const { id, number, version, state, changedAt } = rule;
  const body = readBody(rule.body);
  const active = state === 'active';
  const broken = active && centre.leftOut.includes(number);
  const checked = active && !broken && body !== null && centre.screener !== null;
  const open = waiting.find((one) => one.ruleId === id && one.version === version);
  return {
    id,
    number,
    version,
    state,
    body,
    changedBy: nameOf(people, rule.changedBy),
    changedAt,
    broken,
    failing:
      checked && centre.screener !== null ? checkExamples(body, ruleIdOf(number), centre.screener) : [],
    waiting: open === undefined ? null : toProposalRow(open, rule, people),
  };
}

export const toShippedRows = ({ files }: ShippedRules): ShippedRow[] =>
  files.flatMap(({ rules }) =>
    rules.map(({ id, category, level, why, source, forms, examples: { match, not } }) => ({
      id,
      category,
      level,
      why,
      source,
      forms,
      match,
      not,
    })),
  );

export async function toHistory(
  scope: Scope,
  rule: CentreRule,
  people: People,
): Promise<RuleView['history']> {
  const versions = await scope.stores.rules.history(rule.id);
  return versions.map((one, at) => {
    const body = readBody(one.body);
    const before = readBody(versions[at + 1]?.body ?? null);
    return {
      version: one.version,
      state: one.state,
      changedBy: nameOf(people, one.changedBy),
      approvedBy: one.approvedBy === null ? null : nameOf(people, one.approvedBy),
      changedAt: one.changedAt,
      differences: body === null || before === null ? null : compareRules(before, body),
    };
  });
}

export const wouldNeedSecond = (rule: CentreRule): boolean =>
  needsSecondPerson(rule.state, readBody(rule.body), null);

export function toProposalView(
  scope: Scope,
  one: Proposal,
  rule: CentreRule,
  people: People,
  viewer: { readonly staffId: string; readonly mayApprove: boolean },
): ProposalView {
  const before = readBody(rule.body);
  const after = readBody(one.body);
  const stale = rule.version !== one.version;
  const late = one.expiresAt <= scope.now;
  const decision = one.decision ?? (stale ? 'outdated' : late ? 'expired' : null);
  const own = one.proposedBy === viewer.staffId;
  return {
    proposal: toProposalRow(one, rule, people),
    decision,
    decidedBy: one.decidedBy === null ? null : nameOf(people, one.decidedBy),
    decidedAt: one.decidedAt,
    before,
    after,
    regraded: [],
    differences: stale || before === null || after === null ? [] : compareRules(before, after),
    approvers: approversBeside(people, one.proposedBy).map(({ name }) => name),
    own,
    mayDecide: decision === null && !own && viewer.mayApprove,
    now: scope.now,
  };
}
