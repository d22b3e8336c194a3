import type { Actor } from '../../../access/can.ts';
import type { NamedDays } from '../../../core/calendar.ts';
import type { Activity, ActivityDate, CheckInPhase, SignUpStatus } from '../../../groups/activity.ts';
import type { Clash, CountedDate, ListedSignUp } from '../../../groups/activity-store.ts';
import type { Ticks } from '../../../groups/attendance.ts';
import type { ActivityInput, ActivityProblem } from '../../../groups/check-activity.ts';

export type ActivityStep = 'open' | 'close' | 'cancel';

export type ActivityRow = { readonly activity: Activity; readonly leader: string };

/** What is booked or led at the same time, and where the leader cannot come; nobody learns who comes. */
export type ActivityClash = {
  readonly what: Clash['what'];
  /** Null where the viewer can do nothing about it. */
  readonly id: string | null;
  /** Null where the viewer may know no more than that there is one. */
  readonly staff: string | null;
  readonly title: string | null;
  readonly place: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly shares: 'leader' | 'place' | 'both';
};

export type ActivityView = ActivityRow & {
  readonly counts: Readonly<Record<SignUpStatus, number>>;
  /** How many checked in or were ticked, by the id of the date. */
  readonly attended: ReadonlyMap<string, number>;
  /** Dates that have begun: they were held, also where the rest is called off. */
  readonly begun: number;
  /** What its QR code opens. */
  readonly link: string;
  /** For whoever may change it; empty for the others. */
  readonly clashes: readonly ActivityClash[];
  readonly may: Readonly<Record<ActivityStep | 'edit' | 'sign-ups', boolean>>;
};

/** Who signed up, as this viewer may know them. */
export type SignUpList = {
  readonly activity: Activity;
  readonly rows: readonly ListedSignUp[];
  readonly seesAnswers: boolean;
  /** Says who is taken, as long as something of it is ahead. */
  readonly decides: boolean;
  /** Notes who came. */
  readonly attends: boolean;
  /** What is shown at the places of those dates that check in now, by their ids; none for whoever does not note who came. */
  readonly codes: ReadonlyMap<string, string>;
  /** Ids of dates of which nothing can be noted yet. */
  readonly early: ReadonlySet<string>;
};

/** What staff show at the place. */
export type CheckInView = {
  readonly activity: Activity;
  readonly date: ActivityDate;
  readonly phase: CheckInPhase;
  /** From when to when one can check in. */
  readonly from: Date;
  readonly to: Date;
  /** What is shown while one can; null before and after. */
  readonly shown: ShownCode | null;
};

/** Passed on it is soon good for nothing: it changes. */
export type ShownCode = {
  readonly code: string;
  /** What its QR code opens. */
  readonly link: string;
  /** When the next one takes its place. */
  readonly changesAt: Date;
};

/** What was typed for a date, and what the page had shown there. */
export type TypedAttendance = Ticks & { readonly walkInsShown: string; readonly walkIns: string };

export type Leader = { readonly id: string; readonly name: string };

export type ActivityRefusal =
  | { readonly ok: false; readonly code: 'absent' }
  /** Somebody else has changed it meanwhile. */
  | { readonly ok: false; readonly code: 'changed' }
  /** Fewer places than are given away; a date on which somebody is noted. */
  | { readonly ok: false; readonly code: 'below-taken' | 'date-used' }
  /** Something else is at that time, and these were not accepted. */
  | { readonly ok: false; readonly code: 'clash'; readonly clashes: readonly ActivityClash[] }
  | { readonly ok: false; readonly code: 'problems'; readonly problems: readonly ActivityProblem[] };

/** Of one date: figures alone, nobody's name. */
export type DateFigures = CountedDate & { readonly leader: string };

/** A term, a calendar year, or all that is kept. */
export type FiguresView = {
  readonly span: NamedDays;
  readonly spans: readonly NamedDays[];
  /** Every date that begins in it, the first one first. */
  readonly rows: readonly DateFigures[];
};

/** A page of activities, the newest first. */
export type ActivityPage = {
  readonly rows: readonly ActivityRow[];
  /** Counts from 1. */
  readonly page: number;
  /** There are older ones. */
  readonly more: boolean;
};

/** What staff do with activities; authorised and audited here, forbidden looks exactly like absent. */
export interface ActivityDesk {
  /** @param page counts from 1; a page that is not there is empty */
  list(actor: Actor, page: number): Promise<ActivityPage | null>;
  /** Who may lead one. */
  leaders(actor: Actor): Promise<Leader[] | null>;
  view(actor: Actor, id: string): Promise<ActivityView | null>;
  /** The same id twice is one activity. */
  create(
    actor: Actor,
    id: string,
    input: ActivityInput,
  ): Promise<{ readonly ok: true; readonly id: string } | ActivityRefusal>;
  /**
   * Everybody who signed up hears of another time or place.
   * @param accepted `clashesKey` of what was shown; empty where nothing was
   */
  edit(
    actor: Actor,
    id: string,
    version: number,
    input: ActivityInput,
    accepted: string,
  ): Promise<{ readonly ok: true } | ActivityRefusal>;
  /**
   * Done also when it stood so already. Cancelling tells everybody. `clash`: as with `edit`; `over`: the last of it was
   * held, and it is not called off any more; `begun`: a date of the draft is past, and is to be put right first.
   */
  step(
    actor: Actor,
    id: string,
    step: ActivityStep,
    accepted: string,
  ): Promise<'done' | 'clash' | 'over' | 'begun' | 'absent'>;
  signUps(actor: Actor, id: string): Promise<SignUpList | null>;
  /** The leader's word on one who is pending. Each of them hears it. `settled`: nothing is to be decided any more. */
  decide(
    actor: Actor,
    id: string,
    signUpId: string,
    word: 'take' | 'talk' | 'decline',
  ): Promise<'done' | 'settled' | 'absent'>;
  /**
   * Who of those with a place came on this date, and how many came without one. `changed`: what was typed meets something
   * that is otherwise than the page showed it, and nothing is noted; `too-early`: it does not check in yet.
   */
  attend(
    actor: Actor,
    id: string,
    typed: TypedAttendance,
  ): Promise<'done' | 'changed' | 'no-number' | 'no-date' | 'too-early' | 'absent'>;
  /** What staff noted on this date is there no more; who checked in themselves stays. */
  takeBack(actor: Actor, id: string, dateId: string): Promise<'done' | 'no-date' | 'absent'>;
  /** Of one date; null for the one that it is time for, else the next, else the last. What is not there is null. */
  checkIn(actor: Actor, id: string, dateId: string | null): Promise<CheckInView | null>;
  /** @param name of the span; an unknown one is the term that runs or ran last, else this year */
  figures(actor: Actor, name: string): Promise<FiguresView | null>;
}
