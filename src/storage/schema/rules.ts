import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { RuleState } from '../../keywords/centre/centre-rule.ts';
import type { Decision, ProposedStep } from '../../keywords/centre/centre-rule-store.ts';

export type CentreRuleTable = {
  id: string;
  number: GeneratedAlways<number>;
  version: Generated<number>;
  created_by: string;
  created_at: Date;
};

export type CentreRuleVersionTable = {
  rule_id: string;
  version: number;
  state: RuleState;
  body: JSONColumnType<object>;
  changed_by: string;
  approved_by: string | null;
  changed_at: Date;
};

export type CentreRuleProposalTable = {
  id: string;
  rule_id: string;
  version: number;
  step: ProposedStep;
  body: JSONColumnType<object> | null;
  proposed_by: string;
  proposed_at: Date;
  expires_at: Date;
  decision: Decision | null;
  decided_by: string | null;
  decided_at: Date | null;
};
