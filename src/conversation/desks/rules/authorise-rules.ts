import { type AuditEntry, nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import type { CentreScreening } from '../../../keywords/centre/compile-centre-rules.ts';
import type { ShippedRules } from '../../../keywords/shipped-rules.ts';
import { audit, type ConversationParts, type Scope } from '../../scope.ts';

type RuleAction = Extract<Action, `rules.${string}`>;

export type RuleOffice = {
  readonly parts: ConversationParts;
  readonly shipped: ShippedRules;
  /** What is in effect in this process. */
  readonly centreRules: () => CentreScreening;
};

export const mayDo = (actor: Actor, action: RuleAction): boolean =>
  can(actor, action, { kind: 'rules' }, 'administration');

/** Whether this actor may do it; asked and refused alike stand in the audit. */
export async function permits(scope: Scope, actor: Actor, action: RuleAction): Promise<boolean> {
  const allowed = mayDo(actor, action);
  const entry = { actor: nameActor(actor), action, resource: 'rules', purpose: 'administration' as const };
  await audit(scope, { ...entry, allowed });
  return allowed;
}

/** What was done with which version of a rule; never what it says. */
export const auditRule = (
  scope: Scope,
  staffId: string,
  action: Extract<AuditEntry['action'], `rule.${string}`>,
  ruleId: string,
  version: number,
): Promise<void> =>
  audit(scope, {
    actor: `staff:${staffId}`,
    action,
    resource: `rule:${ruleId}@${version}`,
    purpose: 'administration',
    allowed: true,
  });
