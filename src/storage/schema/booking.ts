import type { Generated } from 'kysely';

export type RoomTable = {
  id: string;
  name: string;
  campus: Generated<string | null>;
  retired_at: Generated<Date | null>;
  sample: Generated<boolean>;
};

export type RoomHoursTable = {
  room_id: string;
  weekday: number;
  from_minute: number;
  to_minute: number;
};

export type AvailabilityRuleTable = {
  id: string;
  staff_id: string;
  room_id: string | null;
  weekday: number;
  from_minute: number;
  to_minute: number;
  session_minutes: number;
  valid_from: string;
  valid_to: string | null;
  mode: Generated<'on-site' | 'online'>;
  weeks: Generated<'all' | 'term' | 'odd' | 'even' | 'list'>;
  week_list: Generated<number[] | null>;
  buffer_before_minutes: Generated<number>;
  buffer_after_minutes: Generated<number>;
  held_back: Generated<'none' | 'urgent'>;
  extra: Generated<boolean>;
  made_by: Generated<string | null>;
  made_at: Generated<Date>;
  removed_at: Generated<Date | null>;
  sample: Generated<boolean>;
};

export type AvailabilityExceptionTable = {
  id: string;
  staff_id: string;
  during: string;
  note: Generated<string | null>;
  made_by: Generated<string | null>;
  made_at: Generated<Date>;
  removed_at: Generated<Date | null>;
};

export type CounsellorProfileTable = {
  staff_id: string;
  gender: 'female' | 'male' | null;
  languages: string[];
  topics: string[];
  online: boolean;
  online_address: Generated<string | null>;
  introduction: string | null;
  daily_cap: number | null;
  weekly_cap: number | null;
  changed_by: string | null;
  changed_at: Date;
};

export type AppointmentTable = {
  id: string;
  contact_id: string;
  address_id: string;
  staff_id: string;
  room_id: string | null;
  during: string;
  status: 'held' | 'booked' | 'attended' | 'no-show' | 'cancelled';
  held_until: Date | null;
  made_at: Date;
  booked_at: Date | null;
  cancelled_at: Date | null;
  /** Of several that were offered together. */
  series_id: Generated<string | null>;
  cancelled_by: Generated<'student' | 'staff' | null>;
  cancelled_late: Generated<boolean>;
  moved_from: Generated<string | null>;
  /** Of a hold: the booked appointment that it lies over and would take the place of. */
  instead_of: Generated<string | null>;
  /** Kept for a hand-off: no cap holds. */
  beyond_caps: Generated<boolean>;
};

export type CalendarLinkTable = {
  secret_hash: Buffer;
  appointment_id: string;
  /** All of the series of that appointment. */
  whole_series: Generated<boolean>;
  address_id: string;
  made_at: Date;
  revoked_at: Date | null;
};

export type BookingWishTable = {
  address_id: string;
  wish_sealed: Buffer;
  at: Date;
};

export type DeskCodeTable = {
  address_id: string;
  code_hash: Buffer;
  made_at: Date;
  expires_at: Date;
};

export type SameDayOfferTable = {
  appointment_id: string;
  case_id: string;
  staff_id: string;
  offered_at: Date;
  expires_at: Date;
  outcome: 'answered' | 'lapsed' | null;
  settled_at: Date | null;
};

export type DeskBookingTable = {
  appointment_id: string;
  staff_id: string;
  reason: 'phone' | 'walk-in' | 'counsellor' | 'other';
  made_at: Date;
};
