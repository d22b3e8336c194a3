/** 团体辅导, 讲座, 家长课堂: what one signs up for, and what follows from the time alone. */
import { addMs, minutesMs } from '../core/clock.ts';

export const ACTIVITY_KINDS = ['group', 'lecture', 'guardians-class'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

export const isActivityKind = (text: string): text is ActivityKind =>
  ACTIVITY_KINDS.some((kind) => kind === text);

export type ActivityStatus = 'draft' | 'open' | 'closed' | 'cancelled';

/** What is asked before somebody has a place: `words` are read by the leader, a yes to `yes-no` leads to a talk first. */
export type ScreeningQuestion = {
  readonly text: string;
  readonly en: string | null;
  readonly kind: 'words' | 'yes-no';
};

export type ActivityTime = { readonly startsAt: Date; readonly endsAt: Date };

export type ActivityDate = ActivityTime & {
  readonly id: string;
  /** People who came without having signed up. */
  readonly walkIns: number;
  /** Who led it, once somebody else leads the rest; null for whoever leads the activity. */
  readonly ledBy: string | null;
};

/** What staff write of it. */
export type ActivityDraft = {
  readonly kind: ActivityKind;
  readonly title: string;
  readonly titleEn: string | null;
  readonly text: string;
  readonly textEn: string | null;
  /** Campus and room, or a link. */
  readonly place: string;
  readonly capacity: number;
  readonly signUpFrom: Date;
  readonly signUpUntil: Date;
  readonly question: ScreeningQuestion | null;
  readonly leaderId: string;
};

export type Activity = ActivityDraft & {
  readonly id: string;
  /** What people type: 活动 1234. */
  readonly code: string;
  readonly status: ActivityStatus;
  /** Null for what was never opened, and for what was not called off. */
  readonly calledOffAt: Date | null;
  readonly version: number;
  readonly taken: number;
  readonly madeAt: Date;
  /** In their order. */
  readonly dates: readonly ActivityDate[];
};

export type SignUpStatus = 'signed-up' | 'waiting' | 'pending' | 'declined' | 'cancelled';

/** A status that somebody still counts on. */
export const HOLDS: readonly SignUpStatus[] = ['signed-up', 'waiting', 'pending'];

export type SignUp = {
  readonly id: string;
  readonly activityId: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly number: number;
  readonly status: SignUpStatus;
  readonly talkAskedAt: Date | null;
  /** When they first signed up, however often they gave it up and came back. */
  readonly madeAt: Date;
  /** Since when it stands so: of `signed-up`, since when they have the place. */
  readonly since: Date;
};

/** Why nobody can sign up now; null where one can. */
export type SignUpBar = 'not-yet' | 'over' | 'closed' | 'cancelled';

export function signUpBar(
  activity: Pick<Activity, 'status' | 'signUpFrom' | 'signUpUntil'>,
  now: Date,
): SignUpBar | null {
  switch (activity.status) {
    case 'cancelled':
      return 'cancelled';
    case 'draft':
    case 'closed':
      return 'closed';
    case 'open':
      if (now < activity.signUpFrom) return 'not-yet';
      return now >= activity.signUpUntil ? 'over' : null;
  }
}

/** What was only drafted is not held, nor what was called off before it began. */
export function isHeld(
  { status, calledOffAt }: Pick<Activity, 'status' | 'calledOffAt'>,
  { startsAt }: Pick<ActivityDate, 'startsAt'>,
): boolean {
  switch (status) {
    case 'draft':
      return false;
    case 'open':
    case 'closed':
      return true;
    case 'cancelled':
      return calledOffAt !== null && startsAt < calledOffAt;
  }
}

/**
 * What has begun was held, and stays with its 课时. What lies before the activity was written down can only be put right
 * so: nobody could sign up for it or be reminded of it, and a wrong year is soon typed.
 */
export const stays = (
  activity: Pick<Activity, 'status' | 'calledOffAt' | 'madeAt'>,
  date: Pick<ActivityDate, 'startsAt'>,
  now: Date,
): boolean => isHeld(activity, date) && date.startsAt <= now && date.startsAt > activity.madeAt;

/** Nothing of it is ahead any more. */
export const isOver = ({ dates }: Pick<Activity, 'dates'>, now: Date): boolean =>
  dates.every(({ endsAt }) => endsAt <= now);

/** Somebody still has something of a place in it: it was opened, not called off, and not all of it is over. */
export const goesOn = (activity: Pick<Activity, 'status' | 'dates'>, now: Date): boolean =>
  (activity.status === 'open' || activity.status === 'closed') && !isOver(activity, now);

/**
 * Where an answer leads: with a question a person of the centre decides, where the answer asks for it. Nobody is left
 * out by the program.
 */
export function placeFor(
  question: ScreeningQuestion | null,
  answer: string | null,
  room: { readonly free: number; readonly waiting: number },
): 'signed-up' | 'waiting' | 'pending' {
  if (question?.kind === 'words') return 'pending';
  if (question?.kind === 'yes-no' && answer !== 'no') return 'pending';
  // Whoever waits already comes first.
  return room.free > 0 && room.waiting === 0 ? 'signed-up' : 'waiting';
}

/** From so long before the start to so long after the end a date's check-in code is good, in minutes. */
const CHECK_IN_BEFORE_MINUTES = 60;
const CHECK_IN_AFTER_MINUTES = 30;

/** From when to when a date's code is good. */
export const checkInTime = ({
  startsAt,
  endsAt,
}: ActivityTime): { readonly from: Date; readonly to: Date } => ({
  from: addMs(startsAt, -minutesMs(CHECK_IN_BEFORE_MINUTES)),
  to: addMs(endsAt, minutesMs(CHECK_IN_AFTER_MINUTES)),
});

export type CheckInPhase = 'early' | 'now' | 'over';

export function checkInPhase(time: ActivityTime, now: Date): CheckInPhase {
  const { from, to } = checkInTime(time);
  if (now < from) return 'early';
  return now < to ? 'now' : 'over';
}

/** So long before a date those who have a place are reminded, in hours. */
export const REMIND_HOURS = 24;
