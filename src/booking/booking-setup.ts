export type NewRoom = { readonly id: string; readonly name: string; readonly sample: boolean };

export type NewAvailabilityRule = {
  readonly id: string;
  readonly staffId: string;
  readonly roomId: string;
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
  readonly sample: boolean;
};

/** Where and when counsellors see students. Both may be repeated, so that setting up a centre can be. */
export interface BookingSetup {
  /** Makes the room unless there is one of this name; answers the id of the one that there is. */
  addRoom(room: NewRoom): Promise<string>;
  /** Adds the rule unless the counsellor has one for the same room, weekday and times. */
  addAvailabilityRule(rule: NewAvailabilityRule): Promise<void>;
}
