-- When somebody can be booked: teaching weeks, online, buffers, urgent slots, extra openings, leave, rooms with hours,
-- campuses, and what a counsellor tells about themselves.

-- ── rooms ────────────────────────────────────────────────────────────────────────────────────────────────
alter table xinqiao.room
  add column campus text check (length(campus) between 1 and 40),
  -- No new appointments there from then on; those that are booked stay.
  add column retired_at timestamptz;

-- A room without a row is open whenever somebody sees students there.
create table xinqiao.room_hours (
  room_id uuid not null references xinqiao.room,
  weekday smallint not null check (weekday between 1 and 7),
  from_minute smallint not null check (from_minute between 0 and 1439),
  to_minute smallint not null check (to_minute between 1 and 1440),
  primary key (room_id, weekday, from_minute),
  check (from_minute < to_minute)
);
comment on table xinqiao.room_hours is 'retention: as long as the centre; minutes of the day in Asia/Shanghai, weekday 1 is Monday';

-- ── rules ────────────────────────────────────────────────────────────────────────────────────────────────
alter table xinqiao.availability_rule
  alter column room_id drop not null,
  add column mode text not null default 'on-site' check (mode in ('on-site', 'online')),
  -- term: in terms only; odd, even and list count from the Monday of the week in which the term begins.
  add column weeks text not null default 'all' check (weeks in ('all', 'term', 'odd', 'even', 'list')),
  add column week_list smallint[],
  add column buffer_before_minutes smallint not null default 0 check (buffer_before_minutes between 0 and 60),
  add column buffer_after_minutes smallint not null default 0 check (buffer_after_minutes between 0 and 60),
  add column held_back text not null default 'none' check (held_back in ('none', 'urgent')),
  -- An extra opening on one day, on a holiday too.
  add column extra boolean not null default false,
  add column made_by uuid references xinqiao.staff_member,
  add column made_at timestamptz not null default now(),
  add column removed_at timestamptz,
  add constraint availability_rule_place check ((mode = 'online') = (room_id is null)),
  add constraint availability_rule_week_list check (
    case weeks when 'list' then coalesce(cardinality(week_list), 0) between 1 and 60 else week_list is null end),
  add constraint availability_rule_extra check (not extra or (valid_to is not null and valid_from = valid_to)),
  add constraint availability_rule_validity check (valid_to is null or valid_from <= valid_to);
create index availability_rule_staff on xinqiao.availability_rule (staff_id) where removed_at is null;

-- ── leave ────────────────────────────────────────────────────────────────────────────────────────────────
alter table xinqiao.availability_exception
  add column note text check (length(note) between 1 and 100),
  add column made_by uuid references xinqiao.staff_member,
  add column made_at timestamptz not null default now(),
  add column removed_at timestamptz,
  add constraint availability_exception_during check (not isempty(during));
create index availability_exception_during on xinqiao.availability_exception using gist (during) where removed_at is null;

-- ── counsellors as students may know them ────────────────────────────────────────────────────────────────
create table xinqiao.counsellor_profiles (
  staff_id uuid primary key references xinqiao.staff_member,
  gender text check (gender in ('female', 'male')),
  languages text[] not null default '{}' check (cardinality(languages) <= 12),
  topics text[] not null default '{}' check (cardinality(topics) <= 20),
  -- Sees students online at all.
  online boolean not null default false,
  introduction text check (length(introduction) between 1 and 500),
  -- Sessions a day and a week; null is what the centre has set for everybody.
  daily_cap smallint check (daily_cap between 1 and 20),
  weekly_cap smallint check (weekly_cap between 1 and 80),
  changed_by uuid references xinqiao.staff_member,
  changed_at timestamptz not null
);
comment on table xinqiao.counsellor_profiles is 'retention: as long as the person works at the centre';

-- ── appointments ─────────────────────────────────────────────────────────────────────────────────────────
-- Online takes no room; a null never conflicts in appointment_room_once.
alter table xinqiao.appointment alter column room_id drop not null;
-- What is taken in the next weeks is found without reading the years before.
create index appointment_during on xinqiao.appointment using gist (during);
