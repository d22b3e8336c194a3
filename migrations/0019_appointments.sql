-- What becomes of an appointment once it is booked: moved, called off in time or late; how times are shown to whoever
-- lives elsewhere; and the calendar file of one appointment.

-- Null for a hold that was given up or ran out. A row that another one names in moved_from was moved, not called off.
alter table xinqiao.appointment add column cancelled_by text check (cancelled_by in ('student', 'staff'));
alter table xinqiao.appointment add column cancelled_late boolean not null default false;
alter table xinqiao.appointment add column moved_from uuid references xinqiao.appointment;
alter table xinqiao.appointment add check (not cancelled_late or status = 'cancelled');
create unique index appointment_moved_from on xinqiao.appointment (moved_from) where moved_from is not null;

-- A zone of the IANA list; null where the centre's own time is enough.
alter table xinqiao.address add column time_zone text;

-- The secret stands only in the link that the student was given.
create table xinqiao.calendar_link (
  secret_hash bytea primary key,
  appointment_id uuid not null references xinqiao.appointment,
  address_id uuid not null references xinqiao.address,
  made_at timestamptz not null,
  revoked_at timestamptz
);
create index calendar_link_appointment on xinqiao.calendar_link (appointment_id);
create index calendar_link_address on xinqiao.calendar_link (address_id);
comment on table xinqiao.calendar_link is 'retention: counselling records, 5 years';

-- What a student looks for in a counsellor, kept for the next time; sealed, since a topic says much.
create table xinqiao.booking_wish (
  address_id uuid primary key references xinqiao.address,
  wish_sealed bytea not null,
  at timestamptz not null
);
comment on table xinqiao.booking_wish is 'retention: counselling records, 5 years';
