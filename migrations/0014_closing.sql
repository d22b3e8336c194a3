-- How a hand-off ends: its class and who was informed by whom, the register of those who are followed, the checks that are
-- owed to them, and the crisis report that nobody can change once it is issued.

-- A greeting after the talk: asked for at the goodbye, taken back by a word.
alter table xinqiao.consent
  drop constraint consent_purpose_check,
  add constraint consent_purpose_check check (purpose in ('service', 'health-data', 'greeting'));

-- Each ending of a case, since a case that its student comes back to may end again. Written once.
create table xinqiao.closing (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  staff_id uuid not null references xinqiao.staff_member,
  outcome text not null check (outcome in ('ordinary', 'serious', 'major-crisis', 'false-alarm')),
  at timestamptz not null
);
create index closing_case on xinqiao.closing (case_id, at);
comment on table xinqiao.closing is 'retention: crisis, 10 years';

-- Who was informed by a person; the program informs nobody. No row beside a closing means: nobody was.
create table xinqiao.informed_party (
  id uuid primary key,
  closing_id uuid not null references xinqiao.closing,
  party text not null check (party in (
    'college-head', 'centre-head', 'family', 'hospital', 'emergency', 'other')),
  informed_at timestamptz not null,
  staff_id uuid not null references xinqiao.staff_member,
  ground text not null check (ground ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  detail_sealed bytea
);
create index informed_party_closing on xinqiao.informed_party (closing_id);
comment on table xinqiao.informed_party is 'retention: crisis, 10 years';

revoke update, delete on xinqiao.closing, xinqiao.informed_party from xinqiao_app;

-- 重点关注: one entry for each person. It is left by a person with a reason, and never removed.
create table xinqiao.register_entry (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  -- The case that brought the person here last; its key seals what is written about them.
  case_id uuid not null references xinqiao.handoff_case,
  class text not null check (class in ('ordinary', 'serious', 'major-crisis')),
  -- Null while nobody is responsible: then it is the centre heads'.
  owner_id uuid references xinqiao.staff_member,
  entered_at timestamptz not null,
  left_at timestamptz
);
create unique index register_entry_once on xinqiao.register_entry (contact_id) where left_at is null;
create index register_entry_owner on xinqiao.register_entry (owner_id) where left_at is null;
comment on table xinqiao.register_entry is 'retention: crisis, 10 years';
revoke delete on xinqiao.register_entry from xinqiao_app;

-- Everything that happened to an entry. Written once.
create table xinqiao.register_change (
  id uuid primary key,
  seq bigint generated always as identity,
  entry_id uuid not null references xinqiao.register_entry,
  kind text not null check (kind in ('entered', 'raised', 'reclassed', 'assigned', 'ownerless', 'left')),
  class text check (class in ('ordinary', 'serious', 'major-crisis')),
  owner_id uuid references xinqiao.staff_member,
  case_id uuid references xinqiao.handoff_case,
  -- Null where nobody of the staff did it: an owner is gone.
  staff_id uuid references xinqiao.staff_member,
  reason_sealed bytea,
  at timestamptz not null,
  check (kind not in ('reclassed', 'left') or (reason_sealed is not null and staff_id is not null))
);
create index register_change_entry on xinqiao.register_change (entry_id, seq);
comment on table xinqiao.register_change is 'retention: crisis, 10 years';
revoke update, delete on xinqiao.register_change from xinqiao_app;

create function xinqiao.keep_register() returns trigger language plpgsql as $$
begin
  if old.left_at is not null then
    raise exception 'an entry that was left is kept as it is';
  end if;
  if new.left_at is not null and not exists (
    select from xinqiao.register_change c where c.entry_id = new.id and c.kind = 'left') then
    raise exception 'an entry is left by a person with a reason';
  end if;
  return new;
end $$;
create trigger register_entry_kept before update on xinqiao.register_entry
  for each row execute function xinqiao.keep_register();

-- One check that is owed to a person of the register.
create table xinqiao.follow_up (
  id uuid primary key,
  entry_id uuid not null references xinqiao.register_entry,
  case_id uuid not null references xinqiao.handoff_case,
  due_on date not null,
  made_at timestamptz not null,
  made_by uuid not null references xinqiao.staff_member,
  -- When somebody is reminded, or called because it is overdue; null once it is settled.
  wake_at timestamptz,
  reminded_at timestamptz,
  escalated_at timestamptz,
  -- When the student is greeted, if they agreed; null once that was looked at.
  greet_at timestamptz,
  outcome text check (outcome in ('reached', 'not-reached', 'taken-up', 'dropped')),
  note_sealed bytea,
  settled_by uuid references xinqiao.staff_member,
  settled_at timestamptz,
  check ((outcome is null) = (settled_at is null) and (outcome is null) = (settled_by is null)),
  check (outcome is null or (wake_at is null and greet_at is null)),
  check (outcome is not null or wake_at is not null)
);
create unique index follow_up_once_a_day on xinqiao.follow_up (entry_id, due_on) where outcome is null;
create index follow_up_wake on xinqiao.follow_up (wake_at) where wake_at is not null;
create index follow_up_greet on xinqiao.follow_up (greet_at) where greet_at is not null;
create index follow_up_entry on xinqiao.follow_up (entry_id, due_on);
comment on table xinqiao.follow_up is 'retention: crisis, 10 years';
revoke delete on xinqiao.follow_up from xinqiao_app;

create table xinqiao.crisis_report (
  id uuid primary key,
  case_id uuid not null unique references xinqiao.handoff_case,
  -- Given when it is issued; what people call it.
  number bigint unique,
  status text not null check (status in ('draft', 'issued')),
  version integer not null check (version > 0),
  -- The draft as it is filled in, then the whole report as it was issued.
  body_sealed bytea not null,
  body_hash text,
  changed_by uuid not null references xinqiao.staff_member,
  changed_at timestamptz not null,
  issued_by uuid references xinqiao.staff_member,
  issued_at timestamptz,
  check ((status = 'issued') = (number is not null and issued_at is not null and issued_by is not null
    and body_hash is not null))
);
create index crisis_report_issued on xinqiao.crisis_report (issued_at) where status = 'issued';
comment on table xinqiao.crisis_report is 'retention: crisis, 10 years';

-- Corrections stand below the report as it was issued. Written once.
create table xinqiao.crisis_report_supplement (
  id uuid primary key,
  report_id uuid not null references xinqiao.crisis_report,
  number integer not null check (number > 0),
  body_sealed bytea not null,
  body_hash text not null,
  staff_id uuid not null references xinqiao.staff_member,
  at timestamptz not null,
  unique (report_id, number)
);
comment on table xinqiao.crisis_report_supplement is 'retention: crisis, 10 years';

create function xinqiao.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% cannot be changed once it is written', tg_table_name;
end $$;
create trigger crisis_report_issued before update on xinqiao.crisis_report
  for each row when (old.status = 'issued') execute function xinqiao.refuse_change();
create trigger crisis_report_kept before delete on xinqiao.crisis_report
  for each row execute function xinqiao.refuse_change();
create trigger crisis_report_supplement_kept before update or delete on xinqiao.crisis_report_supplement
  for each row execute function xinqiao.refuse_change();
revoke delete on xinqiao.crisis_report from xinqiao_app;
revoke update, delete on xinqiao.crisis_report_supplement from xinqiao_app;
