import type { Actor } from '../../../access/can.ts';
import type { RegisterClass } from '../../../handoff/closing/closing.ts';
import type { CheckResult } from '../../../handoff/follow-up-store.ts';
import type { RegisterChangeKind } from '../../../handoff/register-store.ts';
import type { PersonName } from './closing-desk.ts';

export type CheckRow = {
  readonly id: string;
  readonly dueOn: string;
  /** Whole days after its day; 0 on the day and before. */
  readonly lateDays: number;
  readonly outcome: CheckResult | 'dropped' | null;
  readonly note: string;
  readonly settledBy: string | null;
  readonly settledAt: Date | null;
};

export type EntryRow = {
  readonly id: string;
  readonly caseId: string;
  readonly number: number;
  readonly class: RegisterClass;
  /** Null while nobody is responsible. */
  readonly owner: PersonName | null;
  readonly enteredAt: Date;
  /** What is owed next; null where that is missing. */
  readonly next: { readonly dueOn: string; readonly lateDays: number } | null;
};

export type EntryView = EntryRow & {
  readonly leftAt: Date | null;
  readonly today: string;
  readonly checks: readonly CheckRow[];
  readonly changes: readonly {
    readonly kind: RegisterChangeKind;
    readonly class: RegisterClass | null;
    readonly owner: string | null;
    readonly staff: string | null;
    readonly reason: string;
    readonly at: Date;
  }[];
  readonly owners: readonly PersonName[];
  /** The days that are added where the class is changed to this one; none for a lighter one. */
  readonly added: Readonly<Record<RegisterClass, readonly string[]>>;
  /** A person talks with them now. */
  readonly inCase: boolean;
};

export type FollowUpList = {
  readonly today: string;
  readonly mine: readonly EntryRow[];
  /** Everybody else's, and nobody's; null for whoever may see only their own. */
  readonly others: readonly EntryRow[] | null;
};

export type SettleInput = {
  readonly checkId: string;
  readonly result: CheckResult;
  readonly note: string;
  /** Another check on this day; empty for none. */
  readonly nextOn: string;
};

export type RegisterOutcome =
  | 'done'
  | 'absent'
  /** Somebody settled it before. */
  | 'already'
  | 'wrong-date'
  /** Nothing more is owed: another day is needed, or that the person leaves the register. */
  | 'needs-next'
  | 'no-reason'
  | 'unknown-person'
  /** Somebody talks with them already. */
  | 'in-case';

/** Those who are followed after a case; authorised and audited here, null and `absent` look like absent. */
export interface FollowUpDesk {
  list(actor: Actor): Promise<FollowUpList | null>;
  view(actor: Actor, entryId: string): Promise<EntryView | null>;
  settle(actor: Actor, entryId: string, input: SettleInput): Promise<RegisterOutcome>;
  /** One more check. */
  plan(actor: Actor, entryId: string, dueOn: string): Promise<RegisterOutcome>;
  assign(actor: Actor, entryId: string, ownerId: string): Promise<RegisterOutcome>;
  reclass(actor: Actor, entryId: string, to: RegisterClass, reason: string): Promise<RegisterOutcome>;
  leave(actor: Actor, entryId: string, reason: string): Promise<RegisterOutcome>;
}
