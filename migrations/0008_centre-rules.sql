-- Screening rules that the centre's staff write, and changes of them that wait for a second person.

-- Staff's own words with invented examples, never those of a student: they are not sealed.
create table xinqiao.centre_rule (
  id uuid primary key,
  -- What people call it.
  number integer generated always as identity unique,
  -- The newest of its versions, which is the one in effect.
  version integer not null default 1,
  created_by uuid not null references xinqiao.staff_member,
  created_at timestamptz not null
);
comment on table xinqiao.centre_rule is 'retention: as long as the centre; old lines keep the reason of their marks';

create table xinqiao.centre_rule_version (
  rule_id uuid not null references xinqiao.centre_rule,
  version integer not null,
  state text not null check (state in ('active', 'off', 'deleted')),
  body jsonb not null,
  changed_by uuid not null references xinqiao.staff_member,
  approved_by uuid references xinqiao.staff_member,
  changed_at timestamptz not null,
  primary key (rule_id, version),
  check (approved_by <> changed_by)
);
comment on table xinqiao.centre_rule_version is 'retention: as long as the centre';

create table xinqiao.centre_rule_proposal (
  id uuid primary key,
  rule_id uuid not null references xinqiao.centre_rule,
  -- Of the rule that it would change: it is about this one alone.
  version integer not null,
  step text not null check (step in ('edit', 'off', 'delete')),
  body jsonb,
  proposed_by uuid not null references xinqiao.staff_member,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  decision text check (decision in ('approved', 'refused', 'withdrawn', 'expired', 'outdated')),
  decided_by uuid references xinqiao.staff_member,
  decided_at timestamptz,
  check ((step = 'edit') = (body is not null)),
  check ((decision is null) = (decided_at is null)),
  check (decision is null or decision <> 'approved' or (decided_by is not null and decided_by <> proposed_by))
);
create unique index centre_rule_proposal_waiting on xinqiao.centre_rule_proposal (rule_id) where decision is null;
create index centre_rule_proposal_made on xinqiao.centre_rule_proposal (proposed_at);
comment on table xinqiao.centre_rule_proposal is 'retention: 3 years';
