-- Who waits for a time with a counsellor, what freed time is promised to whom, and calendars of counsellors that
-- programs may read.

create table xinqiao.waiting_list_entry (
  id uuid primary key,
  -- What student and staff call it by.
  number bigint generated always as identity unique,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  -- A topic says much about somebody.
  wishes_sealed bytea not null,
  joined_at timestamptz not null,
  urgent_at timestamptz,
  urgent_by uuid references xinqiao.staff_member,
  urgent_reason_sealed bytea,
  status text not null default 'waiting' check (status in ('waiting', 'booked', 'left', 'removed')),
  settled_at timestamptz,
  removed_by uuid references xinqiao.staff_member,
  removed_reason_sealed bytea,
  check ((status = 'waiting') = (settled_at is null)),
  check ((urgent_at is null) = (urgent_by is null) and (urgent_at is null) = (urgent_reason_sealed is null)),
  check ((status = 'removed') = (removed_by is not null) and (removed_by is null) = (removed_reason_sealed is null))
);
create unique index waiting_list_entry_once on xinqiao.waiting_list_entry (contact_id) where status = 'waiting';
create index waiting_list_entry_address on xinqiao.waiting_list_entry (address_id);
comment on table xinqiao.waiting_list_entry is 'retention: 180 days after it is settled';

create table xinqiao.slot_offer (
  id uuid primary key,
  entry_id uuid not null references xinqiao.waiting_list_entry on delete cascade,
  staff_id uuid not null references xinqiao.staff_member,
  -- Null online.
  room_id uuid references xinqiao.room,
  during tstzrange not null check (not isempty(during)),
  offered_at timestamptz not null,
  -- Later than at first where they took it and are about to confirm.
  expires_at timestamptz not null,
  outcome text check (outcome in ('accepted', 'declined', 'expired', 'withdrawn')),
  settled_at timestamptz,
  told_at timestamptz,
  -- That it is over has been said, or need not be.
  end_told_at timestamptz,
  check ((outcome is null) = (settled_at is null)),
  constraint slot_offer_counsellor_once exclude using gist (staff_id with =, during with &&) where (outcome is null),
  constraint slot_offer_room_once exclude using gist (room_id with =, during with &&) where (outcome is null)
);
create unique index slot_offer_entry_once on xinqiao.slot_offer (entry_id) where outcome is null;
create index slot_offer_entry on xinqiao.slot_offer (entry_id);
create index slot_offer_untold on xinqiao.slot_offer (offered_at)
  where told_at is null or (outcome is not null and end_told_at is null);
comment on table xinqiao.slot_offer is 'retention: that of its entry';

create table xinqiao.calendar_feed (
  id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  -- The secret itself stands only in the address that was shown once.
  secret_hash bytea not null unique,
  made_at timestamptz not null,
  revoked_at timestamptz
);
create unique index calendar_feed_once on xinqiao.calendar_feed (staff_id) where revoked_at is null;
comment on table xinqiao.calendar_feed is 'retention: 30 days after it is revoked';
