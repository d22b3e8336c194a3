import type { Actor } from '../../../access/can.ts';
import type { TalkChannel } from '../../../core/channel.ts';
import type { CaseHold, CaseLevel, CaseStatus, Outcome } from '../../../handoff/case.ts';
import type { Line } from '../../ports/timeline.ts';

/** A case as a list shows it: no words, no name. */
export type CaseRow = {
  readonly id: string;
  readonly number: number;
  readonly level: CaseLevel;
  readonly status: CaseStatus;
  readonly openedAt: Date;
  /** When its student came back after it was closed. */
  readonly resumedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly contactedAt: Date | null;
  readonly closedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly channel: TalkChannel;
  readonly knownContact: boolean;
  /** 通话中 or 在路上, as the owner said it; left out where neither counts now. */
  readonly hold?: CaseHold;
  /** The viewer was called for it and nobody has taken it yet. */
  readonly callsYou: boolean;
  /** What this viewer may do with it now. */
  readonly may: {
    readonly read: boolean;
    readonly acknowledge: boolean;
    readonly answer: boolean;
    readonly close: boolean;
  };
};

export type CaseView = CaseRow & {
  /** Empty unless the viewer may read it. */
  readonly lines: readonly Line[];
  readonly events: readonly {
    readonly kind: string;
    readonly staff: string | null;
    /** To whom something was passed, or who was asked to come. */
    readonly toStaff: string | null;
    readonly level: CaseLevel | null;
    readonly at: Date;
  }[];
};

export type AcknowledgeOutcome =
  | { readonly outcome: 'taken'; readonly number: number }
  | { readonly outcome: 'yours-already'; readonly number: number }
  | { readonly outcome: 'taken-by-other'; readonly number: number; readonly owner: string }
  | { readonly outcome: 'closed'; readonly number: number }
  /** They were called for it once; its student came back since, and others are called. */
  | { readonly outcome: 'called-before'; readonly number: number }
  | { readonly outcome: 'absent' };

/**
 * What staff do with hand-offs, from the console and from messengers alike. Every call is authorised and audited
 * here; forbidden looks exactly like absent.
 */
export interface CaseDesk {
  /** Waiting first (imminent, then longest waiting), then those being answered, then the last closed ones. */
  list(actor: Actor): Promise<CaseRow[]>;
  view(actor: Actor, caseId: string): Promise<CaseView | null>;
  /** One owner by one update; the others are told who. */
  acknowledge(actor: Actor, caseId: string): Promise<AcknowledgeOutcome>;
  /** Says something to the student. The same key twice says it once. */
  answer(
    actor: Actor,
    caseId: string,
    text: string,
    key: string,
  ): Promise<'sent' | 'empty' | 'absent' | 'closed'>;
}

/** Lines that a person should look at every day: what only concerns, and what no rule can screen. */
export interface ReviewDesk {
  list(actor: Actor): Promise<ReviewRow[] | null>;
  mark(actor: Actor, itemId: string): Promise<'marked' | 'absent'>;
}

export type ReviewRow = {
  readonly id: string;
  readonly reason: 'concern' | 'unscreenable' | 'failed';
  readonly at: Date;
  readonly line: Line | null;
};
