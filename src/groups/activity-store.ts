import type { Result } from '../core/result.ts';
import type {
  Activity,
  ActivityDate,
  ActivityDraft,
  ActivityStatus,
  ActivityTime,
  SignUp,
  SignUpStatus,
} from './activity.ts';

/** A date as it is written down; one that is there already keeps its id. */
export type NewDate = ActivityTime & { readonly id: string };

export type NewActivity = ActivityDraft & {
  readonly id: string;
  readonly code: string;
  readonly madeBy: string;
  readonly dates: readonly NewDate[];
  readonly now: Date;
};

export type SignUpOrder = {
  readonly id: string;
  readonly activityId: string;
  readonly contactId: string;
  readonly addressId: string;
  /** What was said to the question: words, `yes`, `no`; null where none is asked. Sealed. */
  readonly answer: string | null;
  readonly now: Date;
};

export type SignedUp = {
  readonly signUp: SignUp;
  /** Of those who wait, counted from one; null where they do not wait. */
  readonly place: number | null;
};

/** One of the list as the leader sees it. */
export type ListedSignUp = SignUp & {
  readonly name: string | null;
  readonly answered: boolean;
  /** Null where there is none, or the reader is not whom it was given to. */
  readonly answer: string | null;
  /** Ids of dates, and whether they came. */
  readonly attendance: ReadonlyMap<string, boolean>;
};

export type Owned = { readonly activity: Activity; readonly signedUp: SignedUp };

export type CheckInDate = {
  readonly activity: Activity;
  readonly date: ActivityDate;
  /** `changed`: it was shown there, and another one has taken its place. `over`: the time for it has passed. */
  readonly phase: 'now' | 'changed' | 'over';
};

/** What a reminder needs. */
export type DueReminder = { readonly dateId: string; readonly activityId: string };

/** What an activity needs at its times. */
export type Needs = Pick<ActivityDraft, 'leaderId' | 'place'> & { readonly dates: readonly ActivityTime[] };

/** A date of an activity, for whoever has to see to it. */
export type LedDate = ActivityTime & { readonly activityId: string; readonly title: string };

/** One whose leader cannot come. */
export type LeaderlessDate = LedDate & { readonly staffId: string; readonly staff: string };

/** What is booked or led at the same time, by the same leader or in the same place; or that its leader cannot come. */
export type Clash = ActivityTime & {
  /** The start of the date that it meets. */
  readonly meets: Date;
  /** `leave`: of the leader, and no more of it than lies in the date; `left`: they were disabled. */
  readonly what: 'appointment' | 'activity' | 'leave' | 'left';
  readonly id: string;
  readonly staffId: string;
  readonly staff: string;
  /** Of an appointment its room, of an activity its title and place; never who comes. */
  readonly title: string | null;
  readonly place: string | null;
  readonly sharesLeader: boolean;
  readonly sharesPlace: boolean;
};

/** A date, and in figures what became of it. */
export type CountedDate = {
  readonly activity: Activity;
  readonly date: ActivityDate;
  /** Of its activity. */
  readonly counts: Readonly<Record<SignUpStatus, number>>;
  readonly attended: number;
};

/**
 * Activities and who signed up. Places are counted by the database: none is given twice, whoever reaches for it at the
 * same moment. `now` is always the database's time as the caller read it.
 */
export interface ActivityStore {
  /** False where the id or the code is there already. */
  add(activity: NewActivity): Promise<boolean>;
  /**
   * Changes what is written, dates included; dates that are left out go, unless they were held (`stays`) or somebody was
   * noted on them.
   * `answers-given`: somebody answered the question of its leader, who alone names another one while they can.
   * @param mayPass the leader does it, or leads no longer
   */
  edit(
    id: string,
    version: number,
    draft: ActivityDraft,
    dates: readonly NewDate[],
    mayPass: boolean,
    now: Date,
  ): Promise<Result<null, 'changed' | 'below-taken' | 'date-held' | 'date-used' | 'answers-given'>>;
  setStatus(id: string, from: readonly ActivityStatus[], to: ActivityStatus, now: Date): Promise<boolean>;
  /** Nobody books a time until the transaction ends, so that what {@link clashes} answers stays true. */
  lockTimes(): Promise<void>;
  /**
   * By start; what is over does not count, nor an appointment whose day was closed.
   * @param except the activity itself
   */
  clashes(needs: Needs, except: string, now: Date): Promise<Clash[]>;
  /** The newest first, without as many of these as `skipped`. */
  list(limit: number, skipped: number): Promise<Activity[]>;
  /** Every date that begins from `from` on and before `to`, the first one first. */
  dateFigures(from: Date, to: Date): Promise<CountedDate[]>;
  /** When the first and the last date of all begin; null without any. */
  firstAndLast(): Promise<{ readonly first: Date; readonly last: Date } | null>;
  byId(id: string): Promise<Activity | null>;
  byCode(code: string): Promise<Activity | null>;
  /** Open ones that are not over; the next one first. */
  listOpen(now: Date): Promise<Activity[]>;

  /** Gives a place, or one in the waiting list. Asking again answers how it stands. */
  signUp(order: SignUpOrder): Promise<Result<SignedUp, 'barred'>>;
  /** Gives it up; a place that becomes free goes to nobody yet, see `fill`. */
  signOff(activityId: string, contactId: string, now: Date): Promise<boolean>;
  /** Gives free places to those who wait, the first of them first; answers who got one. */
  fill(activityId: string, now: Date): Promise<SignUp[]>;
  /**
   * The leader's word on one who is pending: to take them, which may mean to wait, or not. Null where it was said already,
   * or the activity was called off or is over.
   */
  decide(signUpId: string, taken: boolean, now: Date): Promise<SignedUp | null>;
  /** Notes that the leader asked for a talk first; false where that stands already, or nothing is to be decided any more. */
  askTalk(signUpId: string, now: Date): Promise<boolean>;
  /** What this person answered before any group, whatever became of it, is there no more. */
  forgetAnswers(contactId: string): Promise<void>;
  setName(activityId: string, contactId: string, name: string): Promise<void>;

  find(activityId: string, contactId: string): Promise<SignedUp | null>;
  /** What this person still counts on, with those that are not over. */
  ofContact(contactId: string, now: Date): Promise<Owned[]>;
  bySignUp(signUpId: string): Promise<SignUp | null>;
  /** By number, with the answers that were given to this reader; null for none. */
  signUps(activityId: string, readerId: string | null): Promise<ListedSignUp[]>;
  /** Those who answered another leader than the present one, and were not asked about this one. */
  unasked(limit: number): Promise<Pick<SignUp, 'id' | 'activityId' | 'addressId'>[]>;
  /** Notes that they are asked; answers at which version, null where there is nothing to ask any more. */
  claimUnasked(signUpId: string): Promise<number | null>;
  /** They agree that the present leader reads their answer; false where that question is over. */
  showAnswer(signUpId: string, askedVersion: number): Promise<boolean>;
  count(activityId: string): Promise<Readonly<Record<SignUpStatus, number>>>;
  /** How many came, for each date, without walk-ins. */
  countAttended(activityId: string): Promise<ReadonlyMap<string, number>>;

  /** What is shown at the place of a date at this moment: six digits, see `CHECK_IN_CODE_MINUTES`. */
  checkInCode(dateId: string, now: Date): string;
  /** The date at whose place this code is shown, was a moment ago, or was until it was over; of the last day. */
  byCheckIn(code: string, now: Date): Promise<CheckInDate | null>;
  /** The same mark twice is noted once. */
  attend(
    signUpId: string,
    dateId: string,
    attended: boolean,
    staffId: string | null,
    now: Date,
  ): Promise<void>;
  /** All that staff noted on a date, walk-ins included; who checked in themselves stays. */
  takeBackMarks(dateId: string): Promise<void>;
  /** Those of whom nothing is noted on this date did not come; whoever checked in meanwhile did. */
  noteAbsent(signUpIds: readonly string[], dateId: string, staffId: string, now: Date): Promise<void>;
  /**
   * @param from what was read before; false, and nothing is changed, where it is another count now
   */
  setWalkIns(dateId: string, count: number, from: number): Promise<boolean>;

  /**
   * What this one leads or led between the two, unless it was called off before it began; what is left of activities long
   * gone included.
   */
  led(staffId: string, from: Date, to: Date): Promise<ActivityTime[]>;

  /** The dates of these, by start; of what people may know of and was not called off. */
  ledDates(staffId: string, from: Date, to: Date): Promise<LedDate[]>;
  /** Of everybody's, what is not over and its leader has taken leave then or was disabled; by start. */
  leaderless(now: Date): Promise<LeaderlessDate[]>;

  /** Dates within the hours before which people are reminded; each is answered once. */
  claimReminders(now: Date, until: Date): Promise<DueReminder[]>;
}
