import type { Actor } from '../../../access/can.ts';
import type { CentreRule, RuleState } from '../../../keywords/centre/centre-rule.ts';
import type { Proposal } from '../../../keywords/centre/centre-rule-store.ts';
import { compileCentreRules } from '../../../keywords/centre/compile-centre-rules.ts';
import { inScope, type Scope } from '../../scope.ts';
import { auditRule, permits, type RuleOffice } from './authorise-rules.ts';
import type { DecideOutcome } from './rule-desk.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Asked = 'approved' | 'refused' | 'withdrawn';

const EVENTS = { approved: 'rule.approve', refused: 'rule.refuse', withdrawn: 'rule.withdraw' } as const;

/** Agreeing, refusing or taking back; nobody agrees to what they proposed themselves. */
export const decideProposal = (
  office: RuleOffice,
  actor: Staff,
  id: string,
  decision: Asked,
): Promise<DecideOutcome> =>
  inScope(office.parts, async (scope) => {
    const needed = decision === 'withdrawn' ? 'rules.change' : 'rules.approve';
    if (!(await permits(scope, actor, needed))) return 'absent';
    const one = await scope.stores.rules.proposal(id);
    const rule = one === null ? null : await scope.stores.rules.byId(one.ruleId);
    if (one === null || rule === null) return 'absent';
    const own = one.proposedBy === actor.staffId;
    if (decision === 'withdrawn' && !own) return 'not-own';
    // The second press of the same button finds it done.
    if (one.decision === decision && one.decidedBy === actor.staffId) return 'done';
    if (one.decision !== null)
      return one.decision === 'expired' || one.decision === 'outdated' ? one.decision : 'decided';
    if (decision !== 'withdrawn' && own) return 'own';
    if (one.expiresAt <= scope.now) return 'expired';
    if (rule.version !== one.version) return 'outdated';
    if (decision === 'approved' && !isUsable(office, rule, one)) return 'unusable';
    return settle(scope, actor.staffId, rule, one, decision);
  });

/** What was proposed before an upgrade may be nothing that this version of the program can use. */
function isUsable({ shipped }: RuleOffice, { number }: CentreRule, { step, body }: Proposal): boolean {
  return step !== 'edit' || compileCentreRules(shipped, [{ number, body }]).leftOut.length === 0;
}

async function settle(
  scope: Scope,
  staffId: string,
  rule: CentreRule,
  one: Proposal,
  decision: Asked,
): Promise<DecideOutcome> {
  const { rules, tellChange } = scope.stores;
  // Locks the proposal: whoever changes the rule meanwhile waits, or has settled it before.
  if (!(await rules.decide({ id: one.id, decision, staffId, now: scope.now }))) return 'decided';
  const version = decision === 'approved' ? rule.version + 1 : rule.version;
  if (decision === 'approved') {
    const changed = await rules.change({
      id: rule.id,
      version: rule.version,
      state: stateAfter(rule, one),
      body: one.step === 'edit' ? one.body : rule.body,
      staffId: one.proposedBy,
      approvedBy: staffId,
      now: scope.now,
    });
    if (!changed) throw new Error('a rule has changed under its locked proposal');
  }
  await auditRule(scope, staffId, EVENTS[decision], rule.id, version);
  await tellChange('rule');
  return 'done';
}

function stateAfter({ state }: CentreRule, { step }: Proposal): RuleState {
  switch (step) {
    case 'edit':
      return state;
    case 'off':
      return 'off';
    case 'delete':
      return 'deleted';
  }
}
