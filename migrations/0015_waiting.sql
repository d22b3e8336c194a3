-- What a student is asked while they wait, who is meant, coming back, looking by breaking the glass, and reports about
-- somebody who is not in the chat.

alter table xinqiao.handoff_case
  -- Since when they wait anew after coming back to a closed case; null where they never did.
  add column resumed_at timestamptz;

-- One question at a time; a question that was settled is never asked again in its case.
create table xinqiao.case_question (
  case_id uuid not null references xinqiao.handoff_case,
  topic text not null check (topic ~ '^[a-z]+(-[a-z]+)*$'),
  asked_at timestamptz not null,
  settled_at timestamptz,
  how text check (how in ('answered', 'skipped')),
  answer_sealed bytea,
  primary key (case_id, topic),
  check ((settled_at is null) = (how is null)),
  check ((how is not distinct from 'answered') = (answer_sealed is not null))
);
comment on table xinqiao.case_question is 'retention: that of its case: crisis 10 years';

-- What somebody said of who they are, written down by the person who talked with them; never proven.
create table xinqiao.case_fact (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  field text not null check (field in ('name', 'phone', 'college')),
  value_sealed bytea not null,
  staff_id uuid not null references xinqiao.staff_member,
  at timestamptz not null
);
create index case_fact_case on xinqiao.case_fact (case_id, at);
comment on table xinqiao.case_fact is 'retention: that of its case: crisis 10 years';

-- A closed case that its student came back to, with how it had ended before.
create table xinqiao.case_resumption (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  at timestamptz not null,
  closed_at timestamptz not null,
  outcome text not null,
  outcome_note_sealed bytea,
  owner_id uuid references xinqiao.staff_member
);
create index case_resumption_case on xinqiao.case_resumption (case_id, at);
comment on table xinqiao.case_resumption is 'retention: that of its case: crisis 10 years';

-- A page that was closed; that its student left is told once nothing came back until then.
create table xinqiao.page_departure (
  address_id uuid primary key references xinqiao.address,
  due_at timestamptz not null
);
create index page_departure_due on xinqiao.page_departure (due_at);
comment on table xinqiao.page_departure is 'retention: none (state)';

-- Somebody without the right to see it looked, for a reason.
create table xinqiao.break_glass (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  staff_id uuid not null references xinqiao.staff_member,
  what text not null check (what in ('words', 'identity')),
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ground text check (ground ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  reason_sealed bytea,
  reason_at timestamptz,
  -- By when the reason is owed; set where it was not given at once.
  reason_due_at timestamptz,
  -- When the reason is asked for next; null when nothing is owed.
  remind_at timestamptz,
  overdue_told_at timestamptz,
  check ((reason_at is null) = (reason_sealed is null) and (reason_at is null) = (ground is null)),
  check (reason_at is not null or reason_due_at is not null)
);
create index break_glass_case on xinqiao.break_glass (case_id, staff_id, expires_at);
create index break_glass_remind on xinqiao.break_glass (remind_at) where remind_at is not null;
comment on table xinqiao.break_glass is 'retention: audit, 10 years';

-- A case about somebody who is not in the chat: its contact is that person, whom nobody knows yet, and the talk is with
-- the reporter.
create table xinqiao.case_report (
  case_id uuid primary key references xinqiao.handoff_case,
  reporter_contact_id uuid not null references xinqiao.contact,
  at timestamptz not null
);
create index case_report_reporter on xinqiao.case_report (reporter_contact_id);
comment on table xinqiao.case_report is 'retention: that of its case: crisis 10 years';

-- A person decided that two cases are about the same one.
create table xinqiao.case_link (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  other_case_id uuid not null references xinqiao.handoff_case,
  staff_id uuid not null references xinqiao.staff_member,
  at timestamptz not null,
  unlinked_at timestamptz,
  check (case_id <> other_case_id)
);
create unique index case_link_once on xinqiao.case_link
  (least(case_id, other_case_id), greatest(case_id, other_case_id)) where unlinked_at is null;
create index case_link_other on xinqiao.case_link (other_case_id);
comment on table xinqiao.case_link is 'retention: that of its case: crisis 10 years';
