-- What students send that no rule can screen: asked of its platform after the turn, and kept sealed.

create table xinqiao.media (
  id uuid primary key,
  -- The line that it belongs to, and with which it goes.
  heard_id uuid not null unique references xinqiao.heard on delete cascade,
  address_id uuid not null references xinqiao.address,
  what text not null,
  status text not null check (status in ('wanted', 'kept', 'unreadable', 'lost')),
  -- The platform's name for it, sealed; forgotten once the bytes are here or never will be.
  file_sealed bytea,
  bytes_sealed bytea,
  kind text check (kind in ('picture', 'audio', 'download')),
  mime text,
  extension text,
  code text,
  attempts integer not null default 0,
  -- Tries that were begun and never ended, since their process died: of that file, perhaps.
  unended smallint not null default 0,
  try_at timestamptz not null,
  at timestamptz not null,
  settled_at timestamptz,
  check ((status = 'kept') = (kind is not null and mime is not null)),
  check ((status in ('kept', 'unreadable')) = (bytes_sealed is not null))
);
-- What is sealed cannot be made smaller.
alter table xinqiao.media alter column bytes_sealed set storage external;
create index media_wanted on xinqiao.media (try_at) where status = 'wanted';
create index media_address on xinqiao.media (address_id, at);
comment on table xinqiao.media is 'retention: that of the line it belongs to: chat 180 days; crisis 10 years where a case holds it';
