import type { TalkChannel } from '../core/channel.ts';
import type { Language } from '../core/language.ts';

/** 联系上, 没联系上, 需要再次接手; dropped with the entry that it belongs to. */
export const CHECK_RESULTS = ['reached', 'not-reached', 'taken-up'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];
export const isCheckResult = (text: string): text is CheckResult =>
  (CHECK_RESULTS as readonly string[]).includes(text);

/** One look after a person of the register that is owed, or was done. */
export type FollowUp = {
  readonly id: string;
  readonly entryId: string;
  readonly caseId: string;
  /** A day of the centre's calendar, as 2026-11-23. */
  readonly dueOn: string;
  readonly madeAt: Date;
  readonly wakeAt: Date | null;
  readonly greetAt: Date | null;
  readonly remindedAt: Date | null;
  readonly escalatedAt: Date | null;
  readonly outcome: CheckResult | 'dropped' | null;
  /** Sealed with the key of the case. */
  readonly note: string;
  readonly settledBy: string | null;
  readonly settledAt: Date | null;
};

export type NewFollowUp = {
  readonly id: string;
  readonly entryId: string;
  readonly caseId: string;
  readonly dueOn: string;
  readonly wakeAt: Date;
  /** Null where its hour was over when it was planned. */
  readonly greetAt: Date | null;
  readonly by: string;
};

/** Where a person can be written to. */
export type PlaceToWrite = {
  readonly addressId: string;
  readonly channel: TalkChannel;
  readonly language: Language;
  /** When they last wrote 退订 there; it stops greetings, and steers nothing of a crisis. */
  readonly optedOutAt: Date | null;
};

/** A yes to greetings that was said after 退订 counts. Pure. */
export const mayGreetAt = ({ optedOutAt }: PlaceToWrite, agreedAt: Date): boolean =>
  optedOutAt === null || optedOutAt < agreedAt;

export interface FollowUpStore {
  /** A day on which a check is owed already stays as it is. */
  plan(checks: readonly NewFollowUp[], now: Date): Promise<void>;
  byId(id: string): Promise<FollowUp | null>;
  /** Oldest first. */
  ofEntry(entryId: string): Promise<FollowUp[]>;
  /** What is owed for these entries, earliest first. */
  open(entryIds: readonly string[]): Promise<FollowUp[]>;
  /** Locks a check something of which is due, unless somebody else has it in hand. */
  claim(id: string, now: Date): Promise<FollowUp | null>;
  dueIds(now: Date, limit: number): Promise<string[]>;
  noteWake(
    id: string,
    change: { readonly wakeAt: Date; readonly remindedAt?: Date; readonly escalatedAt?: Date },
  ): Promise<void>;
  noteGreeted(id: string): Promise<void>;
  /** One update decides; false where it was settled before. */
  settle(
    id: string,
    settled: { readonly outcome: CheckResult; readonly note: string; readonly by: string },
    now: Date,
  ): Promise<boolean>;
  /** All that is owed for an entry that is left. */
  dropOpen(entryId: string, by: string, now: Date): Promise<void>;
  /** Where the person last wrote first; without those that are unreachable. */
  places(contactId: string): Promise<PlaceToWrite[]>;
}
