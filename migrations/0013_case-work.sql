-- What a counsellor does while they talk with a student: passing the case on, asking somebody to come beside them, notes,
-- the screener, the safety plan.

-- A colleague is asked to take a case over, or to come beside its owner. Nothing changes until they accept.
create table xinqiao.case_request (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  kind text not null check (kind in ('transfer', 'invite')),
  from_staff_id uuid not null references xinqiao.staff_member,
  to_staff_id uuid not null references xinqiao.staff_member,
  status text not null check (status in ('offered', 'accepted', 'declined', 'withdrawn', 'expired')),
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  check (from_staff_id <> to_staff_id),
  check ((status = 'offered') = (settled_at is null))
);
-- A case is offered to one person at a time; several may be asked to come.
create unique index case_request_one_transfer on xinqiao.case_request (case_id) where status = 'offered' and kind = 'transfer';
create unique index case_request_one_invite on xinqiao.case_request (case_id, to_staff_id) where status = 'offered' and kind = 'invite';
create index case_request_due on xinqiao.case_request (expires_at) where status = 'offered';
create index case_request_case on xinqiao.case_request (case_id);
create index case_request_to on xinqiao.case_request (to_staff_id) where status = 'offered';
comment on table xinqiao.case_request is 'retention: that of its case: crisis 10 years';

-- Whoever came beside the owner: they read and may speak; only the owner answers for the case.
create table xinqiao.case_member (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  staff_id uuid not null references xinqiao.staff_member,
  -- How the student knows them apart: the owner is the first.
  place smallint not null check (place >= 2),
  joined_at timestamptz not null,
  left_at timestamptz
);
create unique index case_member_once on xinqiao.case_member (case_id, staff_id) where left_at is null;
create index case_member_staff on xinqiao.case_member (staff_id) where left_at is null;
comment on table xinqiao.case_member is 'retention: that of its case: crisis 10 years';

-- Never for the student.
create table xinqiao.case_note (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  staff_id uuid not null references xinqiao.staff_member,
  text_sealed bytea not null,
  at timestamptz not null
);
create index case_note_case on xinqiao.case_note (case_id);
comment on table xinqiao.case_note is 'retention: that of its case: crisis 10 years';

-- The C-SSRS screener, question by question; what was answered is sealed with the key of the case.
create table xinqiao.screener_run (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  staff_id uuid not null references xinqiao.staff_member,
  status text not null check (status in ('running', 'done', 'stopped')),
  answers_sealed bytea not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  check ((status = 'running') = (ended_at is null))
);
create unique index screener_run_one on xinqiao.screener_run (case_id) where status = 'running';
create index screener_run_case on xinqiao.screener_run (case_id);
comment on table xinqiao.screener_run is 'retention: that of its case: crisis 10 years';

-- One row a version; what was given to the student never changes.
create table xinqiao.safety_plan (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  contact_id uuid not null references xinqiao.contact,
  version smallint not null check (version >= 1),
  status text not null check (status in ('draft', 'given')),
  body_sealed bytea not null,
  staff_id uuid not null references xinqiao.staff_member,
  changed_at timestamptz not null,
  given_at timestamptz,
  unique (contact_id, version),
  check ((status = 'given') = (given_at is not null))
);
create unique index safety_plan_one_draft on xinqiao.safety_plan (contact_id) where status = 'draft';
comment on table xinqiao.safety_plan is 'retention: that of its case: crisis 10 years';

-- The platform's name for what was written, by which an edit finds what it replaces.
alter table xinqiao.heard add column message text;
