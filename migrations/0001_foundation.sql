-- The foundation: three roles, the clock, people, conversations, hand-offs, booking, staff and audit.
-- Every table names its retention class in its comment; src/storage/tidy.ts carries them out as far as they are built.

create extension if not exists btree_gist with schema public;

create schema xinqiao;

-- Roles belong to the whole server, so another database on it may have made them already.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['xinqiao_app', 'xinqiao_audit'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
    execute format('grant %I to current_user', wanted);
  end loop;
end $$;

grant usage on schema xinqiao to xinqiao_app, xinqiao_audit;
alter default privileges in schema xinqiao grant select, insert, update, delete on tables to xinqiao_app;
alter default privileges in schema xinqiao grant usage, select on sequences to xinqiao_app;

-- ── time ─────────────────────────────────────────────────────────────────────────────────────────────────
-- Every deadline is compared with app_now(): the database's clock, which tests move and nobody else may.
create table xinqiao.clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null default 0
);
insert into xinqiao.clock default values;
revoke insert, update, delete on xinqiao.clock from xinqiao_app;
comment on table xinqiao.clock is 'retention: none (configuration)';

create function xinqiao.app_now() returns timestamptz language sql volatile as
  $$ select clock_timestamp() + make_interval(secs => offset_ms / 1000.0) from xinqiao.clock $$;

-- ── what every process follows ───────────────────────────────────────────────────────────────────────────
create table xinqiao.change (
  seq bigint generated always as identity primary key,
  topic text not null,
  at timestamptz not null default xinqiao.app_now()
);
create index change_topic on xinqiao.change (topic, seq);
comment on table xinqiao.change is 'retention: 1 day; says only that something changed';

create function xinqiao.tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('xinqiao_change', new.seq || ' ' || new.topic);
  return null;
end $$;
create trigger change_tell after insert on xinqiao.change for each row execute function xinqiao.tell_change();

create table xinqiao.override (
  id uuid primary key,
  area text not null,
  key text not null,
  version integer not null,
  value jsonb,
  staff_id uuid,
  at timestamptz not null,
  unique (area, key, version)
);
comment on table xinqiao.override is 'retention: as long as the centre; null value means: back to the file';

create table xinqiao.lease (
  name text primary key,
  holder text not null,
  epoch bigint not null,
  expires_at timestamptz not null
);
comment on table xinqiao.lease is 'retention: none (state)';

-- A part that lives tells so; whoever looks after readiness reads it here, on whatever machine the part runs.
create table xinqiao.part_state (
  name text primary key,
  state text not null check (state in ('starting', 'ready', 'degraded', 'stopped')),
  code text,
  url text,
  told_at timestamptz not null
);
comment on table xinqiao.part_state is 'retention: none (state)';

-- ── vault ────────────────────────────────────────────────────────────────────────────────────────────────
create table xinqiao.data_key (
  id uuid primary key,
  kid text not null,
  wrapped bytea,
  made_at timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);
comment on table xinqiao.data_key is 'retention: that of what it seals; destroying it erases the live copy';

-- ── people ───────────────────────────────────────────────────────────────────────────────────────────────
create table xinqiao.contact (
  id uuid primary key,
  made_at timestamptz not null
);
comment on table xinqiao.contact is 'retention: chat, 180 days after the last word';

create table xinqiao.address (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  data_key_id uuid not null references xinqiao.data_key,
  channel text not null check (channel in ('web', 'telegram', 'wechat')),
  bot text not null,
  account_hash bytea not null,
  account_sealed bytea not null,
  language text not null default 'zh' check (language in ('zh', 'en')),
  speaks_as text not null default 'student' check (speaks_as in ('student', 'staff')),
  reachable boolean not null default true,
  opted_out_at timestamptz,
  flow_sealed bytea,
  made_at timestamptz not null,
  last_heard_at timestamptz not null,
  unique (channel, bot, account_hash)
);
create index address_contact on xinqiao.address (contact_id);
comment on table xinqiao.address is 'retention: chat, 180 days after the last word';

create table xinqiao.consent (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  purpose text not null check (purpose in ('service', 'health-data')),
  version text not null,
  given boolean not null,
  at timestamptz not null
);
create index consent_contact on xinqiao.consent (contact_id, purpose, at desc);
comment on table xinqiao.consent is 'retention: 3 years after the contact';

-- The student's page: one row for each browser that talks, found by the hash of its cookie.
create table xinqiao.web_session (
  address_id uuid primary key references xinqiao.address,
  token_hash bytea not null unique,
  pin_hash text,
  pin_failures integer not null default 0,
  pin_locked_until timestamptz,
  hidden_at timestamptz,
  fresh_at timestamptz,
  last_seen_at timestamptz not null
);
comment on table xinqiao.web_session is 'retention: chat, 180 days after the last word';

-- ── staff ────────────────────────────────────────────────────────────────────────────────────────────────
create table xinqiao.staff_member (
  id uuid primary key,
  name text not null unique,
  roles text[] not null check (cardinality(roles) > 0),
  sample boolean not null default false,
  made_at timestamptz not null,
  disabled_at timestamptz
);
comment on table xinqiao.staff_member is 'retention: 3 years after leaving';

create table xinqiao.staff_address (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  address_id uuid references xinqiao.address,
  channel text not null check (channel in ('telegram', 'wechat')),
  account_hash bytea not null,
  code_hash bytea,
  code_expires_at timestamptz,
  on_call_when_active boolean not null default false,
  made_at timestamptz not null,
  active_at timestamptz,
  revoked_at timestamptz
);
create unique index staff_address_account on xinqiao.staff_address (channel, account_hash) where revoked_at is null;
create index staff_address_staff on xinqiao.staff_address (staff_id);
comment on table xinqiao.staff_address is 'retention: 3 years after leaving';

create table xinqiao.sign_in_link (
  token_hash bytea primary key,
  staff_id uuid not null references xinqiao.staff_member,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table xinqiao.sign_in_link is 'retention: 30 days';

create table xinqiao.staff_session (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  token_hash bytea not null unique,
  csrf text not null,
  made_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index staff_session_staff on xinqiao.staff_session (staff_id);
comment on table xinqiao.staff_session is 'retention: 6 months (network log)';

-- ── rota ─────────────────────────────────────────────────────────────────────────────────────────────────
create table xinqiao.rota_shift (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  duty text not null check (duty in ('duty', 'backup')),
  weekday smallint not null check (weekday between 1 and 7),
  from_minute smallint not null check (from_minute between 0 and 1439),
  to_minute smallint not null check (to_minute between 1 and 1440),
  sample boolean not null default false,
  check (from_minute < to_minute)
);
comment on table xinqiao.rota_shift is 'retention: 3 years; minutes of the day in Asia/Shanghai, weekday 1 is Monday';

create table xinqiao.on_call (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  since timestamptz not null,
  until timestamptz
);
create unique index on_call_now on xinqiao.on_call (staff_id) where until is null;
comment on table xinqiao.on_call is 'retention: 3 years; beside the rota until taken off';

-- ── conversation ─────────────────────────────────────────────────────────────────────────────────────────
create table xinqiao.incoming (
  id uuid primary key,
  seq bigint generated always as identity,
  address_id uuid not null references xinqiao.address,
  channel text not null,
  bot text not null,
  update_key text not null,
  body_sealed bytea not null,
  at timestamptz not null,
  status text not null default 'stored' check (status in ('stored', 'done', 'failed')),
  attempts integer not null default 0,
  try_at timestamptz not null,
  error_code text,
  done_at timestamptz,
  unique (channel, bot, update_key)
);
create index incoming_waiting on xinqiao.incoming (try_at) where status = 'stored';
create index incoming_order on xinqiao.incoming (address_id, seq) where status = 'stored';
comment on table xinqiao.incoming is 'retention: 30 days (update keys), then dropped';

create table xinqiao.heard (
  id uuid primary key,
  seq bigint generated always as identity,
  address_id uuid not null references xinqiao.address,
  case_id uuid,
  kind text not null check (kind in ('text', 'edit', 'choice', 'unscreenable')),
  body_sealed bytea not null,
  level text not null check (level in ('none', 'concern', 'high', 'imminent')),
  screening_sealed bytea,
  at timestamptz not null
);
create index heard_address on xinqiao.heard (address_id, seq);
create index heard_case on xinqiao.heard (case_id, seq) where case_id is not null;
comment on table xinqiao.heard is 'retention: chat 180 days; crisis 10 years where a case holds it';

create table xinqiao.outgoing (
  id uuid primary key,
  seq bigint generated always as identity,
  address_id uuid not null references xinqiao.address,
  case_id uuid,
  author_staff_id uuid references xinqiao.staff_member,
  lane text not null check (lane in ('crisis', 'conversation', 'reminder', 'campaign')),
  dedupe_key text not null unique,
  body_sealed bytea not null,
  not_before timestamptz not null,
  status text not null default 'due' check (status in ('due', 'sending', 'sent', 'failed', 'unknown')),
  attempts integer not null default 0,
  marked_repeat boolean not null default false,
  claimed_by text,
  claimed_at timestamptz,
  external_id text,
  error_code text,
  at timestamptz not null,
  sent_at timestamptz
);
create index outgoing_due on xinqiao.outgoing (not_before) where status in ('due', 'unknown');
create index outgoing_sending on xinqiao.outgoing (claimed_at) where status = 'sending';
create index outgoing_order on xinqiao.outgoing (address_id, lane, seq) where status in ('due', 'sending', 'unknown');
create index outgoing_shown on xinqiao.outgoing (address_id, seq);
create index outgoing_case on xinqiao.outgoing (case_id, seq) where case_id is not null;
comment on table xinqiao.outgoing is 'retention: chat 180 days; crisis 10 years where a case holds it';

-- What no rule can screen, and what only concerns: looked at by a person every day.
create table xinqiao.review_item (
  id uuid primary key,
  heard_id uuid not null references xinqiao.heard,
  address_id uuid not null references xinqiao.address,
  reason text not null check (reason in ('concern', 'unscreenable', 'failed')),
  at timestamptz not null,
  reviewed_by uuid references xinqiao.staff_member,
  reviewed_at timestamptz
);
create index review_open on xinqiao.review_item (at) where reviewed_at is null;
comment on table xinqiao.review_item is 'retention: chat, 180 days';

-- ── hand-off ─────────────────────────────────────────────────────────────────────────────────────────────
create table xinqiao.handoff_case (
  id uuid primary key,
  number bigint generated always as identity (start with 1001),
  data_key_id uuid not null references xinqiao.data_key,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  channel text not null check (channel in ('web', 'telegram', 'wechat')),
  level text not null check (level in ('high', 'imminent')),
  status text not null check (status in ('open', 'acknowledged', 'following-up', 'closed')),
  known_contact boolean not null,
  owner_id uuid references xinqiao.staff_member,
  opened_at timestamptz not null,
  level_since timestamptz not null,
  acknowledged_at timestamptz,
  contacted_at timestamptz,
  unanswered_since timestamptz,
  closed_at timestamptz,
  outcome text check (outcome in ('ordinary', 'serious', 'major-crisis', 'false-alarm')),
  outcome_note_sealed bytea,
  step integer not null default 0,
  wake_at timestamptz,
  tell_at timestamptz,
  tell_count integer not null default 0,
  check (status = 'open' or owner_id is not null),
  check ((status = 'closed') = (closed_at is not null and outcome is not null))
);
create unique index handoff_case_number on xinqiao.handoff_case (number);
create unique index handoff_case_one_open on xinqiao.handoff_case (contact_id) where status <> 'closed';
create index handoff_case_wake on xinqiao.handoff_case (wake_at) where wake_at is not null;
create index handoff_case_tell on xinqiao.handoff_case (tell_at) where tell_at is not null;
comment on table xinqiao.handoff_case is 'retention: crisis, 10 years';

alter table xinqiao.heard add foreign key (case_id) references xinqiao.handoff_case;
alter table xinqiao.outgoing add foreign key (case_id) references xinqiao.handoff_case;

-- Who has been called for which case; the console shows it, messengers get at most one digest a minute.
create table xinqiao.page (
  id uuid primary key,
  case_id uuid not null references xinqiao.handoff_case,
  staff_id uuid not null references xinqiao.staff_member,
  step integer not null,
  reason text not null check (reason in ('waiting', 'raised', 'silent-owner', 'no-responder')),
  at timestamptz not null,
  told_at timestamptz
);
create index page_case on xinqiao.page (case_id, at);
create index page_untold on xinqiao.page (staff_id, at) where told_at is null;
comment on table xinqiao.page is 'retention: crisis, 10 years';

create table xinqiao.digest (
  staff_id uuid primary key references xinqiao.staff_member,
  due_at timestamptz,
  last_at timestamptz
);
create index digest_due on xinqiao.digest (due_at) where due_at is not null;
comment on table xinqiao.digest is 'retention: none (state)';

create table xinqiao.case_event (
  id uuid primary key,
  seq bigint generated always as identity,
  case_id uuid not null references xinqiao.handoff_case,
  kind text not null check (kind in (
    'opened', 'raised', 'paged', 'acknowledged', 'contacted', 'silent-owner', 'closed', 'resumed', 'left')),
  staff_id uuid references xinqiao.staff_member,
  level text,
  at timestamptz not null
);
create index case_event_case on xinqiao.case_event (case_id, seq);
comment on table xinqiao.case_event is 'retention: crisis, 10 years';

-- ── booking ──────────────────────────────────────────────────────────────────────────────────────────────
create table xinqiao.room (
  id uuid primary key,
  name text not null unique,
  sample boolean not null default false
);
comment on table xinqiao.room is 'retention: as long as the centre';

create table xinqiao.availability_rule (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  room_id uuid not null references xinqiao.room,
  weekday smallint not null check (weekday between 1 and 7),
  from_minute smallint not null check (from_minute between 0 and 1439),
  to_minute smallint not null check (to_minute between 1 and 1440),
  session_minutes smallint not null check (session_minutes between 15 and 180),
  valid_from date not null,
  valid_to date,
  sample boolean not null default false,
  check (from_minute < to_minute)
);
comment on table xinqiao.availability_rule is 'retention: 3 years; minutes of the day in Asia/Shanghai';

create table xinqiao.availability_exception (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  during tstzrange not null
);
comment on table xinqiao.availability_exception is 'retention: 3 years; times at which the counsellor is away';

create table xinqiao.appointment (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  staff_id uuid not null references xinqiao.staff_member,
  room_id uuid not null references xinqiao.room,
  during tstzrange not null check (not isempty(during)),
  status text not null check (status in ('held', 'booked', 'attended', 'no-show', 'cancelled')),
  held_until timestamptz,
  made_at timestamptz not null,
  booked_at timestamptz,
  cancelled_at timestamptz,
  check ((status = 'held') = (held_until is not null)),
  constraint appointment_counsellor_once exclude using gist (staff_id with =, during with &&)
    where (status in ('held', 'booked', 'attended', 'no-show')),
  constraint appointment_room_once exclude using gist (room_id with =, during with &&)
    where (status in ('held', 'booked', 'attended', 'no-show')),
  constraint appointment_contact_once exclude using gist (contact_id with =, during with &&)
    where (status in ('held', 'booked', 'attended', 'no-show'))
);
create index appointment_contact on xinqiao.appointment (contact_id, lower(during));
create index appointment_time on xinqiao.appointment (lower(during));
comment on table xinqiao.appointment is 'retention: counselling records, 5 years';

-- ── audit ────────────────────────────────────────────────────────────────────────────────────────────────
-- Entries are written by whoever acts, inside their own transaction; one writer then links them into a chain.
-- Nobody, the application included, may change or remove either.
create table xinqiao.audit_entry (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  resource text not null,
  purpose text not null,
  allowed boolean not null
);
create index audit_entry_at on xinqiao.audit_entry (at);
comment on table xinqiao.audit_entry is 'retention: audit, 10 years';

create table xinqiao.audit_chain (
  seq bigint primary key,
  entry_id uuid not null unique references xinqiao.audit_entry,
  previous_mac bytea not null,
  mac bytea not null
);
comment on table xinqiao.audit_chain is 'retention: audit, 10 years';

revoke update, delete on xinqiao.audit_entry, xinqiao.audit_chain from xinqiao_app;
revoke insert on xinqiao.audit_chain from xinqiao_app;
grant select on xinqiao.audit_entry to xinqiao_audit;
grant select, insert on xinqiao.audit_chain to xinqiao_audit;
