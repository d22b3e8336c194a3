-- What the centre does by itself about appointments: reminders, the day sheet, offers of another time, days on which a
-- counsellor cannot come.

-- One row a reminder; it belongs to the time that the appointment had when it was written.
create table xinqiao.appointment_reminder (
  id uuid primary key,
  appointment_id uuid not null references xinqiao.appointment on delete cascade,
  kind text not null check (kind in ('day', 'hour')),
  starts_at timestamptz not null,
  due_at timestamptz not null,
  settled_at timestamptz,
  outcome text check (outcome in ('sent', 'dropped')),
  answer text check (answer in ('coming', 'cancelled')),
  answered_at timestamptz,
  unique (appointment_id, kind, starts_at),
  check ((settled_at is null) = (outcome is null)),
  check ((answer is null) = (answered_at is null))
);
create index appointment_reminder_due on xinqiao.appointment_reminder (due_at) where settled_at is null;
comment on table xinqiao.appointment_reminder is 'retention: that of its appointment: counselling records, 5 years';

-- Mornings on which the day sheets were written.
create table xinqiao.day_sheet (
  date date primary key,
  made_at timestamptz not null
);
comment on table xinqiao.day_sheet is 'retention: 30 days';

-- A day or part of one on which a counsellor cannot come, as it was entered; what it closes is an exception.
create table xinqiao.counsellor_absence (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  during tstzrange not null check (not isempty(during)),
  made_by uuid not null references xinqiao.staff_member,
  made_at timestamptz not null
);
create index counsellor_absence_staff on xinqiao.counsellor_absence (staff_id);
comment on table xinqiao.counsellor_absence is 'retention: 3 years';

-- Another time, offered by staff. `change`: the old time stays unless the student accepts. `absence`: the counsellor cannot
-- come, and somebody answers for every student who does not choose. `cancel`: the centre called it off for a cause, which
-- never counts against the student.
create table xinqiao.change_offer (
  id uuid primary key,
  appointment_id uuid not null references xinqiao.appointment on delete cascade,
  address_id uuid not null references xinqiao.address,
  starts_at timestamptz not null,
  kind text not null check (kind in ('change', 'absence', 'cancel')),
  cause text not null check (cause in ('counsellor-away', 'room', 'schedule', 'campus', 'other')),
  absence_id uuid references xinqiao.counsellor_absence,
  line_sealed bytea,
  made_by uuid not null references xinqiao.staff_member,
  made_at timestamptz not null,
  status text not null check (
    status in ('open', 'accepted', 'declined', 'cancelled', 'expired', 'withdrawn', 'phoned')),
  told_at timestamptz,
  reminded_at timestamptz,
  expires_at timestamptz not null,
  -- When the program has to do something about it; null for nothing more.
  next_at timestamptz,
  settled_at timestamptz,
  settled_by uuid references xinqiao.staff_member,
  -- What the student took instead.
  new_appointment_id uuid references xinqiao.appointment,
  check ((status = 'open') = (settled_at is null)),
  check (status = 'open' or next_at is null)
);
create unique index change_offer_one_open on xinqiao.change_offer (appointment_id) where status = 'open';
create index change_offer_due on xinqiao.change_offer (next_at) where next_at is not null;
create index change_offer_appointment on xinqiao.change_offer (appointment_id);
comment on table xinqiao.change_offer is 'retention: that of its appointment: counselling records, 5 years';

-- The times that a student was shown, page after page; a button goes on naming its own. They are held for nobody.
create table xinqiao.change_offer_slot (
  offer_id uuid not null references xinqiao.change_offer on delete cascade,
  place smallint not null check (place >= 0),
  page smallint not null check (page >= 0),
  slot text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  counsellor text not null,
  primary key (offer_id, place)
);
comment on table xinqiao.change_offer_slot is 'retention: that of its appointment: counselling records, 5 years';
