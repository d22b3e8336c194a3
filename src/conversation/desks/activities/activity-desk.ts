import type { Actor } from '../../../access/can.ts';
import type { Activity, ActivityDate, CheckInPhase, SignUpStatus } from '../../../groups/activity.ts';
import type { ListedSignUp } from '../../../groups/activity-store.ts';
import type { ActivityInput, ActivityProblem } from '../../../groups/check-activity.ts';

export type ActivityStep = 'open' | 'close' | 'cancel';

export type ActivityRow = { readonly activity: Activity; readonly leader: string };

/** What is booked or led at the same time; nobody learns who comes. */
export type ActivityClash = {
  readonly what: 'appointment' | 'activity';
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
  readonly decides: boolean;
  /** Notes who came. */
  readonly attends: boolean;
};

/** What staff show at the place. */
export type CheckInView = {
  readonly activity: Activity;
  readonly date: ActivityDate;
  readonly phase: CheckInPhase;
  /** From when to when the code is good. */
  readonly from: Date;
  readonly to: Date;
  /** What its QR code opens. */
  readonly link: string;
};

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
export type DateFigures = {
  readonly activity: Activity;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly leader: string;
  readonly counts: Readonly<Record<SignUpStatus, number>>;
  readonly attended: number;
  readonly walkIns: number;
};

/** What staff do with activities; authorised and audited here, forbidden looks exactly like absent. */
export interface ActivityDesk {
  list(actor: Actor): Promise<ActivityRow[] | null>;
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
  /** Done also when it stood so already. Cancelling tells everybody. `clash`: as with `edit`. */
  step(actor: Actor, id: string, step: ActivityStep, accepted: string): Promise<'done' | 'clash' | 'absent'>;
  signUps(actor: Actor, id: string): Promise<SignUpList | null>;
  /** The leader's word on one who is pending. Each of them hears it. */
  decide(
    actor: Actor,
    id: string,
    signUpId: string,
    word: 'take' | 'talk' | 'decline',
  ): Promise<'done' | 'settled' | 'absent'>;
  /** Who of those with a place came on this date, and how many came without one. */
  attend(
    actor: Actor,
    id: string,
    dateId: string,
    came: readonly string[],
    walkIns: string,
  ): Promise<'done' | 'no-number' | 'no-date' | 'absent'>;
  /** Of one date; null for the one that it is time for, else the next, else the last. What is not there is null. */
  checkIn(actor: Actor, id: string, dateId: string | null): Promise<CheckInView | null>;
  figures(actor: Actor): Promise<DateFigures[] | null>;
}
