-- A way from a channel that may not answer any more to the web page, and which addresses were joined by it.

create table xinqiao.continue_link (
  token_hash bytea primary key,
  address_id uuid not null references xinqiao.address,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table xinqiao.continue_link is 'retention: 30 days';

-- Joining two addresses is written down, so that it can be taken back.
create table xinqiao.address_join (
  id uuid primary key,
  from_address_id uuid not null references xinqiao.address,
  to_address_id uuid not null references xinqiao.address,
  at timestamptz not null,
  undone_at timestamptz
);
create index address_join_from on xinqiao.address_join (from_address_id, at desc);
comment on table xinqiao.address_join is 'retention: chat, 180 days after the last word';
