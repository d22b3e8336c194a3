-- Times that a counsellor keeps for a student in a hand-off: when one runs out unanswered, whoever offered it is told.

create table xinqiao.same_day_offer (
  appointment_id uuid primary key references xinqiao.appointment on delete cascade,
  case_id uuid not null references xinqiao.handoff_case,
  -- Who offered it; whose time it is stands with the appointment.
  staff_id uuid not null references xinqiao.staff_member,
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  -- Answered: taken, refused, or given up for another one.
  outcome text check (outcome in ('answered', 'lapsed')),
  settled_at timestamptz,
  check ((outcome is null) = (settled_at is null))
);
comment on table xinqiao.same_day_offer is 'retention: that of its appointment: counselling records, 5 years';
create index same_day_offer_due on xinqiao.same_day_offer (expires_at) where outcome is null;
create index same_day_offer_case on xinqiao.same_day_offer (case_id, offered_at);

-- The code of a date changes while it is shown and is computed: none is kept any more. The column goes later.
alter table xinqiao.activity_date alter column check_in drop not null;
