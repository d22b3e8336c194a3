-- What somebody said before of where they are, and of what else was asked: it was said anew since, or they came back to
-- a closed case, in which everything is asked anew. Sealed as the answer was, in the place of `case_question`.

create table xinqiao.case_answer_before (
  seq bigint generated always as identity primary key,
  case_id uuid not null references xinqiao.handoff_case on delete cascade,
  topic text not null check (topic ~ '^[a-z]+(-[a-z]+)*$'),
  said_at timestamptz not null,
  answer_sealed bytea not null
);
create index case_answer_before_case on xinqiao.case_answer_before (case_id, said_at);
comment on table xinqiao.case_answer_before is 'retention: that of its case: crisis 10 years';
revoke update, delete on xinqiao.case_answer_before from xinqiao_app;

-- Until now an answer of the first time stood as one of the time that runs.
with last_time as (
  delete from xinqiao.case_question q
    using (select case_id, max(at) as at from xinqiao.case_resumption group by case_id) back
    where back.case_id = q.case_id and coalesce(q.settled_at, q.asked_at) < back.at
    returning q.case_id, q.topic, q.settled_at, q.answer_sealed
)
insert into xinqiao.case_answer_before (case_id, topic, said_at, answer_sealed)
  select case_id, topic, settled_at, answer_sealed from last_time where answer_sealed is not null order by settled_at;
