import type { TalkChannel } from '../core/channel.ts';
import type { Result } from '../core/result.ts';
import type { CaseEvent, CaseLevel, HandoffCase, Outcome, PageReason } from './case.ts';
import type { Sight, SightProblem } from './closing/sight.ts';
import type { DigestItem } from './digest.ts';
import type { Silence } from './owed.ts';

export type StandingCall = { readonly staffId: string; readonly at: Date; readonly round: number };

/** Rows of hand-offs. Works inside the caller's transaction; deadlines are compared with the `now` given. */
export interface CaseStore {
  /**
   * De-duplicates by person: without an open case it opens one, else it joins the open one and may raise its level,
   * never lower it. A case that is opened or raised is due for escalation and for telling the student at once.
   */
  openOrJoin(input: {
    id: string;
    contactId: string;
    addressId: string;
    channel: TalkChannel;
    level: CaseLevel;
    knownContact: boolean;
    /** Since when they wait, where that was before `now`; steps and telling begin now. */
    openedAt?: Date;
    now: Date;
  }): Promise<{ change: 'opened' | 'raised' | 'joined'; case: HandoffCase }>;
  /** The case of this person that is not closed. */
  activeOf(contactId: string): Promise<HandoffCase | null>;
  byId(caseId: string): Promise<HandoffCase | null>;
  byNumber(number: number): Promise<HandoffCase | null>;
  /** Everything not closed, then the last closed ones. */
  list(closedLimit: number): Promise<HandoffCase[]>;
  ownedBy(staffId: string): Promise<HandoffCase[]>;
  /**
   * One update decides: a case becomes theirs that nobody has, or whose owner has been silent since before `silence`. Whoever stood beside its owner until then does so no more.
   */
  acknowledge(
    caseId: string,
    staffId: string,
    silence: Silence,
    now: Date,
  ): Promise<Result<HandoffCase, 'not-open'>>;
  /**
   * The owner's words of `writtenAt` reached the student; true the first time. They answer what was said until then: what
   * the student said later is still owed. Somebody who has just lost the case to another changes nothing.
   */
  markContacted(caseId: string, staffId: string, writtenAt: Date, now: Date): Promise<boolean>;
  /** The student's words did not reach the owner: a word is owed from now on. */
  markUnanswered(caseId: string, now: Date): Promise<void>;
  /** The student goes on elsewhere: from now on they are answered there. */
  moveTo(caseId: string, addressId: string, channel: TalkChannel): Promise<HandoffCase>;
  /**
   * One update decides: a case goes from its owner to somebody else, who owes the student a word from now on. It is
   * never without an owner. They no longer stand beside it.
   */
  transfer(caseId: string, from: string, to: string, now: Date): Promise<Result<HandoffCase, 'not-yours'>>;
  /** A person raises a case; only upwards. Null for one that is imminent already, or closed. */
  raise(caseId: string, staffId: string, now: Date): Promise<HandoffCase | null>;
  /** What somebody had who is gone waits again, for everybody; answers which cases. */
  reopenOf(staffId: string, now: Date): Promise<string[]>;
  /** How many dangerous lines of the student, or calls for a person, there are until now. */
  dangersHeard(caseId: string): Promise<number>;
  /**
   * With it everybody beside the owner leaves. Whether it may end is decided under its lock: what a turn says at this
   * moment is seen, or opens a case of its own.
   */
  close(
    caseId: string,
    staffId: string,
    ending: { readonly outcome: Outcome; readonly note: string; readonly seen: Sight },
    now: Date,
  ): Promise<Result<HandoffCase, 'not-yours' | SightProblem>>;
  addEvent(caseId: string, event: CaseEvent): Promise<void>;
  events(caseId: string): Promise<CaseEvent[]>;

  /** Locks a case whose deadline has come, unless somebody else has it in hand or it is not due. */
  claimDue(caseId: string, now: Date): Promise<HandoffCase | null>;
  dueIds(now: Date, limit: number): Promise<string[]>;
  saveEscalation(caseId: string, step: number, wakeAt: Date | null): Promise<void>;
  /** Those of them that still wait are looked at now, whenever it was due. */
  lookNow(caseIds: readonly string[], now: Date): Promise<void>;
  saveTold(caseId: string, tellCount: number, tellAt: Date | null): Promise<void>;

  /**
   * Puts a case on somebody's page and makes their digest due by the given pace. With null no digest is kept: whoever
   * calls tells them in another way.
   */
  page(input: {
    caseId: string;
    staffIds: readonly string[];
    step: number;
    /** Which repeat it is; 0 before the first. */
    round?: number;
    reason: PageReason;
    digestSeconds: number | null;
    now: Date;
  }): Promise<void>;
  /**
   * The last call of each responder, case by case, that they were told of or will be with their next digest. One that was
   * dropped, since they were off call when their minute came, is none.
   */
  standingCalls(caseIds: readonly string[]): Promise<ReadonlyMap<string, readonly StandingCall[]>>;
  /** Who is called for them: since the student came back to a case that had been closed, if they did. */
  pagedStaff(caseIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Who was called at this time or later; since the case was opened, everybody who ever was. */
  pagedSince(caseId: string, since: Date): Promise<string[]>;
  /** Of those, whoever was told of it. */
  toldSince(caseId: string, since: Date): Promise<string[]>;
  dueDigests(now: Date, limit: number): Promise<string[]>;
  /**
   * Takes digests that are due in hand until the end of the transaction: that of this responder first, then those that have
   * waited longest. Left out: what somebody else has in hand.
   */
  claimDigests(staffId: string, now: Date, limit: number): Promise<string[]>;
  /**
   * Locks the digests of these responders that are due, marks what is on them as told and, where any of that is still
   * true, answers every case that waits for the responder. Left out: where nothing is due, or somebody else has it.
   * @param stands what else must be so for somebody to be told of a case now; where it is not, they count as untold
   */
  takeDigests(
    staffIds: readonly string[],
    now: Date,
    stands?: (staffId: string, item: DigestItem) => boolean,
  ): Promise<ReadonlyMap<string, DigestItem[]>>;
  /** Whether anything of which a message told this responder then still waits for them. */
  standsStill(staffId: string, toldAt: Date): Promise<boolean>;
}
