import type { CentreRule, RuleBody, RuleState } from './centre-rule.ts';

export type ProposedStep = 'edit' | 'off' | 'delete';
/** `outdated`: the rule was changed meanwhile, so that nobody can agree to this any more. */
export type Decision = 'approved' | 'refused' | 'withdrawn' | 'expired' | 'outdated';

/** A change that waits, or has waited, for a second person. */
export type Proposal = {
  readonly id: string;
  readonly ruleId: string;
  /** Of the rule that it would change. */
  readonly version: number;
  readonly step: ProposedStep;
  /** What the rule would say; null where it would only be switched off or taken away. */
  readonly body: unknown;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  readonly decision: Decision | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
};

export type RuleVersion = Pick<
  CentreRule,
  'version' | 'state' | 'body' | 'changedBy' | 'approvedBy' | 'changedAt'
>;

/** Works inside the caller's transaction. */
export interface CentreRuleStore {
  /** In the order of their numbers, those that were taken away included. */
  list(): Promise<CentreRule[]>;
  byId(id: string): Promise<CentreRule | null>;
  /** Newest first. */
  history(id: string): Promise<RuleVersion[]>;
  /** Switched on at once; false when this id is there already. */
  add(input: { id: string; body: RuleBody; staffId: string; now: Date }): Promise<boolean>;
  /** The next version; false unless `version` is the newest. What waits for this rule is outdated by it. */
  change(input: {
    id: string;
    version: number;
    state: RuleState;
    body: unknown;
    staffId: string;
    approvedBy: string | null;
    now: Date;
  }): Promise<boolean>;

  /** `taken`: another proposal waits for this rule. The same id twice is one proposal. */
  propose(
    input: Pick<Proposal, 'id' | 'ruleId' | 'version' | 'step' | 'proposedBy' | 'expiresAt'> & {
      body: RuleBody | null;
      now: Date;
    },
  ): Promise<'done' | 'taken'>;
  proposal(id: string): Promise<Proposal | null>;
  /** Those that wait and have not expired, oldest first. */
  waiting(now: Date): Promise<Proposal[]>;
  /** False when it was decided before. */
  decide(input: { id: string; decision: Decision; staffId: string | null; now: Date }): Promise<boolean>;
}
