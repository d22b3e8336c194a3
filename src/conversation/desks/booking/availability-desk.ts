import type { Actor } from '../../../access/can.ts';
import type { AvailabilityRule, Leave, Room } from '../../../booking/availability-store.ts';
import type { CounsellorProfile, ProfileProblem, ProfileText } from '../../../booking/counsellor-profile.ts';
import type { Caps } from '../../../booking/count-sessions.ts';
import type { BookingFault, TableKind } from '../../../booking/import-tables.ts';
import type {
  FieldProblem,
  LeaveField,
  LeaveText,
  RuleField,
  RuleText,
} from '../../../booking/read-availability.ts';
import type { RoomProblem, RoomText } from '../../../booking/read-room.ts';
import type { RoomGap } from '../../../booking/room-gaps.ts';
import type { IgnoredColumn } from '../../../core/ignored-columns.ts';
import type { LedDate } from '../../../groups/activity-store.ts';

export type CounsellorView = {
  readonly staffId: string;
  readonly name: string;
  readonly profile: CounsellorProfile;
  /** Each with what its room does not give. */
  readonly rules: readonly (AvailabilityRule & { readonly roomGap: RoomGap | null })[];
  /**
   * Each with how many are booked in it and were told by nobody, null for whoever learns nothing of appointments; and with
   * what is led in it, none for whoever learns nothing of activities.
   */
  readonly leaves: readonly (Leave & { readonly booked: number | null; readonly led: readonly LedDate[] })[];
  /** The viewer may look at these appointments one by one. */
  readonly showsAppointments: boolean;
  /** The viewer may tell their students. */
  readonly mayTell: boolean;
  readonly mayChange: boolean;
};

export type AvailabilityView = {
  readonly now: Date;
  /** Those whose hours the actor may see. */
  readonly counsellors: readonly CounsellorView[];
  readonly rooms: readonly Room[];
  readonly caps: Caps;
  readonly sampleCalendar: boolean;
  /** Rooms, files, everybody's hours. */
  readonly mayArrange: boolean;
};

type Saved<Problem, More = unknown> =
  | ({ readonly ok: true; readonly booked: number } & More)
  | { readonly ok: false; readonly code: 'forbidden' | 'stale' }
  | { readonly ok: false; readonly code: 'wrong'; readonly problems: readonly Problem[] };

/** Saved all the same where the room is closed then. */
export type SaveRule = Saved<FieldProblem<RuleField>, { readonly roomGap: RoomGap | null }>;
export type SaveLeave = Saved<FieldProblem<LeaveField>>;
export type SaveProfile = Saved<ProfileProblem>;
export type SaveRoom = Saved<RoomProblem | { readonly field: 'name'; readonly code: 'name-taken' }>;

export type TableImport =
  | {
      readonly ok: true;
      readonly added: number;
      readonly known: number;
      /** How many of those that are known become others. */
      readonly changed: number;
      /** How many of those that are added are not open for all of their sessions, for want of their room. */
      readonly roomGaps: number;
      /** What is added, and what changes of what is known. */
      readonly lines: readonly string[];
      readonly ignored: readonly IgnoredColumn[];
    }
  | { readonly ok: false; readonly code: 'forbidden' }
  | {
      readonly ok: false;
      readonly code: 'faults';
      readonly faults: readonly BookingFault[];
      readonly ignored: readonly IgnoredColumn[];
    };

/** When counsellors can be booked; authorised and audited behind it. No appointment is moved or cancelled here. */
export interface AvailabilityDesk {
  view(actor: Actor): Promise<AvailabilityView | null>;
  /** In place of `oldId`, if that is not null; the same new id twice is one rule. */
  saveRule(actor: Actor, newId: string, oldId: string | null, text: RuleText): Promise<SaveRule>;
  /** False for what is not there or not theirs. */
  endRule(actor: Actor, id: string): Promise<boolean>;
  /** `booked`: how many booked appointments lie in it and stay as they are; 0 for whoever learns nothing of them. */
  addLeave(actor: Actor, id: string, text: LeaveText): Promise<SaveLeave>;
  endLeave(actor: Actor, id: string): Promise<boolean>;
  /**
   * `booked`: how many booked appointments the room is not there for any more, which stay as they are; 0 for whoever learns
   * nothing of them.
   */
  saveRoom(actor: Actor, id: string, text: RoomText): Promise<SaveRoom>;
  saveProfile(actor: Actor, staffId: string, text: ProfileText): Promise<SaveProfile>;
  /** All of a CSV table or nothing of it; with `dryRun` nothing in any case. */
  import(actor: Actor, kind: TableKind, text: string, dryRun: boolean): Promise<TableImport>;
}
