import type { NewAvailabilityRule } from './booking-setup.ts';
import type { CounsellorProfile } from './counsellor-profile.ts';
import type { RoomHours } from './open-days.ts';
import type { Opening, TimeRange } from './slot.ts';

/** A rule that stands, with the names that people read. */
export type AvailabilityRule = Opening & { readonly id: string; readonly sample: boolean };

/** A stretch of time in which a counsellor takes no appointments although a rule opens it. */
export type Leave = TimeRange & {
  readonly id: string;
  readonly staffId: string;
  readonly note: string | null;
};

export type Room = {
  readonly id: string;
  readonly name: string;
  readonly campus: string | null;
  /** None is always. */
  readonly hours: readonly Omit<RoomHours, 'roomId'>[];
  readonly retired: boolean;
  readonly sample: boolean;
};

/** Who writes it down; null for the command line. */
export type By = string | null;

/** What opens the calendar. Nothing here moves or cancels an appointment. */
export interface AvailabilityStore {
  /** Rules that are not over on a date and were not ended. */
  rules(today: string): Promise<AvailabilityRule[]>;
  /** The same id twice is one rule. */
  addRule(rule: NewAvailabilityRule, by: By, now: Date): Promise<void>;
  /** Opens nothing any more; false when there is no such rule. */
  endRule(id: string, now: Date): Promise<boolean>;
  /** Leave that is not over. */
  leaves(now: Date): Promise<Leave[]>;
  addLeave(leave: Leave, by: By, now: Date): Promise<void>;
  endLeave(id: string, now: Date): Promise<boolean>;
  /** Waits while another table is taken in, so that what it brings is known by then. */
  lockForImport(): Promise<void>;
  rooms(): Promise<Room[]>;
  /**
   * Makes or changes it; null when another room has the name. Activities ahead whose place it is by name take a new one
   * along: answers which.
   */
  saveRoom(room: Room, now: Date): Promise<readonly string[] | null>;
  profiles(): Promise<CounsellorProfile[]>;
  saveProfile(profile: CounsellorProfile, by: By, now: Date): Promise<void>;
}
