import type { Actor } from '../../../access/can.ts';
import type { RecordBody, RecordField } from '../../../sessions/record.ts';
import type { RecordVersion } from '../../../sessions/record-store.ts';
import type { EveryWeeks } from '../../../sessions/series.ts';
import type { Attendance, Session } from '../../../sessions/session.ts';
import type { CheckInOutcome } from '../../sessions/attend.ts';
import type { Ending } from '../../sessions/end-series.ts';

/** A session in a list. `visitor` is a short name of the program's own; null at the booking desk. */
export type SessionRow = Pick<
  Session,
  'startAt' | 'endAt' | 'counsellor' | 'room' | 'status' | 'checkedInAt'
> & {
  readonly id: string;
  readonly visitor: string | null;
  readonly owes: 'attendance' | 'record' | null;
  /** Its counsellor closed this time: nobody is expected. */
  readonly closed: boolean;
  readonly may: { readonly open: boolean; readonly checkIn: boolean };
};

export type SessionList = {
  readonly now: Date;
  /** One's own that wait for a word. */
  readonly owed: readonly SessionRow[];
  readonly today: readonly SessionRow[];
  readonly coming: readonly SessionRow[];
  readonly earlier: EarlierSessions;
};

/** What of the past is asked for: within which month, null for the last thirty days; the page, from 1. */
export type LookBack = {
  readonly month: { readonly from: Date; readonly to: Date } | null;
  readonly page: number;
};

/** The latest first. */
export type EarlierSessions = {
  /** One's own, before today; null for whoever has none by their work. */
  readonly own: readonly SessionRow[] | null;
  /** Of those whose work one looks after, and to which somebody came; null for whoever looks after none by their work. */
  readonly supervised: readonly SessionRow[] | null;
  /** The next page has some. */
  readonly more: boolean;
};

export type ShownVersion = RecordVersion & { readonly staff: string };

export type ShownSeries = {
  readonly id: string;
  readonly status: 'offered' | 'accepted';
  readonly expiresAt: Date;
  /** Ahead with its counsellor: what ends together. */
  readonly times: readonly { readonly startAt: Date; readonly endAt: Date }[];
  /** Ahead with those to whom the student moved it: what stays. */
  readonly elsewhere: readonly {
    readonly startAt: Date;
    readonly endAt: Date;
    readonly counsellor: string;
  }[];
};

export type SessionView = {
  readonly row: SessionRow;
  readonly may: {
    readonly attend: boolean;
    readonly checkIn: boolean;
    readonly record: boolean;
    readonly plan: boolean;
    readonly refer: boolean;
  };
  readonly changes: readonly {
    readonly attendance: Attendance;
    readonly staff: string;
    readonly at: Date;
  }[];
  /** Empty for whoever may not read it. */
  readonly record: readonly ShownVersion[];
  /** The record names a danger, and nobody has called yet. */
  readonly asksForCase: 'serious' | 'major-crisis' | null;
  readonly inCase: boolean;
  readonly series: readonly ShownSeries[];
  readonly referrals: readonly { readonly id: string; readonly status: string; readonly to: string }[];
  /** Others of this visitor with this counsellor that have begun, the latest first. */
  readonly earlier: readonly SessionRow[];
};

export type RecordOutcome =
  | {
      readonly outcome:
        | 'saved'
        | 'signed'
        | 'absent'
        | 'signed-before'
        /** In another window of theirs; nothing was kept. */
        | 'changed'
        | 'not-attended'
        | 'too-long';
    }
  | { readonly outcome: 'missing'; readonly fields: readonly RecordField[] };

export type FreeTime = { readonly startAt: Date; readonly endAt: Date; readonly place: string };

export type PlanForm = {
  /** ISO, of one of the free times. */
  readonly first: string;
  readonly everyWeeks: EveryWeeks;
  readonly count: number;
  /** The free times that were shown when it was looked over, ISO; empty where it was not. */
  readonly shown: readonly string[];
};

export type PlanView = {
  readonly id: string;
  readonly visitor: string;
  readonly free: readonly FreeTime[];
  /** The times of the form, where one was sent; `free` false where the day is a holiday, or somebody has it. */
  readonly planned:
    | readonly { readonly startAt: Date; readonly free: boolean; readonly why: string | null }[]
    | null;
};

export type OfferOutcome =
  | 'offered'
  | 'absent'
  /** No time was chosen, or none is free. */
  | 'nothing'
  | 'taken'
  | 'limit'
  | 'offered-before';

/** What counsellors do around their sessions; authorised and audited here, forbidden looks like absent. */
export interface SessionDesk {
  list(actor: Actor, back: LookBack): Promise<SessionList | null>;
  view(actor: Actor, appointmentId: string): Promise<SessionView | null>;
  attend(
    actor: Actor,
    appointmentId: string,
    attendance: Attendance,
  ): Promise<'kept' | 'same' | 'too-early' | 'absent'>;
  checkIn(actor: Actor, appointmentId: string): Promise<CheckInOutcome>;
  /** @param seen when the draft was kept that lay before them; null for none */
  write(
    actor: Actor,
    appointmentId: string,
    body: RecordBody,
    signs: boolean,
    seen: Date | null,
  ): Promise<RecordOutcome>;
  /** The same id twice is one correction. */
  correct(
    actor: Actor,
    appointmentId: string,
    text: string,
    id: string,
  ): Promise<'kept' | 'empty' | 'too-long' | 'not-signed' | 'absent'>;
  /** Calls for a crisis of this visitor; answers the case. */
  raise(actor: Actor, appointmentId: string): Promise<string | null>;
  plan(actor: Actor, appointmentId: string, form: PlanForm | null): Promise<PlanView | null>;
  /** Offers what of the plan is free. */
  offer(actor: Actor, appointmentId: string, form: PlanForm): Promise<OfferOutcome>;
  /** Takes an offer back, or calls off for a cause what lies ahead of a series and tells the student. */
  endSeries(
    actor: Actor,
    appointmentId: string,
    seriesId: string,
    ending: Ending | null,
  ): Promise<'ended' | 'absent' | 'no-cause'>;
}
