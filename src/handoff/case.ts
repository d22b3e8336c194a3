import type { TalkChannel } from '../core/channel.ts';
import type { CaseWork } from './case-work.ts';
import type { WaitingEvent } from './waiting/events.ts';

export type CaseLevel = 'high' | 'imminent';
export type CaseStatus = 'open' | 'acknowledged' | 'closed';

/** How a case ends: the three classes of the register (一般, 严重, 重大危机), or 误报/无风险, which enters no list. */
export const OUTCOMES = ['ordinary', 'serious', 'major-crisis', 'false-alarm'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const isOutcome = (text: string): text is Outcome => (OUTCOMES as readonly string[]).includes(text);

export const HOLD_KINDS = ['on-phone', 'on-the-way'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];
export const isHoldKind = (text: string): text is HoldKind =>
  (HOLD_KINDS as readonly string[]).includes(text);

/** 通话中 or 在路上, as the owner said it: until then nobody is reminded or called for their silence. */
export type CaseHold = { readonly kind: HoldKind; readonly since: Date; readonly until: Date };

/** One student in danger and the one person who answers for it. */
export type HandoffCase = {
  readonly id: string;
  /** What people say to each other; grows by one. */
  readonly number: number;
  readonly contactId: string;
  readonly addressId: string;
  readonly channel: TalkChannel;
  readonly level: CaseLevel;
  readonly status: CaseStatus;
  /** False for a web contact that nobody knew before: bursts of them are grouped in pages. */
  readonly knownContact: boolean;
  readonly ownerId: string | null;
  readonly openedAt: Date;
  /**
   * Since when its student waits anew: they came back after it was closed, or the access of whoever had it ended. Null where
   * neither was so.
   */
  readonly resumedAt: Date | null;
  /** Since when it has its level; the steps of escalation count from here. */
  readonly levelSince: Date;
  readonly acknowledgedAt: Date | null;
  /** When the owner first spoke to the student. */
  readonly contactedAt: Date | null;
  /**
   * Since when the owner owes the student a word: from taking the case, and from every dangerous word after that. Null
   * while nothing is owed.
   */
  readonly unansweredSince: Date | null;
  readonly closedAt: Date | null;
  readonly outcome: Outcome | null;
  /** How many steps of the policy were carried out. */
  readonly step: number;
  /** When escalation looks at it next; null when nothing is due. */
  readonly wakeAt: Date | null;
  /** When the student is told the true state next; null when nobody waits. */
  readonly tellAt: Date | null;
  readonly tellCount: number;
  /** Chooses the escalation policy; null while nobody knows it. */
  readonly college: string | null;
  /** Since when harmless words of the student wait for a word of the owner. Null while none do. */
  readonly unrepliedSince: Date | null;
  /** Since when the owner waits for a word of the student; null where the student had the last word. */
  readonly studentSilentSince: Date | null;
  /** The owner's last sign: they took the case, spoke to the student, said where they are, or did something with the case. */
  readonly ownerActiveAt: Date | null;
  /** When the owner was last reminded. */
  readonly nudgedAt: Date | null;
  /** When everybody was last called because the owner says nothing. */
  readonly calledAt: Date | null;
  /** Also one that is over, until the owner speaks: what is owed counts from its end. */
  readonly hold: CaseHold | null;
  /**
   * When the owner recorded that somebody is with the student; an imminent word after that takes it back, and so does
   * another owner.
   */
  readonly arrivedAt: Date | null;
};

/**
 * `owner-away`: a new dangerous word, and the owner has not spoken lately. `owner-raised`: the owner finds it imminent, and
 * others should stand by. `both-silent`: neither a silent student in imminent danger nor the owner gives a sign.
 * `handed-over`, `new-danger`, `silent-student` and `hold-over` are for an owner whom no messenger tells of it.
 */
export type PageReason =
  | 'waiting'
  | 'raised'
  | 'owner-raised'
  | 'silent-owner'
  | 'both-silent'
  | 'owner-away'
  | 'handed-over'
  | 'new-danger'
  | 'silent-student'
  | 'hold-over'
  | 'no-responder';

/** Everybody was called because whoever has the case gives no sign. Pure. */
export const isForSilence = (reason: PageReason): boolean =>
  reason === 'silent-owner' || reason === 'both-silent';

export type CaseEvent = {
  readonly kind:
    | 'opened'
    | 'raised'
    | 'paged'
    | 'acknowledged'
    | 'contacted'
    | 'silent-owner'
    | 'closed'
    | 'resumed'
    | 'transferred'
    | 'left'
    | CaseWork
    | WaitingEvent
    /** What the owner said about where they are. */
    | 'on-phone'
    | 'on-the-way'
    /** Somebody is with the student. */
    | 'arrived'
    /** Nobody is, after all. */
    | 'arrival-withdrawn'
    /** The owner was reminded: of words they owe, or of a student who has gone silent. */
    | 'reminded'
    | 'silent-student'
    /** Neither the student nor the owner gave a sign: others were called. */
    | 'both-silent';
  readonly staffId: string | null;
  /** To whom something was passed, or who was asked to come. */
  readonly toStaffId?: string;
  readonly level: CaseLevel | null;
  readonly at: Date;
};
