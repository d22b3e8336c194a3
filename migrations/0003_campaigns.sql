-- Campaigns: one text to everybody who wants such messages, sent in the lane that waits for all others.

-- The centre's own words, not those of students: they are not sealed.
create table xinqiao.campaign (
  id uuid primary key,
  title text not null,
  text_zh text not null,
  text_en text,
  segment jsonb not null,
  status text not null default 'draft' check (status in (
    'draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled')),
  version integer not null default 1,
  author_staff_id uuid not null references xinqiao.staff_member,
  blur smallint not null check (blur between 0 and 999),
  made_at timestamptz not null,
  changed_at timestamptz not null,
  send_at timestamptz,
  started_at timestamptz,
  expires_at timestamptz,
  ended_at timestamptz,
  end_code text check (end_code in ('finished', 'expired', 'cancelled', 'nobody', 'too-few')),
  -- How it ended, since the rows that say so go with the talk.
  people integer,
  sent integer,
  -- How many had been settled when open pages were last told.
  told integer not null default 0,
  check ((status in ('done', 'cancelled')) = (ended_at is not null and end_code is not null)),
  check (status not in ('sending', 'paused') or (started_at is not null and expires_at is not null))
);
create index campaign_made on xinqiao.campaign (made_at desc);
create index campaign_in_motion on xinqiao.campaign (status) where status in ('scheduled', 'sending', 'paused');
comment on table xinqiao.campaign is 'retention: 3 years';

-- Who is written to, each person once. A row without a message has not been reached by the rounds yet.
create table xinqiao.campaign_delivery (
  campaign_id uuid not null references xinqiao.campaign on delete cascade,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  outgoing_id uuid unique references xinqiao.outgoing on delete cascade,
  primary key (campaign_id, contact_id)
);
create index campaign_delivery_unwritten on xinqiao.campaign_delivery (campaign_id) where outgoing_id is null;
comment on table xinqiao.campaign_delivery is 'retention: chat, 180 days; goes with its message';
