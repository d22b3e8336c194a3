-- What a person asks for by hand is owed like danger; who was informed is noted at once, and not only when a case ends.

-- A tap on 紧急求助, or a farewell in imminent danger, asks for a person though no rule finds danger in the words.

-- It is owed an answer like a dangerous word. What was heard before this column counts by its words alone, as it did.
alter table xinqiao.heard add column calls_person boolean not null default false;

-- Somebody is informed while it is going on, or days after. Then the row names its case, and who noted it, in place of an ending.
alter table xinqiao.informed_party
  alter column closing_id drop not null,
  add column case_id uuid references xinqiao.handoff_case,
  add column noted_by uuid references xinqiao.staff_member,
  add column noted_at timestamptz,
  add constraint informed_party_of_one check ((closing_id is null) <> (case_id is null)),
  add constraint informed_party_noted check (
    (case_id is null) = (noted_by is null) and (case_id is null) = (noted_at is null));
create index informed_party_case on xinqiao.informed_party (case_id) where case_id is not null;
