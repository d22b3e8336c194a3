import type { AppointmentStatus } from './appointment-store.ts';

/** One appointment of a day, as its counsellor reads it: no name, no reason. */
export type DaySheetRow = {
  readonly appointmentId: string;
  readonly staffId: string;
  readonly counsellor: string;
  readonly startAt: Date;
  readonly endAt: Date;
  /** Null online. */
  readonly room: string | null;
  /** It is online, and the counsellor has not said where: the student cannot get in. */
  readonly noAddress: boolean;
  readonly status: AppointmentStatus;
  /** The counsellor does not come then, and the student is told so; it is booked until they choose. */
  readonly closed: boolean;
  /** The student was never booked before. */
  readonly first: boolean;
  /** They said that they will come. */
  readonly confirmed: boolean;
};

export interface DaySheetStore {
  /** True for whoever comes first on this date, `YYYY-MM-DD`. */
  begin(date: string, now: Date): Promise<boolean>;
  wasMade(date: string): Promise<boolean>;
  /** What is booked and was met in this time, by start; of one counsellor or of all. */
  list(from: Date, to: Date, staffId: string | null): Promise<DaySheetRow[]>;
}
