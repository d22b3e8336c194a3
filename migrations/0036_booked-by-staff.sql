-- Times that staff book for somebody who phones or stands at the desk.

-- A code with which a student lets staff book for them without saying who they are. One an address; a new one takes its place.
create table xinqiao.desk_code (
  address_id uuid primary key references xinqiao.address,
  code_hash bytea not null unique,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table xinqiao.desk_code is 'retention: 1 day';
create index desk_code_made on xinqiao.desk_code (made_at);

-- Who booked it, and how the student had asked.
create table xinqiao.desk_booking (
  appointment_id uuid primary key references xinqiao.appointment on delete cascade,
  staff_id uuid not null references xinqiao.staff_member,
  reason text not null check (reason in ('phone', 'walk-in', 'counsellor', 'other')),
  made_at timestamptz not null
);
comment on table xinqiao.desk_booking is 'retention: that of its appointment: counselling records, 5 years';
