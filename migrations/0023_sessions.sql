-- What follows a booking: who came, the record of a session, supervision, series, referrals, visitors' evaluations.

-- What is kept about somebody's counselling is sealed with a key of its own: destroying it erases the live copy.
create table xinqiao.counselling_file (
  contact_id uuid primary key references xinqiao.contact,
  data_key_id uuid not null references xinqiao.data_key,
  made_at timestamptz not null
);
revoke update, delete on xinqiao.counselling_file from xinqiao_app;
comment on table xinqiao.counselling_file is 'retention: counselling records, 5 years';

-- Who came stands in the appointment's status; here is how it got there. Nobody checked in: no row, or no time.
create table xinqiao.session_visit (
  appointment_id uuid primary key references xinqiao.appointment,
  checked_in_at timestamptz,
  -- Left out where the student said so themselves.
  checked_in_by uuid references xinqiao.staff_member,
  -- When the counsellor was asked in a messenger whether somebody came; once.
  asked_at timestamptz
);
revoke delete on xinqiao.session_visit from xinqiao_app;
comment on table xinqiao.session_visit is 'retention: counselling records, 5 years';

-- Every word on it, the first and each correction; the newest holds.
create table xinqiao.attendance_change (
  id uuid primary key,
  seq bigint generated always as identity,
  appointment_id uuid not null references xinqiao.appointment,
  attendance text not null check (attendance in ('attended', 'no-show')),
  staff_id uuid not null references xinqiao.staff_member,
  at timestamptz not null
);
create index attendance_change_appointment on xinqiao.attendance_change (appointment_id, seq);
revoke update, delete on xinqiao.attendance_change from xinqiao_app;
comment on table xinqiao.attendance_change is 'retention: counselling records, 5 years';

-- The first version is the record, later ones are corrections. What was signed never changes.
create table xinqiao.session_record (
  id uuid primary key,
  appointment_id uuid not null references xinqiao.appointment,
  version smallint not null check (version >= 1),
  status text not null check (status in ('draft', 'signed')),
  staff_id uuid not null references xinqiao.staff_member,
  body_sealed bytea not null,
  changed_at timestamptz not null,
  signed_at timestamptz,
  unique (appointment_id, version),
  check ((status = 'signed') = (signed_at is not null))
);
revoke delete on xinqiao.session_record from xinqiao_app;
comment on table xinqiao.session_record is 'retention: counselling records, 5 years';

create function xinqiao.keep_signed_record() returns trigger language plpgsql as $$
begin
  if old.status = 'signed' then
    raise exception 'a signed record never changes';
  end if;
  return new;
end $$;
create trigger session_record_keep before update on xinqiao.session_record
  for each row execute function xinqiao.keep_signed_record();

create table xinqiao.supervision (
  id uuid primary key,
  supervisor_id uuid not null references xinqiao.staff_member,
  counsellor_id uuid not null references xinqiao.staff_member,
  valid_from date not null,
  valid_to date,
  made_by uuid not null references xinqiao.staff_member,
  made_at timestamptz not null,
  check (supervisor_id <> counsellor_id)
);
create unique index supervision_once on xinqiao.supervision (supervisor_id, counsellor_id) where valid_to is null;
revoke delete on xinqiao.supervision from xinqiao_app;
comment on table xinqiao.supervision is 'retention: 3 years after leaving';

-- One or several times at the same hour, offered together and accepted together. Each is an appointment of its own.
create table xinqiao.session_series (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  staff_id uuid not null references xinqiao.staff_member,
  every_weeks smallint not null check (every_weeks in (1, 2)),
  status text not null check (status in ('offered', 'accepted', 'declined', 'withdrawn', 'expired', 'ended')),
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  check ((status = 'offered') = (settled_at is null))
);
create index session_series_contact on xinqiao.session_series (contact_id);
create unique index session_series_one_offer on xinqiao.session_series (contact_id) where status = 'offered';
create index session_series_due on xinqiao.session_series (expires_at) where status = 'offered';
revoke delete on xinqiao.session_series from xinqiao_app;
comment on table xinqiao.session_series is 'retention: counselling records, 5 years';

alter table xinqiao.appointment add column series_id uuid references xinqiao.session_series;
create index appointment_series on xinqiao.appointment (series_id) where series_id is not null;

create table xinqiao.referral (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  appointment_id uuid not null references xinqiao.appointment,
  staff_id uuid not null references xinqiao.staff_member,
  outside boolean not null,
  status text not null check (status in ('proposed', 'approved', 'refused', 'sent', 'answered', 'withdrawn')),
  body_sealed bytea not null,
  made_at timestamptz not null,
  changed_at timestamptz not null
);
create index referral_staff on xinqiao.referral (staff_id, made_at);
create index referral_appointment on xinqiao.referral (appointment_id);
revoke delete on xinqiao.referral from xinqiao_app;
comment on table xinqiao.referral is 'retention: counselling records, 5 years';

create table xinqiao.referral_event (
  id uuid primary key,
  seq bigint generated always as identity,
  referral_id uuid not null references xinqiao.referral,
  kind text not null check (kind in ('proposed', 'approved', 'refused', 'sent', 'answered', 'withdrawn')),
  staff_id uuid not null references xinqiao.staff_member,
  at timestamptz not null
);
create index referral_event_referral on xinqiao.referral_event (referral_id, seq);
revoke update, delete on xinqiao.referral_event from xinqiao_app;
comment on table xinqiao.referral_event is 'retention: counselling records, 5 years';

create table xinqiao.visitor_evaluation (
  appointment_id uuid primary key references xinqiao.appointment,
  contact_id uuid not null references xinqiao.contact,
  staff_id uuid not null references xinqiao.staff_member,
  status text not null check (status in ('planned', 'asked', 'done', 'skipped', 'dropped')),
  ask_at timestamptz not null,
  answers_sealed bytea,
  done_at timestamptz
);
create index visitor_evaluation_due on xinqiao.visitor_evaluation (ask_at) where status = 'planned';
create index visitor_evaluation_staff on xinqiao.visitor_evaluation (staff_id) where status = 'done';
revoke delete on xinqiao.visitor_evaluation from xinqiao_app;
comment on table xinqiao.visitor_evaluation is 'retention: counselling records, 5 years';
