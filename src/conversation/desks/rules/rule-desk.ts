import type { Actor } from '../../../access/can.ts';
import type { RuleBody, RuleState } from '../../../keywords/centre/centre-rule.ts';
import type { Decision, ProposedStep } from '../../../keywords/centre/centre-rule-store.ts';
import type { Regraded } from '../../../keywords/centre/check-draft.ts';
import type { Difference } from '../../../keywords/centre/compare-rules.ts';
import type { InputProblem, RuleInput } from '../../../keywords/centre/rule-input.ts';
import type { Category } from '../../../keywords/rule-file.ts';
import type { Level, Screening } from '../../../keywords/screening.ts';

/** A rule that ships with the program, as staff may see it. */
export type ShippedRow = {
  readonly id: string;
  readonly category: Category;
  readonly level: Level;
  readonly why: string;
  readonly source: string;
  readonly forms: readonly string[];
  readonly match: readonly string[];
  readonly not: readonly string[];
};

export type RuleRow = {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly state: RuleState;
  /** Null where this version of the program cannot read it. */
  readonly body: RuleBody | null;
  readonly changedBy: string;
  readonly changedAt: Date;
  /** Switched on and not in effect: it cannot be used by this version of the program. */
  readonly broken: boolean;
  /** Examples that do not hold any more, for example after an upgrade. */
  readonly failing: readonly InputProblem[];
  /** The change that waits for this rule. */
  readonly waiting: ProposalRow | null;
};

export type ProposalRow = {
  readonly id: string;
  readonly ruleId: string;
  readonly number: number;
  readonly name: string;
  readonly step: ProposedStep;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
};

export type RuleBook = {
  readonly rules: readonly RuleRow[];
  readonly waiting: readonly ProposalRow[];
  readonly shipped: readonly ShippedRow[];
  /** What the viewer may do. */
  readonly mayChange: boolean;
  readonly now: Date;
};

export type RuleView = {
  readonly rule: RuleRow;
  /** As its form begins: also of a rule that cannot be read, whatever of it still has a field. */
  readonly typed: RuleInput;
  readonly history: readonly {
    readonly version: number;
    readonly state: RuleState;
    readonly changedBy: string;
    readonly approvedBy: string | null;
    readonly changedAt: Date;
    /** From the version before; null where there is none that can be read. */
    readonly differences: readonly Difference[] | null;
  }[];
  readonly mayChange: boolean;
  /** Whether switching it off, or taking it away, waits for somebody else. */
  readonly needsSecond: boolean;
  /** Who could agree to what the viewer proposes. */
  readonly approvers: readonly string[];
  readonly now: Date;
};

export type ProposalView = {
  readonly proposal: ProposalRow;
  readonly decision: Decision | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** What the rule says now, and would say; null where it cannot be read, or would be in effect no more. */
  readonly before: RuleBody | null;
  readonly after: RuleBody | null;
  readonly differences: readonly Difference[];
  /** Examples that would be graded lower. */
  readonly regraded: readonly Regraded[];
  /** Other people who could agree. */
  readonly approvers: readonly string[];
  readonly own: boolean;
  readonly mayDecide: boolean;
  readonly now: Date;
};

export type TestedRule = {
  readonly id: string;
  /** Null for a shipped rule. */
  readonly centre: { readonly id: string; readonly number: number; readonly name: string } | null;
  readonly category: Category;
  readonly level: Level;
  readonly why: string;
};

export type TestOutcome = { readonly screening: Screening; readonly rules: readonly TestedRule[] };

export type SaveOutcome =
  | { readonly ok: true; readonly kind: 'saved'; readonly id: string }
  /** It waits for a second person. */
  | { readonly ok: true; readonly kind: 'proposed'; readonly id: string }
  | { readonly ok: false; readonly code: 'absent' }
  /** Somebody else has changed it meanwhile. */
  | { readonly ok: false; readonly code: 'changed' }
  /** Another change of it waits already. */
  | { readonly ok: false; readonly code: 'waiting' }
  | { readonly ok: false; readonly code: 'too-many' }
  | { readonly ok: false; readonly code: 'problems'; readonly problems: readonly InputProblem[] }
  /** It would be found in these everyday sentences: to be confirmed by sending `confirmation`. */
  | {
      readonly ok: false;
      readonly code: 'floods';
      readonly sentences: readonly string[];
      readonly confirmation: string;
    };

export type DecideOutcome =
  | 'done'
  | 'absent'
  | 'expired'
  | 'outdated'
  /** Nobody decides about what they proposed, and only they take it back. */
  | 'own'
  | 'not-own'
  | 'decided'
  /** This version of the program cannot use what was proposed. */
  | 'unusable';

/** Of one form that was sent: `key` is made with the form, so that it counts once however often it is sent. */
export type Sent = { readonly key: string; readonly confirmation: string };

/** Screening rules of the centre; authorised and audited here, forbidden looks exactly like absent. */
export interface RuleDesk {
  book(actor: Actor): Promise<RuleBook | null>;
  view(actor: Actor, id: string): Promise<RuleView | null>;
  /** Says how the text would be graded now. It is neither stored nor logged. */
  test(actor: Actor, text: string): Promise<TestOutcome | null>;
  /** `sent.key` becomes its id. */
  create(actor: Actor, input: RuleInput, sent: Sent): Promise<SaveOutcome>;
  /** `sent.key` becomes the id of the proposal, where a second person is needed. */
  edit(actor: Actor, id: string, version: number, input: RuleInput, sent: Sent): Promise<SaveOutcome>;
  step(
    actor: Actor,
    id: string,
    version: number,
    step: 'on' | 'off' | 'delete',
    key: string,
  ): Promise<SaveOutcome>;
  proposal(actor: Actor, id: string): Promise<ProposalView | null>;
  decide(actor: Actor, id: string, decision: 'approved' | 'refused' | 'withdrawn'): Promise<DecideOutcome>;
}
