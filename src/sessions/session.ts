/** Whether somebody came to a session. A person says so, never the program. */
export const ATTENDANCES = ['attended', 'no-show'] as const;
export type Attendance = (typeof ATTENDANCES)[number];

export const isAttendance = (text: string): text is Attendance => ATTENDANCES.some((one) => one === text);

/** An appointment seen as a session: who came, and when. */
export type Session = {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly staffId: string;
  readonly counsellor: string;
  /** Null where it is held online. */
  readonly room: string | null;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly status: 'booked' | Attendance;
  readonly seriesId: string | null;
  readonly checkedInAt: Date | null;
  /** A record of it was signed. */
  readonly signed: boolean;
  /** The counsellor closed this time: unless somebody came all the same, there is nothing to say of it. */
  readonly closed?: true;
};

/** What is left of a session whose records are gone, and all that the workload counts: nobody's name. */
export type CountedSession = Pick<Session, 'startAt' | 'endAt' | 'status' | 'signed' | 'closed'>;

/** From so long before its start until its end somebody may say that they are there, in ms. */
const CHECK_IN_BEFORE_MS = 60 * 60_000;
/** So long after its end a session without a word on who came is owed one, in ms. */
const OWED_AFTER_MS = 15 * 60_000;

type Times = Pick<Session, 'startAt' | 'endAt'>;

/** May somebody say at this moment that they are there? */
export const mayCheckIn = ({ startAt, endAt }: Times, now: Date): boolean =>
  now.getTime() >= startAt.getTime() - CHECK_IN_BEFORE_MS && now < endAt;

/** Nobody can have failed to come before it began. */
export const maySetAttendance = ({ startAt }: Times, now: Date): boolean => now >= startAt;

/** Nobody has said who came, and somebody could have. */
export const isUnsettled = ({ status, closed }: Pick<Session, 'status' | 'closed'>): boolean =>
  status === 'booked' && closed !== true;

/** A counsellor has to say who came. */
export const owesAttendance = (session: Pick<Session, 'endAt' | 'status' | 'closed'>, now: Date): boolean =>
  isUnsettled(session) && now.getTime() >= session.endAt.getTime() + OWED_AFTER_MS;

/** A counsellor has to write the record. */
export const owesRecord = (session: Pick<Session, 'status' | 'signed'>): boolean =>
  session.status === 'attended' && !session.signed;
