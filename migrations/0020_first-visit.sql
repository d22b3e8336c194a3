-- The first visit: informed consent, who somebody is by the centre's roster, and the short form that they fill in.

alter table xinqiao.consent
  drop constraint consent_purpose_check,
  add constraint consent_purpose_check check (purpose in ('service', 'health-data', 'greeting', 'counselling'));

-- 名册: a student number is kept only as a keyed hash. `person_hash` is that of number and name together.
create table xinqiao.roster_entry (
  id uuid primary key,
  number_hash bytea not null unique,
  person_hash bytea not null,
  data_key_id uuid not null references xinqiao.data_key,
  name_sealed bytea not null,
  mailbox_sealed bytea,
  college text not null check (length(college) <= 80),
  grade text not null check (length(grade) <= 40),
  imported_at timestamptz not null
);
comment on table xinqiao.roster_entry is 'retention: until the roster is imported anew or the student has left';

-- Somebody says who they are. What is done about it is decided by a sweep, so that the answer tells nothing.
create table xinqiao.identity_claim (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  number_hash bytea not null,
  person_hash bytea not null,
  at timestamptz not null,
  settled_at timestamptz
);
create index identity_claim_address on xinqiao.identity_claim (address_id, at);
create index identity_claim_open on xinqiao.identity_claim (at) where settled_at is null;
comment on table xinqiao.identity_claim is 'retention: 1 day';

-- How often numbers and codes were tried, right or wrong.
create table xinqiao.identity_try (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('claim', 'code')),
  address_id uuid not null references xinqiao.address,
  number_hash bytea,
  at timestamptz not null
);
create index identity_try_address on xinqiao.identity_try (address_id, kind, at);
create index identity_try_number on xinqiao.identity_try (number_hash, kind, at) where number_hash is not null;
create index identity_try_at on xinqiao.identity_try (at);
comment on table xinqiao.identity_try is 'retention: 1 day';

create table xinqiao.identity_code (
  id uuid primary key,
  number_hash bytea not null,
  person_hash bytea not null,
  code_hash bytea not null,
  way text not null check (way in ('mail', 'desk')),
  -- Where it may be typed; null for one that was handed over in person.
  address_id uuid references xinqiao.address,
  staff_id uuid references xinqiao.staff_member,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((way = 'mail') = (address_id is not null) and (way = 'desk') = (staff_id is not null))
);
create index identity_code_number on xinqiao.identity_code (number_hash, expires_at);
comment on table xinqiao.identity_code is 'retention: 1 day';

create table xinqiao.identity_binding (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  number_hash bytea not null,
  way text not null check (way in ('mail', 'desk')),
  bound_at timestamptz not null,
  ended_at timestamptz
);
create unique index identity_binding_number on xinqiao.identity_binding (number_hash) where ended_at is null;
create unique index identity_binding_contact on xinqiao.identity_binding (contact_id) where ended_at is null;
comment on table xinqiao.identity_binding is 'retention: counselling, 5 years';
revoke delete on xinqiao.identity_binding from xinqiao_app;

-- A number that is bound elsewhere: a person decides.
create table xinqiao.identity_request (
  id uuid primary key,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  number_hash bytea not null,
  way text not null check (way in ('mail', 'desk')),
  at timestamptz not null,
  outcome text check (outcome in ('approved', 'refused')),
  decided_by uuid references xinqiao.staff_member,
  decided_at timestamptz,
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null))
);
create unique index identity_request_open on xinqiao.identity_request (contact_id, number_hash) where outcome is null;
comment on table xinqiao.identity_request is 'retention: counselling, 5 years';
revoke delete on xinqiao.identity_request from xinqiao_app;

-- 初访登记表, sealed with the key of the address at which it was begun.
create table xinqiao.intake_form (
  id uuid primary key,
  contact_id uuid not null unique references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  begun_at timestamptz not null,
  finished_at timestamptz
);
comment on table xinqiao.intake_form is 'retention: counselling, 5 years';

create table xinqiao.intake_answer (
  form_id uuid not null references xinqiao.intake_form,
  field text not null check (field ~ '^[a-z]+$'),
  -- An empty text: it was passed over.
  value_sealed bytea not null,
  at timestamptz not null,
  primary key (form_id, field)
);
comment on table xinqiao.intake_answer is 'retention: counselling, 5 years';
