-- Whether an alarm of the screening was right, and invented sentences that may be used to make it better.

-- Said by whoever read the words. Rules are names of rules, never words; they stand here so that a report needs no key.
create table xinqiao.screening_mark (
  heard_id uuid primary key references xinqiao.heard on delete cascade,
  verdict text not null check (verdict in ('right', 'wrong', 'missed')),
  -- What the screening had said, and what it should have said where it missed.
  level text not null check (level in ('none', 'concern', 'high', 'imminent')),
  expected text check (expected in ('concern', 'high', 'imminent')),
  rules text[] not null,
  heard_at timestamptz not null,
  marked_by uuid not null references xinqiao.staff_member,
  marked_at timestamptz not null,
  check ((verdict = 'missed') = (expected is not null))
);
create index screening_mark_heard_at on xinqiao.screening_mark (heard_at);
comment on table xinqiao.screening_mark is 'retention: that of the line it belongs to: chat 180 days; crisis 10 years where a case holds it';

-- Written anew by a person, without anything that names somebody, after the student agreed in writing. No line, case or
-- contact is named here: there must be no way back.
create table xinqiao.screening_example (
  id uuid primary key,
  text text not null check (length(text) between 1 and 200),
  level text not null check (level in ('none', 'concern', 'high', 'imminent')),
  consent_on date not null,
  written_by uuid not null references xinqiao.staff_member,
  at timestamptz not null
);
comment on table xinqiao.screening_example is 'retention: until it is taken back by the student or the centre';
