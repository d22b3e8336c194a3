-- Who is to be phoned: sealed with the key of the entry, and shown where somebody has to be reached. Numbers are looked for
-- by their hash alone, as before; what was imported before has none until it is imported anew.
alter table xinqiao.roster_entry
  add column number_sealed bytea,
  add column phone_sealed bytea;

-- Who reads what: a centre head behind the glass of a referral; an answer by whom it was given to, and by no later leader.

-- A centre head who looked at the words of a referral, with the reason. Written once.
create table xinqiao.referral_look (
  id uuid primary key,
  referral_id uuid not null references xinqiao.referral,
  staff_id uuid not null references xinqiao.staff_member,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ground text not null check (ground ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  reason_sealed bytea not null,
  check (opened_at < expires_at)
);
create index referral_look_open on xinqiao.referral_look (referral_id, staff_id, expires_at);
create index referral_look_opened on xinqiao.referral_look (opened_at desc);
revoke update, delete on xinqiao.referral_look from xinqiao_app;
comment on table xinqiao.referral_look is 'retention: counselling records, 5 years';

-- The leader who may read the answer: whoever led when it was given, or a later one to whom the participant agreed.
alter table xinqiao.sign_up
  add column answer_to uuid references xinqiao.staff_member,
  -- About which leader they were asked last, and at which version of the activity: an older question is no longer answered.
  add column asked_leader uuid references xinqiao.staff_member,
  add column asked_version integer;
create index sign_up_answered on xinqiao.sign_up (activity_id) where answer_sealed is not null;
update xinqiao.sign_up s set answer_to = a.leader_id
  from xinqiao.activity a where a.id = s.activity_id and s.answer_sealed is not null;

-- A program of before, still running beside this one, says nothing of the leader: then it is the one of that moment.
create function xinqiao.note_answer_reader() returns trigger language plpgsql as $$
begin
  if new.answer_sealed is null then
    new.answer_to := null;
  elsif new.answer_to is null or (tg_op = 'UPDATE' and new.answer_sealed is distinct from old.answer_sealed) then
    select leader_id into new.answer_to from xinqiao.activity where id = new.activity_id;
  end if;
  return new;
end $$;
create trigger sign_up_answer_reader before insert or update of answer_sealed on xinqiao.sign_up
  for each row execute function xinqiao.note_answer_reader();
