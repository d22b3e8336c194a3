import type { TalkChannel } from '../core/channel.ts';

export type CaseLevel = 'high' | 'imminent';
export type CaseStatus = 'open' | 'acknowledged' | 'following-up' | 'closed';

/** How a case ends: the three classes of the register (一般, 严重, 重大危机), or 误报/无风险, which enters no list. */
export const OUTCOMES = ['ordinary', 'serious', 'major-crisis', 'false-alarm'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const isOutcome = (text: string): text is Outcome => (OUTCOMES as readonly string[]).includes(text);

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
};

export type PageReason = 'waiting' | 'raised' | 'silent-owner' | 'no-responder';

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
    | 'left';
  readonly staffId: string | null;
  readonly level: CaseLevel | null;
  readonly at: Date;
};
