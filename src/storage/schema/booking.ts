import type { Generated } from 'kysely';

export type RoomTable = {
  id: string;
  name: string;
  sample: Generated<boolean>;
};

export type AvailabilityRuleTable = {
  id: string;
  staff_id: string;
  room_id: string;
  weekday: number;
  from_minute: number;
  to_minute: number;
  session_minutes: number;
  valid_from: string;
  valid_to: string | null;
  sample: Generated<boolean>;
};

export type AvailabilityExceptionTable = {
  id: string;
  staff_id: string;
  during: string;
};

export type AppointmentTable = {
  id: string;
  contact_id: string;
  address_id: string;
  staff_id: string;
  room_id: string;
  during: string;
  status: 'held' | 'booked' | 'attended' | 'no-show' | 'cancelled';
  held_until: Date | null;
  made_at: Date;
  booked_at: Date | null;
  cancelled_at: Date | null;
  /** Of several that were offered together. */
  series_id: Generated<string | null>;
};
