-- 团体辅导, 讲座, 家长课堂: what one signs up for, the places in it, who came.

-- The centre's own words, not those of students: they are not sealed.
create table xinqiao.activity (
  id uuid primary key,
  -- What people type and what stands in its QR code.
  code text not null unique check (code ~ '^[1-9][0-9]{3,5}$'),
  kind text not null check (kind in ('group', 'lecture', 'guardians-class')),
  title text not null,
  title_en text,
  text text not null,
  text_en text,
  place text not null,
  capacity integer not null check (capacity between 1 and 5000),
  -- Places that are given away; kept by a trigger, so that no code can give away more than there are.
  taken integer not null default 0 check (taken >= 0 and taken <= capacity),
  -- Numbers given to those who signed up, in their order.
  last_number integer not null default 0,
  sign_up_from timestamptz not null,
  sign_up_until timestamptz not null,
  question text,
  question_en text,
  -- A yes leads to a talk with the leader first; words are always read by the leader first.
  question_kind text check (question_kind in ('words', 'yes-no')),
  leader_id uuid not null references xinqiao.staff_member,
  status text not null default 'draft' check (status in ('draft', 'open', 'closed', 'cancelled')),
  version integer not null default 1,
  made_by uuid not null references xinqiao.staff_member,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  check (sign_up_from < sign_up_until),
  check ((question is null) = (question_kind is null))
);
create index activity_made on xinqiao.activity (made_at desc);
create index activity_open on xinqiao.activity (sign_up_until) where status = 'open';
comment on table xinqiao.activity is 'retention: 3 years';

create table xinqiao.activity_date (
  id uuid primary key,
  activity_id uuid not null references xinqiao.activity on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- Shown at the place, good on this date alone.
  check_in text not null check (check_in ~ '^[0-9]{6}$'),
  -- People who came without having signed up, as the leader counted them.
  walk_ins integer not null default 0 check (walk_ins between 0 and 10000),
  reminded_at timestamptz,
  unique (activity_id, starts_at),
  check (starts_at < ends_at)
);
create index activity_date_reminder on xinqiao.activity_date (starts_at) where reminded_at is null;
create index activity_date_check_in on xinqiao.activity_date (check_in, starts_at);
comment on table xinqiao.activity_date is 'retention: 3 years; goes with its activity';

-- One row for each person in an activity. Who gives up and comes back stands at the end again.
create table xinqiao.sign_up (
  id uuid primary key,
  activity_id uuid not null references xinqiao.activity on delete cascade,
  contact_id uuid not null references xinqiao.contact,
  address_id uuid not null references xinqiao.address,
  -- The order of the waiting list, and what people are called by where they gave no name.
  number integer not null check (number > 0),
  status text not null check (status in ('signed-up', 'waiting', 'pending', 'declined', 'cancelled')),
  -- The leader wants to talk with them first, and has said so.
  talk_asked_at timestamptz,
  name_sealed bytea,
  answer_sealed bytea,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  unique (activity_id, contact_id),
  unique (activity_id, number)
);
create index sign_up_contact on xinqiao.sign_up (contact_id);
comment on table xinqiao.sign_up is 'retention: 3 years; goes with its activity';

create table xinqiao.activity_attendance (
  sign_up_id uuid not null references xinqiao.sign_up on delete cascade,
  date_id uuid not null references xinqiao.activity_date on delete cascade,
  attended boolean not null,
  -- Null where they checked in themselves.
  staff_id uuid references xinqiao.staff_member,
  at timestamptz not null,
  primary key (sign_up_id, date_id)
);
comment on table xinqiao.activity_attendance is 'retention: 3 years; goes with its activity';

create function xinqiao.count_places() returns trigger language plpgsql as $$
declare
  delta integer := 0;
begin
  if tg_op <> 'INSERT' and old.status = 'signed-up' then delta := delta - 1; end if;
  if tg_op <> 'DELETE' and new.status = 'signed-up' then delta := delta + 1; end if;
  if delta <> 0 then
    update xinqiao.activity set taken = taken + delta where id = coalesce(new.activity_id, old.activity_id);
  end if;
  return null;
end $$;
create trigger sign_up_places after insert or delete or update of status on xinqiao.sign_up
  for each row execute function xinqiao.count_places();

