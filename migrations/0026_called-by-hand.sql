-- A tap on 紧急求助, or a farewell in imminent danger, asks for a person though no rule finds danger in the words.

-- It is owed an answer like a dangerous word. What was heard before this column counts by its words alone, as it did.
alter table xinqiao.heard add column calls_person boolean not null default false;
