import type { Attendance, CountedSession, Session } from './session.ts';

export type AttendanceChange = {
  readonly attendance: Attendance;
  readonly staffId: string;
  readonly at: Date;
};

/** Whose sessions: of these counsellors, or of all. */
export type Whose = readonly string[] | 'all';

/** Which sessions of before. */
export type Earlier = {
  readonly whose: readonly string[];
  /** Of one visitor; left out: of all. */
  readonly contactId?: string;
  /** Only those to which somebody came. */
  readonly attended?: true;
  /** They begin within [from, to). */
  readonly from: Date;
  readonly to: Date;
  readonly skip: number;
  readonly limit: number;
};

/** Sessions are appointments that were booked and not cancelled. `now` is always the database's time. */
export interface SessionStore {
  /** Null for what is none, an id that cannot be one included. */
  find(appointmentId: string): Promise<Session | null>;
  /** Those that begin within [from, to), by start. */
  list(whose: Whose, from: Date, to: Date): Promise<Session[]>;
  /** The latest first: at most `limit` of them behind the first `skip`. */
  earlier(which: Earlier): Promise<Session[]>;
  /** Those of one visitor that begin within [from, to), by start. */
  ofVisitor(contactId: string, from: Date, to: Date): Promise<Session[]>;
  /** Those of one counsellor that begin within [from, to) and whose records are gone at the end of their time. */
  past(staffId: string, from: Date, to: Date): Promise<CountedSession[]>;
  /** What one counsellor still owes a word on: ended before `now` without attendance, or attended without a record. */
  owed(staffId: string, now: Date): Promise<Session[]>;
  /** False when it says so already. Kept as a change of its own. */
  setAttendance(input: {
    readonly id: string;
    readonly appointmentId: string;
    readonly attendance: Attendance;
    readonly staffId: string;
    readonly now: Date;
  }): Promise<boolean>;
  changes(appointmentId: string): Promise<AttendanceChange[]>;
  /** `by` null is the student. False when somebody did before. */
  checkIn(appointmentId: string, by: string | null, now: Date): Promise<boolean>;
  /** Ended without a word on who came, and nobody was asked; each is answered once, to one caller. */
  takeUnasked(now: Date, limit: number): Promise<Session[]>;
}
