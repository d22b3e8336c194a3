import type { HeldBack, MeetingMode } from './slot.ts';
import type { TeachingWeeks } from './teaching-weeks.ts';

export type NewRoom = {
  readonly id: string;
  readonly name: string;
  readonly campus?: string | null;
  readonly sample: boolean;
};

export type NewAvailabilityRule = {
  readonly id: string;
  readonly staffId: string;
  /** Null online. */
  readonly roomId: string | null;
  /** 1 is Monday. */
  readonly weekday: number;
  /** Minutes of the day in Asia/Shanghai. */
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly sessionMinutes: number;
  /** `YYYY-MM-DD`, the first day. */
  readonly validFrom: string;
  /** The last day, or null for no end. */
  readonly validTo: string | null;
  /** What is left out: on site, every week, no buffers, for everybody, on no one day in particular. */
  readonly mode?: MeetingMode;
  readonly weeks?: TeachingWeeks;
  readonly bufferBeforeMinutes?: number;
  readonly bufferAfterMinutes?: number;
  readonly heldBack?: HeldBack;
  readonly extra?: boolean;
  readonly sample: boolean;
};

/** Where and when counsellors see students. Both may be repeated, so that setting up a centre can be. */
export interface BookingSetup {
  /** Makes the room unless there is one of this name; answers the id of the one that there is. */
  addRoom(room: NewRoom): Promise<string>;
  /** Adds the rule unless the counsellor has one for the same room, weekday and times. */
  addAvailabilityRule(rule: NewAvailabilityRule): Promise<void>;
}
