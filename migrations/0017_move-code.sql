-- Words that were taken back, pictures that staff send, and moving to the web page by a code that can be typed.

-- A recall is a line of its own: what was taken back stays as it was written.
alter table xinqiao.heard drop constraint heard_kind_check;
alter table xinqiao.heard add constraint heard_kind_check
  check (kind in ('text', 'edit', 'choice', 'unscreenable', 'recalled'));

-- What a counsellor sends belongs to no line of a student. Without a case nobody has said yet for whom it is.
alter table xinqiao.media alter column heard_id drop not null;
alter table xinqiao.media add column staff_id uuid references xinqiao.staff_member;
alter table xinqiao.media add column case_id uuid references xinqiao.handoff_case;
alter table xinqiao.media add column caption_sealed bytea;
alter table xinqiao.media add check ((heard_id is null) = (staff_id is not null));
create index media_case on xinqiao.media (case_id) where case_id is not null;

-- A way to the web page that can be typed on another device.
create table xinqiao.move_code (
  code_hash bytea primary key,
  address_id uuid not null references xinqiao.address,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index move_code_address on xinqiao.move_code (address_id);
comment on table xinqiao.move_code is 'retention: 30 days';

-- Every try of such a code, right or wrong, so that nobody guesses one.
create table xinqiao.move_try (
  id bigint generated always as identity primary key,
  browser_hash bytea not null,
  at timestamptz not null
);
create index move_try_at on xinqiao.move_try (at);
comment on table xinqiao.move_try is 'retention: 1 day';

-- What was sent from the web page, until it is drawn anew; no platform keeps it for us.
create table xinqiao.web_upload (
  id uuid primary key,
  address_id uuid not null references xinqiao.address,
  bytes_sealed bytea not null,
  at timestamptz not null
);
alter table xinqiao.web_upload alter column bytes_sealed set storage external;
create index web_upload_address on xinqiao.web_upload (address_id);
create index web_upload_at on xinqiao.web_upload (at);
comment on table xinqiao.web_upload is 'retention: 1 day';
