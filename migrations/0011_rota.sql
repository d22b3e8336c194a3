-- Rotations, single shifts, overrides and swaps beside the weekly shifts; hand-over of cases at a change of shift.

-- ── weekly shifts: over midnight, for workdays or holidays only, with a first and last day ──────────────────
-- A rule is never changed: an edit ends it and makes a new one, so that who was on call then stays true.
alter table xinqiao.rota_shift
  drop constraint rota_shift_to_minute_check,
  add constraint rota_shift_hours check (to_minute between 1 and 2880 and to_minute <= from_minute + 1440),
  add column days text not null default 'all' check (days in ('all', 'workdays', 'holidays')),
  add column valid_from date,
  add column valid_to date,
  add column made_by uuid references xinqiao.staff_member,
  add column made_at timestamptz,
  add column ended_by uuid references xinqiao.staff_member,
  add column ended_at timestamptz;
comment on table xinqiao.rota_shift is 'retention: 3 years after its end; minutes of the day in Asia/Shanghai, above 1440 on the following day, weekday 1 is Monday';

create table xinqiao.rota_rotation (
  id uuid primary key,
  name text not null check (length(name) between 1 and 40),
  duty text not null check (duty in ('duty', 'backup')),
  -- In the order in which they follow one another.
  members uuid[] not null check (cardinality(members) between 1 and 60),
  period_days smallint not null check (period_days between 1 and 366),
  hand_over_weekday smallint not null check (hand_over_weekday between 1 and 7),
  hand_over_minute smallint not null check (hand_over_minute between 0 and 1439),
  from_minute smallint not null check (from_minute between 0 and 1439),
  to_minute smallint not null check (to_minute > from_minute and to_minute <= from_minute + 1440),
  days text not null check (days in ('all', 'workdays', 'holidays')),
  valid_from date not null,
  valid_to date,
  made_by uuid references xinqiao.staff_member,
  made_at timestamptz not null,
  ended_by uuid references xinqiao.staff_member,
  ended_at timestamptz,
  check (valid_to is null or valid_from <= valid_to)
);
comment on table xinqiao.rota_rotation is 'retention: 3 years after its end';

-- A single shift, or an override: somebody instead of somebody, or beside everybody.
create table xinqiao.rota_stint (
  id uuid primary key,
  kind text not null check (kind in ('single', 'override')),
  duty text not null check (duty in ('duty', 'backup')),
  staff_id uuid not null references xinqiao.staff_member,
  instead_of uuid references xinqiao.staff_member,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  made_by uuid references xinqiao.staff_member,
  made_at timestamptz not null,
  ended_by uuid references xinqiao.staff_member,
  ended_at timestamptz,
  check (starts_at < ends_at),
  check (kind = 'override' or instead_of is null),
  check (staff_id is distinct from instead_of)
);
create index rota_stint_ends_at on xinqiao.rota_stint (ends_at);
comment on table xinqiao.rota_stint is 'retention: 3 years';

-- It counts from the moment at which the other one accepted.
create table xinqiao.rota_swap (
  id uuid primary key,
  duty text not null check (duty in ('duty', 'backup')),
  from_staff_id uuid not null references xinqiao.staff_member,
  to_staff_id uuid not null references xinqiao.staff_member,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null check (status in ('offered', 'accepted', 'declined', 'withdrawn', 'expired')),
  offered_by uuid references xinqiao.staff_member,
  offered_at timestamptz not null,
  settled_by uuid references xinqiao.staff_member,
  settled_at timestamptz,
  check (starts_at < ends_at),
  check (from_staff_id <> to_staff_id),
  check ((status = 'offered') = (settled_at is null))
);
create index rota_swap_ends_at on xinqiao.rota_swap (ends_at);
create index rota_swap_offered on xinqiao.rota_swap (starts_at) where status = 'offered';
comment on table xinqiao.rota_swap is 'retention: 3 years';

-- What config/calendar.yaml said at the last start, so that every process reckons alike.
create table xinqiao.rota_calendar (
  id smallint primary key check (id = 1),
  body jsonb not null,
  read_at timestamptz not null
);
comment on table xinqiao.rota_calendar is 'retention: none (state)';

-- What the rota has to do by itself, and when.
create table xinqiao.rota_task (
  name text primary key check (name in ('gaps', 'changes', 'swaps')),
  due_at timestamptz
);
create index rota_task_due on xinqiao.rota_task (due_at) where due_at is not null;
comment on table xinqiao.rota_task is 'retention: none (state)';
-- Gaps are told at nine in the morning; the others find their own time at once.
insert into xinqiao.rota_task (name, due_at) values
  ('gaps', (date_trunc('day', now() at time zone 'Asia/Shanghai') + interval '1 day 9 hours') at time zone 'Asia/Shanghai'),
  ('changes', now()),
  ('swaps', null);

-- Whoever goes off call with cases of their own was told of it: once before, once when it was so.
create table xinqiao.shift_notice (
  staff_id uuid not null references xinqiao.staff_member,
  ends_at timestamptz not null,
  kind text not null check (kind in ('soon', 'stays')),
  told_at timestamptz not null,
  primary key (staff_id, ends_at, kind)
);
comment on table xinqiao.shift_notice is 'retention: 30 days';

-- Who passed a case to whom, with what the next one has to know.
create table xinqiao.hand_over (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  from_staff_id uuid not null references xinqiao.staff_member,
  to_staff_id uuid not null references xinqiao.staff_member,
  note_sealed bytea,
  at timestamptz not null
);
create index hand_over_case on xinqiao.hand_over (case_id);
comment on table xinqiao.hand_over is 'retention: that of its case: crisis 10 years';
