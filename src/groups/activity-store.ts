import type { Result } from '../core/result.ts';
import type {
  Activity,
  ActivityDate,
  ActivityDraft,
  ActivityStatus,
  ActivityTime,
  CheckInPhase,
  SignUp,
  SignUpStatus,
} from './activity.ts';

/** A date as it is written down; one that is there already keeps its id and its code. */
export type NewDate = ActivityTime & { readonly id: string; readonly checkIn: string };

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
  readonly phase: CheckInPhase;
};

/** What a reminder needs. */
export type DueReminder = { readonly dateId: string; readonly activityId: string };

/** What an activity needs at its times. */
export type Needs = Pick<ActivityDraft, 'leaderId' | 'place'> & { readonly dates: readonly ActivityTime[] };

/** What is booked or led at the same time, by the same leader or in the same place. */
export type Clash = ActivityTime & {
  /** The start of the date that it meets. */
  readonly meets: Date;
  readonly what: 'appointment' | 'activity';
  readonly id: string;
  readonly staffId: string;
  readonly staff: string;
  /** Of an appointment its room, of an activity its title and place; never who comes. */
  readonly title: string | null;
  readonly place: string | null;
  readonly sharesLeader: boolean;
  readonly sharesPlace: boolean;
};

/**
 * Activities and who signed up. Places are counted by the database: none is given twice, whoever reaches for it at the
 * same moment. `now` is always the database's time as the caller read it.
 */
export interface ActivityStore {
  /** False where the id or the code is there already. */
  add(activity: NewActivity): Promise<boolean>;
  /**
   * Changes what is written, dates included; dates that are left out go, unless somebody was noted on them.
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
  ): Promise<Result<null, 'changed' | 'below-taken' | 'date-used' | 'answers-given'>>;
  setStatus(id: string, from: readonly ActivityStatus[], to: ActivityStatus, now: Date): Promise<boolean>;
  /** Nobody books a time until the transaction ends, so that what {@link clashes} answers stays true. */
  lockTimes(): Promise<void>;
  /**
   * By start; what is over does not count, nor an appointment whose day was closed.
   * @param except the activity itself
   */
  clashes(needs: Needs, except: string, now: Date): Promise<Clash[]>;
  /** The newest first. */
  list(limit: number): Promise<Activity[]>;
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
  /** The leader's word on one who is pending: to take them, which may mean to wait, or not. */
  decide(signUpId: string, taken: boolean, now: Date): Promise<SignedUp | null>;
  /** Notes that the leader asked for a talk first; false where that stands already. */
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

  /** The date that this code is for: one that it is good for now, else the nearest one. */
  byCheckIn(code: string, now: Date): Promise<CheckInDate | null>;
  /** Null takes the mark away; the same mark twice is noted once. */
  attend(
    signUpId: string,
    dateId: string,
    attended: boolean | null,
    staffId: string | null,
    now: Date,
  ): Promise<void>;
  setWalkIns(dateId: string, count: number): Promise<void>;

  /** What this one leads between the two, unless it was called off; by start. */
  led(staffId: string, from: Date, to: Date): Promise<ActivityTime[]>;

  /** Dates within the hours before which people are reminded; each is answered once. */
  claimReminders(now: Date, until: Date): Promise<DueReminder[]>;
}
